// Says, before the page is drawn, that scripts run here. Nothing on a page needs them.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
