"""Drafts: who may write them, and that nobody's change is lost."""

import pytest

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.errors import UnknownService
from onewindow.blocks.catalogue.tests.made import files
from onewindow.blocks.studio import api
from onewindow.blocks.studio.errors import (
    DraftChanged,
    DraftIsClosed,
    DraftNotFound,
    FileNotWelcome,
    NotAnAuthor,
)
from onewindow.blocks.studio.tests.people import ADMINISTRATOR, AUTHOR, CLERK, HEAD, STRANGER

pytestmark = pytest.mark.django_db
SERVICE = "town/dog-licence"


def test_a_draft_begins_with_the_files_of_the_current_version() -> None:
    imported = catalogue.import_files(agency="town", service="dog-licence", files=files())
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, note="Fewer questions")
    assert draft.base == imported.version
    assert draft.files["service.yaml"] == files()["service.yaml"].decode()
    assert (draft.authors, draft.revision, draft.status) == (("author",), 1, "open")
    assert [one.draft for one in api.drafts(actor=HEAD)] == [draft.draft]


def test_saving_makes_a_new_revision_and_remembers_who_wrote() -> None:
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files())
    saved = api.save_draft_file(
        draft=draft.draft, actor=ADMINISTRATOR, path="README.md", text="Hello\r\n", revision=draft.revision
    )
    assert saved.files["README.md"] == "Hello\n"
    assert (saved.revision, saved.authors) == (2, ("author", "administrator"))
    again = api.save_draft_file(draft=draft.draft, actor=AUTHOR, path="README.md", text="Hello\n")
    assert again.revision == 2  # nothing changed
    assert "README.md" not in api.remove_draft_file(draft=draft.draft, actor=AUTHOR, path="README.md").files


def test_who_saw_an_older_revision_does_not_overwrite() -> None:
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files())
    api.save_draft_file(draft=draft.draft, actor=AUTHOR, path="README.md", text="One", revision=1)
    with pytest.raises(DraftChanged):
        api.save_draft_file(draft=draft.draft, actor=AUTHOR, path="README.md", text="Two", revision=1)
    assert api.draft(draft=draft.draft, actor=AUTHOR).files["README.md"] == "One"


@pytest.mark.parametrize("path", ["../service.yaml", "/etc/x", "forms/A.yaml", "x.py", "forms/../x.yaml"])
def test_a_file_without_a_place_is_refused(path: str) -> None:
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files())
    with pytest.raises(FileNotWelcome):
        api.save_draft_file(draft=draft.draft, actor=AUTHOR, path=path, text="x")


def test_only_authors_of_the_agency_write() -> None:
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files())
    with pytest.raises(NotAnAuthor):
        api.begin_draft(service=SERVICE, actor=STRANGER, files=files())
    with pytest.raises(NotAnAuthor):
        api.save_draft_file(draft=draft.draft, actor=HEAD, path="README.md", text="x")
    for nobody in (STRANGER, CLERK):
        with pytest.raises(DraftNotFound):
            api.draft(draft=draft.draft, actor=nobody)
        assert api.drafts(actor=nobody) == ()


def test_a_discarded_draft_stays_as_it_was() -> None:
    draft = api.begin_draft(service=SERVICE, actor=AUTHOR, files=files())
    api.discard_draft(draft=draft.draft, actor=AUTHOR)
    with pytest.raises(DraftIsClosed):
        api.save_draft_file(draft=draft.draft, actor=AUTHOR, path="README.md", text="x")
    assert api.drafts(actor=AUTHOR) == ()
    assert len(api.drafts(actor=AUTHOR, open_only=False)) == 1


def test_a_draft_of_no_service_needs_files() -> None:
    with pytest.raises(UnknownService):
        api.begin_draft(service="town/cat-licence", actor=AUTHOR)
