"""Once only: what registers know is read, not asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onewindow.blocks.cases.earlier import EARLIER, earlier_facts
from onewindow.blocks.catalogue.types import Fact, ServicePackage
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor, Extent
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

_FOR_A_FORM = Extent(whole=True)

_NAMED_BY = {"people": "person", "companies": "company"}


def reader_of(package: ServicePackage, actor: Actor, applicant: Reference, entry: Reference) -> Actor:
    """Who reads a fact, once ``check_filing`` let the actor file for the applicant.

    The applicant's own entry is read as theirs, whatever limits the right to act for them: of the entry the
    form shows what the service needs, and the applicant sees who looked. Anything else, and everything at the
    counter, is read by the engine in the actor's name, so that the line which it leaves says who it was.
    """
    if entry != applicant or actor.kind != "person":
        return replace(actor, kind="system")
    if applicant in (*actor.themself, *actor.represented):
        return replace(actor, extent=_FOR_A_FORM)
    scope = package.applicant.scope
    basis = mandates.basis_of(actor=actor, principal=applicant, scope=scope, service=package.key)
    return replace(actor, acting_for=applicant, basis=basis, extent=_FOR_A_FORM)


def applicant_facts(package: ServicePackage, applicant: Reference, actor: Actor) -> dict[str, object]:
    """The applicant as FEEL sees it: {kind, id, name}."""
    register, _, key = applicant.key.partition("/")
    return {
        "kind": _NAMED_BY.get(register, register),
        "id": key,
        "name": registers.name_of(
            register=register,
            key=key,
            purpose=purpose_of(package),
            reader=reader_of(package, actor, applicant, applicant),
        ),
    }


def form_scope(
    package: ServicePackage,
    applicant: Mapping[str, object],
    *,
    environment: Mapping[str, object],
    channel: str,
    facts: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """What the starting form's formulas see."""
    return {
        **environment,
        "applicant": dict(applicant),
        "case": {"channel": channel},
        "facts": dict(facts or {}),
        "documents": {},
    }


@dataclass
class FactsReader:
    """Reads the facts of a package for one applicant; each entry once, however often it is asked for.

    Facts are asked for before the answers are checked and again after, for their keys may depend on answers.

    :param case: whose filing it is, where there is one already.
    """

    package: ServicePackage
    actor: Actor
    applicant: Reference
    case: Reference | None = None
    _read: dict[tuple[str, str], Mapping[str, object] | None] = field(default_factory=dict)

    def facts(self, scope: Mapping[str, object]) -> dict[str, object]:
        """Every fact; None where its key is not known yet, or the register has no such entry."""
        found: dict[str, object] = {}
        for name, fact in self.package.facts.items():
            key = fact.key.value({**scope, "facts": found})
            found[name] = self._entry(name, fact, key) if isinstance(key, str) and key else None
        return found

    def _entry(self, name: str, fact: Fact, key: str) -> Mapping[str, object] | None:
        if (name, key) not in self._read:
            self._read[name, key] = self._ask(fact, key)
        return self._read[name, key]

    def _ask(self, fact: Fact, key: str) -> Mapping[str, object] | None:
        if fact.register in EARLIER:
            return earlier_facts(fact, key, applicant=self.applicant, language=self.actor.language)
        reader = reader_of(
            self.package, self.actor, self.applicant, Reference.of("register", fact.register, key)
        )
        try:
            read = registers.read(
                register=fact.register, key=key, attributes=fact.attributes,
                purpose=purpose_of(self.package, self.case), reader=reader,
            )  # fmt: skip
        except (NotFound, registers.EvidenceRefused):
            return None  # then the person is asked, and the office checks
        return dict(read.values)


def purpose_of(package: ServicePackage, case: Reference | None = None) -> registers.Purpose:
    """Why a register is read: the case, or before there is one the law that the service stands on."""
    law = package.legal_basis[0] if package.legal_basis else None
    basis = f"{law.law}, {law.article}".rstrip(", ") if law else package.key
    return registers.Purpose(case=case, legal_basis=basis)
