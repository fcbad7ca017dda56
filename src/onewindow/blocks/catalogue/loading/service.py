"""Reading service.yaml: who offers what to whom, and what the steps of the process mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Form
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.loading.steps import read_deadline, read_form_name, read_party, read_step
from onewindow.blocks.catalogue.loading.words import Words
from onewindow.blocks.catalogue.types import (
    After,
    Applicant,
    Assurance,
    Deadline,
    Fact,
    Fee,
    LegalBasis,
    Outcome,
    Signature,
    Step,
    Worth,
)

SEGMENTS = ("citizen", "business", "farmer", "foreigner", "association", "official")
CHANNELS = ("page", "api", "counter", "message")
ASSURANCES: tuple[Assurance, ...] = ("none", "low", "substantial", "high")
SIGNATURES: tuple[Signature, ...] = ("none", "optional", "required")
OUTCOMES: tuple[Outcome, ...] = ("granted", "refused", "withdrawn", "expired", "revoked", "closed")
_NOTHING = Formula("", None, None)


@dataclass(frozen=True)
class ServiceFile:
    """What service.yaml says, read."""

    number_prefix: str
    official_language: str
    life_events: tuple[str, ...]
    segments: tuple[str, ...]
    legal_basis: tuple[LegalBasis, ...]
    channels: tuple[str, ...]
    assurance: Assurance
    signature: Signature
    applicant: Applicant
    form: str
    confirm_form: str | None
    deadline: Deadline | None
    facts: Mapping[str, Fact]
    steps: Mapping[str, Step]
    rules: Mapping[str, str]
    fees: Mapping[str, Fee]
    documents: tuple[str, ...]
    after: Mapping[str, After]
    outcomes: Mapping[str, Outcome]


def read_service(
    section: Section, *, agency: str, service: str, forms: Mapping[str, Form], words: Words
) -> ServiceFile:
    """Read the file. Faults are noted."""
    _check_place(section, agency, service)
    read = ServiceFile(
        number_prefix=_prefix(section),
        official_language=_official_language(section, words),
        life_events=_slugs(section, "life_events"),
        segments=_words(section, "segments", SEGMENTS),
        legal_basis=tuple(
            _legal_basis(law, words) for law in section.take_sections("legal_basis", required=True)
        ),
        channels=_words(section, "channels", CHANNELS),
        assurance=section.take_one_of("assurance", ASSURANCES),
        signature=section.take_one_of("signature", SIGNATURES, default="none"),
        applicant=_applicant(section.take_section("applicant", required=True)),
        form=read_form_name(section, forms, required=True),
        confirm_form=section.take_slug("confirm_form") or None,
        deadline=read_deadline(section.take_section("deadline")),
        facts={name: _fact(name, fact) for name, fact in section.take_named("facts")},
        steps={
            name: step
            for name, found in section.take_named("steps")
            if (step := read_step(name, found, forms=forms, words=words))
        },
        rules=_texts(section.take_section("rules")),
        fees={name: _fee(name, fee, words) for name, fee in section.take_named("fees")},
        documents=section.take_texts("documents"),
        after={name: _after(name, after, forms, words) for name, after in section.take_named("after")},
        outcomes=_outcomes(section.take_section("outcomes", required=True)),
    )
    section.done()
    return read


def _check_place(section: Section, agency: str, service: str) -> None:
    for key, expected in (("service", service), ("agency", agency)):
        if section.take_slug(key, required=True) != expected:
            section.fault(
                key,
                _("The folder says “{expected}”.").format(expected=expected),
                _("Name the folder and this the same."),
            )


def _prefix(section: Section) -> str:
    prefix = section.take_text("number_prefix", required=True)
    if prefix and not (prefix.isascii() and prefix.isalpha() and prefix.isupper() and len(prefix) <= 6):
        section.fault(
            "number_prefix",
            _("“{prefix}” cannot begin a case number.").format(prefix=prefix),
            _("Use two to six capital letters."),
        )
    return prefix


def _official_language(section: Section, words: Words) -> str:
    language = section.take_text("official_language", default=next(iter(words.languages), "en"))
    if words.languages and language not in words.languages:
        section.fault(
            "official_language",
            _("The package has no texts in “{language}”.").format(language=language),
            _("Add texts/{language}.yaml.").format(language=language),
        )
    return language


def _slugs(section: Section, key: str) -> tuple[str, ...]:
    return section.take_texts(key, required=True)


def _words(section: Section, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = section.take_texts(key, required=True)
    for word in found:
        if word not in allowed:
            section.fault(
                key,
                _("“{text}” is not known here.").format(text=word),
                _("Use one of: {allowed}.").format(allowed=", ".join(allowed)),
            )
    return found


def _legal_basis(section: Section, words: Words) -> LegalBasis:
    basis = LegalBasis(section.take_text("law", required=True), section.take_text("article"))
    words.take_if_any(f"laws.{basis.law}", needed_by="service.yaml: legal_basis")
    section.done()
    return basis


def _applicant(section: Section | None) -> Applicant:
    if section is None:
        return Applicant(("person",), "")
    kinds = _words(section, "kind", ("person", "company"))
    scope = section.take_slug("scope", required=True)
    applicant = Applicant(kinds, scope, _worth(section.take_section("worth")))
    section.done()
    return applicant


def _worth(section: Section | None) -> Worth | None:
    if section is None:
        return None
    amount = section.take_formula("amount", required=True) or _NOTHING
    worth = Worth(amount, section.take_text("currency", required=True))
    section.done()
    return worth


def _fact(name: str, section: Section) -> Fact:
    fact = Fact(
        name=name,
        register=section.take_slug("register", required=True),
        key=section.take_formula("key", required=True) or _NOTHING,
        attributes=section.take_texts("attributes", required=True),
    )
    section.done()
    return fact


def _texts(section: Section | None) -> dict[str, str]:
    if section is None:
        return {}
    return {key: section.take_text(key, required=True) for key in section.names()}


def _fee(name: str, section: Section, words: Words) -> Fee:
    fee = Fee(
        fee=name,
        name=words.take(f"fees.{name}", needed_by="service.yaml"),
        amount=section.take_formula("amount", required=True) or _NOTHING,
        currency=section.take_text("currency", required=True),
    )
    section.done()
    return fee


def _after(name: str, section: Section, forms: Mapping[str, Form], words: Words) -> After:
    caller = section.take_text("actor") == "caller"
    agency, role = (None, None) if caller else read_party(section)
    form = read_form_name(section, forms, required=False) or None
    after = After(
        name=name,
        label=words.take(f"after.{name}", needed_by="service.yaml"),
        message=section.take_text("message", required=True),
        party="caller" if caller else "applicant" if role is None else "officer",
        into=section.take_name("into") or (form or name).replace("-", "_"),
        agency=agency,
        role=role,
        form=form,
        available=section.take_formula("available"),
        four_eyes=section.take_formula("four_eyes"),
    )
    section.done()
    return after


def _outcomes(section: Section | None) -> dict[str, Outcome]:
    if section is None:
        return {}
    found: dict[str, Outcome] = {}
    for element in section.names():
        found[element] = section.take_one_of(element, OUTCOMES)
    return found
