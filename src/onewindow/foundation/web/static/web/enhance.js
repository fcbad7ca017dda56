// Enhancements. Every page works without them.
import { initAll } from "./govuk-frontend.min.js";
import { suggest } from "./suggest.js";

initAll();
document.querySelectorAll(".ow-code-field").forEach(suggest);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// Show the step where a case stands: a wide diagram opens at its start otherwise.
document.querySelectorAll(".ow-diagram__scroll").forEach((frame) => {
  const step = frame.querySelector(".is-current, .is-waiting");
  if (step) {
    const left = step.getBoundingClientRect().left - frame.getBoundingClientRect().left;
    frame.scrollLeft = Math.max(0, left - frame.clientWidth / 3);
  }
});
