"""Publishing and retiring: only what is ready, and never by one person alone."""

import pytest

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.errors import UnknownService
from onewindow.blocks.studio import api
from onewindow.blocks.studio.errors import (
    DraftChanged,
    DraftIsClosed,
    MayNotPublish,
    NothingToDecide,
    NotReadyToPublish,
    ReasonNeeded,
    SecondPersonNeeded,
)
from onewindow.blocks.studio.tests.people import ADMINISTRATOR, AUTHOR, HEAD, STRANGER
from onewindow.blocks.studio.types import DraftView, Published
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db
SERVICE = "town/street-stand"
FILES = api.skeleton(agency="town", service="street-stand")


def begun() -> DraftView:
    return api.begin_draft(service=SERVICE, actor=AUTHOR, note="A new service", files=FILES)


def test_a_second_person_publishes_what_is_ready() -> None:
    draft = begun()
    published = api.publish_draft(draft=draft, actor=HEAD, reason="The council decided it.")
    assert published.new
    assert catalogue.package(service=SERVICE).version == published.version
    kinds = [
        entry.kind for entry in record.entries_of(subject=Reference.of("service", "town", "street-stand"))
    ]
    assert kinds == ["studio.draft", "catalogue.version", "studio.published"]
    with pytest.raises(DraftIsClosed):
        api.publish_draft(draft=draft, actor=HEAD, reason="Again")


def test_nobody_publishes_what_they_wrote() -> None:
    draft = begun()
    draft = api.save_draft_file(draft=draft.draft, actor=ADMINISTRATOR, path="README.md", text="Mine too")
    with pytest.raises(SecondPersonNeeded):
        api.publish_draft(draft=draft, actor=ADMINISTRATOR, reason="I know it is good")
    for nobody in (AUTHOR, STRANGER):
        with pytest.raises(MayNotPublish):
            api.publish_draft(draft=draft, actor=nobody, reason="Please")
    with pytest.raises(ReasonNeeded):
        api.publish_draft(draft=draft, actor=HEAD, reason=" ")
    with pytest.raises(UnknownService):
        catalogue.package(service=SERVICE)


def test_what_is_not_ready_is_refused_with_everything_that_stands_against_it() -> None:
    refused = FILES["scenarios/refused.yaml"].replace(b"outcome: refused", b"outcome: granted")
    gone = ("scenarios/lapsed.yaml", "texts/ar.yaml")
    files = {name: content for name, content in FILES.items() if name not in gone}
    files["scenarios/refused.yaml"] = refused
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files)
    with pytest.raises(NotReadyToPublish) as problem:
        api.publish_draft(draft=draft, actor=HEAD, reason="Now")
    said = problem.value.text()
    assert "“ar” are missing" in said
    assert "“refused” does not end as it says" in said
    assert "not-paid → tell-lapsed" in said
    assert api.draft(draft=draft.draft, actor=HEAD).status == "open"


def test_a_written_reason_stands_for_a_flow_that_no_scenario_passes() -> None:
    files = {name: content for name, content in FILES.items() if name != "scenarios/lapsed.yaml"}
    files["scenarios/uncovered.yaml"] = b"unpaid: Time passes.\ntold-lapsed: As unpaid.\n"
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files)
    assert api.publish_draft(draft=draft, actor=HEAD, reason="Now").new


def test_a_draft_that_changed_meanwhile_is_not_published() -> None:
    draft = begun()
    api.save_draft_file(draft=draft.draft, actor=AUTHOR, path="README.md", text="Changed")
    with pytest.raises(DraftChanged):
        api.publish_draft(draft=draft, actor=HEAD, reason="Now")


def test_the_same_files_given_by_two_people_are_published() -> None:
    first = api.publish_files(service=SERVICE, files=FILES, actor=AUTHOR)
    assert isinstance(first, DraftView)
    again = api.publish_files(service=SERVICE, files=FILES, actor=AUTHOR)
    assert isinstance(again, DraftView)
    assert again.draft == first.draft
    second = api.publish_files(service=SERVICE, files=FILES, actor=HEAD)
    assert isinstance(second, Published)
    assert catalogue.package(service=SERVICE).version == second.version


def test_a_second_person_retires() -> None:
    api.publish_draft(draft=begun(), actor=HEAD, reason="Now")
    api.propose_retirement(service=SERVICE, actor=HEAD, reason="The square is gone.")
    with pytest.raises(SecondPersonNeeded):
        api.confirm_retirement(service=SERVICE, actor=HEAD)
    version = catalogue.package(service=SERVICE).version
    api.confirm_retirement(service=SERVICE, actor=ADMINISTRATOR)
    with pytest.raises(UnknownService):
        catalogue.package(service=SERVICE)
    assert catalogue.package(service=SERVICE, version=version).key == SERVICE  # running cases go on
    assert catalogue.retired(agency="town") == ((SERVICE, version),)
    with pytest.raises(NothingToDecide):
        api.confirm_retirement(service=SERVICE, actor=ADMINISTRATOR)


def test_a_proposal_is_taken_back() -> None:
    api.publish_draft(draft=begun(), actor=HEAD, reason="Now")
    api.propose_retirement(service=SERVICE, actor=HEAD, reason="Too much work.")
    api.take_back_retirement(service=SERVICE, actor=HEAD)
    assert api.retirement(service=SERVICE, actor=HEAD) is None
    assert catalogue.package(service=SERVICE).key == SERVICE
