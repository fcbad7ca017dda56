"""Signatures under filings stay provable: the daily look takes them up and has them stamped anew in time."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from onewindow.blocks.cases import api
from onewindow.blocks.cases.adapters.kept_filings import KeptFilings
from onewindow.blocks.cases.models import FilingSignature
from onewindow.blocks.cases.tests.people import EXTRACT, actor, browser
from onewindow.blocks.documents import api as documents
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import tasks
from onewindow.blocks.trust.models import Preserved
from onewindow.cli import onewindow
from onewindow.commands import trusting
from onewindow.kernel.clock import clock

PIN = "482915"
NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
YEAR = timedelta(days=365)


@pytest.fixture
def citizen(country):
    """Somebody with a signing key; only filings are kept in these tests."""
    with clock.at(NOW):
        trust.establish()
        who = actor("citizen")
        trust.open_signing_key(actor=who, pin=PIN)
        yield who


def filed(who, form: str = "pades", purpose: str = "employment") -> tuple[str, int]:
    """Number of a case that was filed signed, and of its signature."""
    begun = api.begin_draft(service=EXTRACT, actor=who, applicant=who.person, channel="page")
    api.keep_draft(key=begun.key, actor=who, answers={"content": "full", "purpose": purpose})
    number = api.sign_and_file_draft(key=begun.key, actor=who, language="en", pin=PIN, form=form).number
    (one,) = api.filing_signatures(number=number, actor=who)
    return number, one.id


def daily() -> int:
    """What the worker does."""
    tasks.look_through_kept()
    return tasks.preserve_due()


def due() -> list[tuple[str, str]]:
    return [(one.item, one.problem) for one in trust.due_for_renewal() if one.source == "filings"]


@pytest.mark.parametrize("form", ["pades", "jades", "xades", "asic-e"])
def test_a_filing_holds_after_its_signers_certificate_ended(citizen, form):
    number, signature = filed(citizen, form)
    _, as_filed = api.signature_file(number=number, signature=signature, actor=citizen)
    daily()
    assert due() == []
    with clock.at(NOW + 2 * YEAR - timedelta(days=100)):
        assert due() == [(str(signature), "")]
        assert daily() == 1
        assert daily() == 0, "done once"
        assert due() == []
    for years in (3, 4.6, 6):
        with clock.at(NOW + years * YEAR):
            tasks.look_after_once()  # the timestamp authority's own certificates
            daily()
    with clock.at(NOW + 7 * YEAR):
        tasks.look_after_once()
        _, renewed = api.signature_file(number=number, signature=signature, actor=citizen)
        shown = browser("citizen").get(f"/cases/{number}/signatures/{signature}/")
        assert shown.content == renewed != as_filed
        check = documents.check_signatures(data=renewed)
        assert check.holds and check.signatures[0].level == "LTA"
        assert not documents.check_signatures(data=as_filed).holds, "as it was filed it holds no more"


def test_a_broken_one_is_told_and_stops_no_other(citizen, monkeypatch):
    monkeypatch.setattr(trusting, "house", nullcontext)  # the test's own database
    _, broken = filed(citizen)
    number, good = filed(citizen, purpose="travel")
    FilingSignature.objects.filter(pk=broken).update(data=b"%PDF-1.7 and no more")
    daily()
    ((item, problem),) = due()
    assert item == str(broken) and problem
    with clock.at(NOW + 2 * YEAR - timedelta(days=100)):
        assert daily() == 2
        assert daily() == 0, "what failed is tried the next day"
        assert [one for one, _ in due()] == [str(broken)]
        said = CliRunner().invoke(onewindow, ["trust", "due"])
        told = said.output
        assert said.exit_code == 0
        assert f"filings/{broken}\tpades\t{problem}" in told and f"filings/{good}" not in told
        assert documents.check_signatures(
            data=api.signature_file(number=number, signature=good, actor=citizen)[1]
        ).holds


def test_what_is_kept_is_listed_page_by_page_and_forgotten_with_its_case(citizen):
    numbers = [filed(citizen, "jades", purpose)[1] for purpose in ("employment", "travel")]
    kept = KeptFilings()
    first = kept.listed(after="", limit=1)
    second = kept.listed(after=first[0].item, limit=1)
    assert [one.item for one in (*first, *second)] == [str(number) for number in numbers]
    assert (first[0].holder, first[0].form) == (citizen.person.text, "jades")
    assert kept.listed(after=second[0].item, limit=1) == []
    daily()
    FilingSignature.objects.filter(pk=numbers[0]).delete()
    assert kept.read(item=str(numbers[0])) is None
    with clock.at(NOW + timedelta(days=1)):
        daily()
    items = Preserved.objects.filter(source="filings").values_list("item", flat=True)
    assert list(items) == [str(numbers[1])]
