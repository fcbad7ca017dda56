"""Somebody who keeps the check of files busy keeps nobody from filing, and others are told to come back."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.blocks.documents import api, sealing
from onewindow.blocks.documents.limited.process import LimitedBusy, LimitedProcess

pytestmark = pytest.mark.django_db
XML = b"<order><number>7</number></order>"


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[LimitedProcess]:
    """The process for strangers, while somebody's file has its turn."""
    process = LimitedProcess(patience=0.05)
    monkeypatch.setattr(sealing, "strangers", process)
    with process._turn():
        yield process
    process.close()


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("order.xml", XML, content_type="application/xml")


def test_whoever_waits_too_long_is_told_to_come_back(busy: LimitedProcess) -> None:
    with pytest.raises(LimitedBusy):
        busy.work({"do": "nothing"})
    page = Client().post("/verify/", {"file": _file()})
    assert page.status_code == 503 and "Send your file again in a minute." in page.content.decode()
    answer = Client().post("/api/v1/verify", {"file": _file()})
    assert answer.status_code == 503 and answer.json()["code"] == "checking-busy"


def test_a_filing_is_checked_all_the_same(busy: LimitedProcess) -> None:
    assert api.check_signatures(data=XML).form == "xades"


def test_it_goes_on_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    process = LimitedProcess(patience=0.05)
    monkeypatch.setattr(sealing, "strangers", process)
    try:
        with process._turn(), pytest.raises(LimitedBusy):
            process.work({"do": "nothing"})
        assert api.verify_file(data=XML).answer == "unknown"
    finally:
        process.close()
