"""A running case moves to another version of its package, or is told why it cannot."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import CannotMoveCase, CaseNotFound
from onewindow.blocks.cases.tests.people import MONDAY, actor, browser, open_work, program, upload
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.notifications import api as notifications
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed

PERMIT = "municipality-harbour/small-works-permit"
BOSS = "municipal-head"
ROOT = Path(__file__).resolve().parents[5] / "services"
pytestmark = pytest.mark.usefixtures("country")
Change = Callable[[str], str]


def version_with(change: Change, service: str = PERMIT, file: str = "process.bpmn") -> str:
    """Import a changed package; its version."""
    folder = ROOT / service
    files = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    files[file] = change(files[file].decode()).encode()
    agency, _, name = service.partition("/")
    return catalogue.import_files(agency=agency, service=name, files=files).version


@pytest.fixture
def number() -> Generator[str]:
    """A permit that two departments look at."""
    owner = actor("homeowner")
    assert owner.person is not None
    answers = {
        "parcel": "PN-0101", "relation": "owner", "kind": "pool", "area": "20", "description": "A pool",
        "uses_street": "no", "starts_on": "2027-05-01", "site_plan": upload(owner),
    }  # fmt: skip
    with clock.at(MONDAY):
        yield api.file_case(
            service=PERMIT, actor=owner, applicant=owner.person, answers=answers, channel="page",
            language="fr", key="permit-1",
        ).number  # fmt: skip


def renamed(text: str) -> str:
    return text.replace('name="Look at safety"', 'name="Look at the safety"')


def given_to_inspectors(text: str) -> str:
    return text.replace("role: planning-officer", "role: inspector")


def test_open_tasks_stay_and_the_case_goes_on_in_the_new_version(number: str) -> None:
    version = version_with(renamed)
    before = {work.id for work in api.case(number=number, actor=actor("homeowner")).works}
    moved = api.move_case(
        number=number, version=version, actor=actor(BOSS), reason="A new rule", key="move-1"
    )
    assert moved["version"] == version
    case = api.case(number=number, actor=actor("homeowner"))
    assert case.version == version
    assert {work.id for work in case.works} == before
    line = api.story(number=number, actor=actor(BOSS))[-1]
    assert (line.kind, line.detail["to"]) == ("moved", version)
    who = actor("planning-officer")
    work = open_work(number, who, "planning-review")
    api.complete_work(work=work.id, actor=who, answers={"opinion": "agree", "visit": "no"}, key=None)
    again = api.move_case(
        number=number, version=version, actor=actor(BOSS), reason="A new rule", key="move-1"
    )
    assert again == moved


def test_the_applicant_reads_why(number: str) -> None:
    version = version_with(renamed)
    api.move_case(number=number, version=version, actor=actor(BOSS), reason="Une règle nouvelle", key=None)
    letters = notifications.letters(actor=actor("homeowner")).letters
    assert any("Une règle nouvelle" in str(one) for one in letters)


def test_a_step_that_somebody_else_does_now_stands_in_the_way(number: str) -> None:
    version = version_with(given_to_inspectors, file="service.yaml")
    found = api.movable_case(number=number, actor=actor(BOSS))
    target = next(one for one in found.targets if one.version == version)
    assert [one.element for one in target.blockers] == ["planning-review"]
    with pytest.raises(CannotMoveCase):
        api.move_case(number=number, version=version, actor=actor(BOSS), reason="", key=None)
    assert api.case(number=number, actor=actor("homeowner")).version == found.version


def test_who_does_not_administer_the_agency_moves_nothing(number: str) -> None:
    version = version_with(renamed)
    with pytest.raises(NotAllowed):
        api.move_case(number=number, version=version, actor=actor("homeowner"), reason="", key=None)
    with pytest.raises(CaseNotFound):
        api.movable_case(number=number, actor=actor("trade-administrator"))


def test_over_the_api_and_at_the_desk(number: str) -> None:
    version = version_with(renamed)
    client = program(BOSS)
    targets = client.get(f"/api/v1/cases/{number}/moves").json()["targets"]
    assert any(one["version"] == version and one["possible"] for one in targets)
    page = browser(BOSS)
    assert f"/agency/cases/{number}/move/" in page.get(f"/cases/{number}/").content.decode()
    assert "/move/" not in browser("homeowner").get(f"/cases/{number}/").content.decode()
    shown = page.get(f"/agency/cases/{number}/move/")
    assert shown.status_code == 200
    assert version[:12] in shown.content.decode()
    done = page.post(f"/agency/cases/{number}/move/", {"version": version, "reason": "It is law"})
    assert done.status_code == 302
    assert api.case(number=number, actor=actor("homeowner")).version == version
    unknown = client.post(
        f"/api/v1/cases/{number}/moves", {"version": "nothing"}, "application/json",
        headers={"Idempotency-Key": "move-key-9"},
    )  # fmt: skip
    assert unknown.status_code == 404
