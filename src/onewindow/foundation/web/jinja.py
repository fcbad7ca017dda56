"""The Jinja2 environment of all pages: escaped, translated, with the design system at hand."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, select_autoescape
from markupsafe import Markup

from onewindow.foundation.web import formats
from onewindow.foundation.web.assets import asset
from onewindow.foundation.web.diagrams import picture
from onewindow.foundation.web.types import Diagram


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
    made.globals.update(drawn_diagram=_drawing(made))
    made.filters.update(formats.FILTERS)
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name, such as ``url("cases:case", number=…)``."""
    return _url(name, args, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _url(name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]) -> str:
    """Addresses do not change while the program runs, and every page asks for dozens."""
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)


def _drawing(made: Environment) -> Callable[[Diagram, str], Markup]:
    """What draws diagrams. One takes as long as the rest of a page, and many cases stand at the same step."""

    @lru_cache(maxsize=128)
    def drawn(diagram: Diagram, id: str, language: str) -> Markup:
        picture_of = made.get_template("web/diagram_picture.html")
        return Markup(picture_of.render(diagram=diagram, id=id))  # noqa: S704 - the template escapes

    return lambda diagram, id: drawn(diagram, id, translation.get_language() or "")


def _loader() -> ChoiceLoader:
    rooms = [
        Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith("onewindow.")
    ]
    govuk = PackageLoader("govuk_frontend_jinja")
    return ChoiceLoader([FileSystemLoader(rooms), PrefixLoader({"govuk_frontend_jinja": govuk})])
