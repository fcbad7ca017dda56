"""Whom another keeper tells nothing of is asked in the form: nobody is shut out of a service by that."""

from collections.abc import Generator

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.tests.people import actor
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers import states
from onewindow.blocks.registers.models import Register
from onewindow.blocks.registers.types import Evidence, EvidenceRequest

pytestmark = pytest.mark.usefixtures("country")


class Refuses:
    """Another country's family register, which has no agreement with ours."""

    asked = 0

    def ask(self, *, request: EvidenceRequest) -> Evidence:
        self.asked += 1
        return Evidence(state="refused", reason="no agreement")


@pytest.fixture
def elsewhere(country: object) -> Generator[Refuses]:
    row = Register.objects.get(slug="families")
    row.declaration = {**row.declaration, "source": {"evidence": "abroad"}}
    row.digest = "kept-elsewhere"
    row.save()
    states.forget()
    source = Refuses()
    registers.use_evidence_source(name="abroad", source=source)
    yield source
    registers.use_evidence_source(name="abroad", source=None)
    states.forget()


def test_a_form_is_open_to_whom_the_source_refuses_to_speak_of(elsewhere: Refuses) -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    draft = api.begin_draft(
        service="civil-registry/birth-registration", actor=citizen, applicant=citizen.person, channel="page"
    )
    for times in (1, 2):
        facts = api.scope_of_draft(key=draft.key, actor=citizen).scope["facts"]
        assert facts["family"] is facts["spouse"] is None  # type: ignore[index]
        assert facts["me"]["family_name"]  # type: ignore[index]
        assert elsewhere.asked == times, "a refusal is not kept for a law"
