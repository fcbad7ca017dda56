"""Reading forms/*.yaml."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Check, Fills, Form, Page
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.loading.chains import read_questions_of
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.fields import read_field
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.loading.words import Words
from onewindow.blocks.catalogue.loading.yaml_marks import Marked, read_yaml

MESSAGE_STANDARDS = {"en16931": "invoice"}
"""Readable standards, and what FEEL calls their message."""

_NO_ENTRIES = Marked({}, 1, "")


def read_form(*, slug: str, files: Mapping[str, bytes], words: Words, faults: Faults) -> Form:
    """Read one form with its map, if it has one."""
    file = f"forms/{slug}.yaml"
    marked = read_yaml(file=file, content=files[file], faults=faults)
    section = Section(file=file, marked=marked, faults=faults)
    if section.take_slug("form", required=True) != slug:
        section.fault("form", _("The form has another name than its file."), _("Call both the same."))
    pages = tuple(_read_page(page, slug, words) for page in section.take_sections("pages", required=True))
    form = Form(slug, words.take(f"forms.{slug}.title", needed_by=file), pages)
    _refuse_doubles(form, section)
    checks = tuple(_read_check(check, form, words) for check in section.take_sections("checks"))
    fills = _read_fills(section, form, files)
    section.done()
    submit = words.take_if_any(f"forms.{slug}.submit", needed_by=file)
    return Form(slug, form.title, pages, checks, fills, submit)


def _read_page(section: Section, form: str, words: Words) -> Page:
    if section.has("questions_of"):
        return read_questions_of(section)
    slug = section.take_slug("page", required=True)
    key = f"forms.{form}.pages.{slug}"
    page = Page(
        page=slug,
        title=words.take(f"{key}.title", needed_by=section.file),
        text=words.take_if_any(f"{key}.text", needed_by=section.file),
        show_if=section.take_formula("show_if"),
        fields=tuple(
            read_field(field, key=f"forms.{form}.fields", words=words)
            for field in section.take_sections("fields", required=True)
        ),
    )
    section.done()
    return page


def _refuse_doubles(form: Form, section: Section) -> None:
    for names in (_doubles(page.page for page in form.pages), _doubles(field.field for field in form.fields)):
        for name in names:
            section.fault(
                "pages", _("“{name}” stands in this form twice.").format(name=name), _("Rename one of them.")
            )


def _doubles(names: object) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[attr-defined]


def _read_check(section: Section, form: Form, words: Words) -> Check:
    each = section.take_name("each") or None
    path = section.take_text("field", required=True)
    if each is not None and ((found := form.field(each)) is None or found.type != "list"):
        section.fault("each", _("The form has no list “{each}”.").format(each=each), _("Name a list of it."))
    whole = f"{each}/{path}" if each else path
    if path and form.field(whole) is None:
        section.fault(
            "field", _("The form has no field “{path}”.").format(path=whole), _("Name a field of it.")
        )
    slug = section.take_slug("text", required=True)
    check = Check(
        check=section.take_formula("check", required=True) or Formula("", None, True),
        field=path,
        text=words.take(f"forms.{form.form}.checks.{slug}", needed_by=section.file),
        each=each,
    )
    section.done()
    return check


def _read_fills(section: Section, form: Form, files: Mapping[str, bytes]) -> Fills | None:
    inner = section.take_section("fills")
    if inner is None:
        return None
    standard = inner.take_one_of("from", tuple(MESSAGE_STANDARDS))
    field, file = inner.take_name("field", required=True), inner.take_text("map", required=True)
    inner.done()
    dropped = form.field(field)
    if dropped is None or dropped.type != "file":
        inner.fault("field", _("The form has no file field of this name."), _("Name a file field of it."))
    if file not in files or not file.startswith("messages/"):
        inner.fault(
            "map", _("The package has no file “{file}”.").format(file=file), _("Add it in messages/.")
        )
        return None
    faults = section.faults
    of_map = Section(
        file=file, marked=read_yaml(file=file, content=files[file], faults=faults), faults=faults
    )
    fills = Fills(
        standard=standard,
        field=field,
        name=MESSAGE_STANDARDS[standard],
        map=_read_map(of_map, form, ""),
        lists={name: _read_list(found, form, name) for name, found in of_map.take_named("lists")},
    )
    of_map.done()
    return fills


def _read_list(section: Section, form: Form, name: str) -> tuple[Formula, Mapping[str, Formula]]:
    items = section.take_formula("items", required=True) or Formula("", None, None)
    entries = _read_map(section, form, f"{name}/")
    section.done()
    return items, entries


def _read_map(section: Section, form: Form, prefix: str) -> dict[str, Formula]:
    inner = section.take_section("map")
    if inner is None:
        return {}
    targets: dict[str, Formula] = {}
    for target in inner.names():
        formula = inner.take_formula(target, required=True)
        field = form.field(prefix + target)
        if field is None or not field.asked:
            inner.fault(
                target,
                _("The form asks for no “{target}”.").format(target=prefix + target),
                _("Name a field that the form asks for."),
            )
        elif formula is not None:
            targets[target] = formula
    return targets
