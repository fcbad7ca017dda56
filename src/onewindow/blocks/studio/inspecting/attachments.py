"""The once-only check of attachments: a paper that an agency issues, or whose content a register knows."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import DocumentSource, Finding, ServicePackage
from onewindow.blocks.studio.inspecting.asked import Question, line_of, questions_of
from onewindow.blocks.studio.inspecting.meanings import names_of, plain
from onewindow.blocks.studio.inspecting.world import World
from onewindow.blocks.studio.types import Waived

_OF_A_PAPER = frozenset(
    word
    for text in (
        "copy certified scan photocopy document paper proof original attached attach file pdf upload valid",
        "copie certifiée conforme document papier justificatif original pièce jointe fichier",
        "نسخة مطابقة للأصل وثيقة ملف صورة مرفق",
    )
    for word in plain(text)
)
_PAPERS_OF_REGISTERS = (
    ("people", "identity card|id card|passport copy|carte identité|carte nationale|بطاقة تعريف|بطاقة الهوية"),
    ("people", "birth certificate|acte naissance|extrait naissance|مضمون ولادة|شهادة ميلاد"),
    ("people", "marriage certificate|acte mariage|عقد زواج"),
    ("people", "residence certificate|address|certificat résidence|domicile|شهادة إقامة"),
    (
        "companies",
        "company register extract|trade register|extrait registre commerce|extrait registre|سجل تجاري",
    ),
    ("companies", "tax card|tax registration|carte identification fiscale|بطاقة تعريف جبائية"),
)


def attachments(package: ServicePackage, world: World) -> tuple[list[Finding], list[Waived]]:
    """Uploads that another service issues or a register replaces: faults, and those asked for a reason."""
    findings: list[Finding] = []
    waived: list[Waived] = []
    for question in questions_of(package):
        fills = question.form.fills
        if question.field.type != "file" or (fills is not None and fills.field == question.field.field):
            continue
        known = next(_who_issues(question, package, world), None)
        sure = known is not None
        known = known or next(_who_may_issue(question, package, world), None)
        if known is None:
            continue
        if question.field.asked_because:
            waived.append(Waived(question.form.form, question.path, known, question.field.asked_because))
        else:
            findings.append(_finding(package, question, known, sure=sure))
    return findings, waived


def _who_issues(question: Question, package: ServicePackage, world: World) -> Iterator[str]:
    """Documents of other services by their titles, and papers whose content a register knows."""
    asked = _asked(question)
    for other, document in _documents(package, world):
        if any(_is_the_same(one, _about(name)) for one in asked for name in names_of(document.title)):
            yield _issued(other, document)
    for register, papers in _PAPERS_OF_REGISTERS:
        if register not in world.register:
            continue
        if any(_about(paper) <= one for one in asked for paper in papers.split("|") if one):
            yield _("the register “{register}” knows what it says").format(register=register)


def _who_may_issue(question: Question, package: ServicePackage, world: World) -> Iterator[str]:
    """Documents of services that people look for by such words."""
    asked = _asked(question)
    for other, document in _documents(package, world):
        if any(_is_the_same(one, _about(name)) for one in asked for name in _keywords(other)):
            yield _issued(other, document)


def _asked(question: Question) -> list[frozenset[str]]:
    return [_about(text) for text in (question.field.field, *names_of(question.field.label))]


def _documents(package: ServicePackage, world: World) -> Iterator[tuple[ServicePackage, DocumentSource]]:
    for other in world.packages:
        if other.key != package.key:
            yield from ((other, document) for document in other.documents.values())


def _issued(other: ServicePackage, document: DocumentSource) -> str:
    return _("{service} issues “{document}”").format(
        service=other.key, document=document.title.in_language("en")
    )


def _is_the_same(asked: frozenset[str], issued: frozenset[str]) -> bool:
    """One says all that the other says, and that is more than a word."""
    fewer, more = sorted((asked, issued), key=len)
    return len(fewer) >= 2 and fewer <= more and len(more) <= len(fewer) + 2


def _about(text: str) -> frozenset[str]:
    return frozenset(plain(text)) - _OF_A_PAPER


def _keywords(package: ServicePackage) -> Iterator[str]:
    for text in names_of(package.texts.localised("service.keywords")):
        yield from (phrase for phrase in text.replace("،", ",").split(","))


def _finding(package: ServicePackage, question: Question, known: str, *, sure: bool) -> Finding:
    """A fault where the paper is named; a warning where only words that people search by say so."""
    return Finding(
        question.file,
        line_of(package, question.file, question.field.field),
        question.path,
        _("An upload is asked, but the state has it: {known}.").format(known=known),
        _(
            "Read the register in a step, or ask for the document’s number or code and let it be verified. "
            "If the paper itself is needed, write why: asked_because."
        ),
        "fault" if sure else "warning",
    )
