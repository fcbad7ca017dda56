"""The Jinja2 environment of all pages: escaped, translated, with the design system at hand."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, select_autoescape

from onewindow.foundation.web import formats
from onewindow.foundation.web.assets import asset
from onewindow.foundation.web.diagrams import picture


def environment(**options: Any) -> Environment:
    """Make the environment. Django calls it once, with its own options.

    Templates come from ``templates/`` of every room and from govuk-frontend-jinja. Texts go through
    ``_()``, ``ngettext`` and ``pgettext`` in the new style: ``_("You have %(n)s letters", n=3)``.
    """
    options["loader"] = _loader()
    options["autoescape"] = select_autoescape(default=True, default_for_string=True)
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do"]
    options.update(trim_blocks=True, lstrip_blocks=True, cache_size=-1)
    made = Environment(**options)  # noqa: S701 - autoescape is on, see above
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(url=url, static=static, asset=asset, picture=picture)
    made.filters.update(formats.FILTERS)
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name, such as ``url("cases:case", number=…)``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _loader() -> ChoiceLoader:
    rooms = [
        Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith("onewindow.")
    ]
    govuk = PackageLoader("govuk_frontend_jinja")
    return ChoiceLoader([FileSystemLoader(rooms), PrefixLoader({"govuk_frontend_jinja": govuk})])
