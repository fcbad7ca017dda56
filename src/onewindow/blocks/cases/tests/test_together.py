"""One decision on several tasks: each stands for itself, and the page says what became of each."""

import re

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import NotOfOneKind, TooManyAtOnce, WorkNotFound
from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.tests.people import actor, browser, file_trade, open_work
from onewindow.blocks.cases.tests.way import OPINION, to_the_bank

pytestmark = pytest.mark.usefixtures("monday", "country")


def opinions(count: int) -> list[int]:
    """The telecom regulator's tasks of so many new cases."""
    officer = actor("telecom-officer")
    numbers = [file_trade(actor("importer"), key=f"together-{place}").number for place in range(count)]
    return [open_work(number, officer, "technical-opinion").id for number in numbers]


def test_several_tasks_take_the_same_answers_once() -> None:
    works, officer = opinions(3), actor("telecom-officer")
    api.complete_work(work=works[1], actor=officer, answers=OPINION, key=None)
    for _ in range(2):  # asked again under its key, each says what it said before
        found = api.complete_works(works=works, actor=officer, answers=OPINION, key="all-of-them")
        assert [one.problem.code if one.problem else "done" for one in found] == [
            "done",
            "task-ended",
            "done",
        ]
    assert list(Work.objects.filter(pk__in=works).order_by("pk").values_list("state", flat=True)) == [
        "done", "done", "done",
    ]  # fmt: skip


def test_tasks_of_different_steps_or_too_many_are_refused() -> None:
    opinion, desk = opinions(1)[0], actor("telecom-officer")
    bank = open_work(to_the_bank(key="at-the-bank"), actor("atlas-desk"), "domiciliation").id
    assert [one.id for one in api.works_of_one_kind(works=[opinion, opinion], actor=desk)] == [opinion]
    with pytest.raises(NotOfOneKind):
        api.works_of_one_kind(works=[], actor=desk)
    with pytest.raises(WorkNotFound):
        api.works_of_one_kind(works=[opinion, bank], actor=desk)
    with pytest.raises(TooManyAtOnce):
        api.complete_works(works=list(range(51)), actor=desk, answers=OPINION, key="too-many")


def test_the_desk_decides_the_chosen_tasks_and_lists_the_results() -> None:
    works, client = opinions(2), browser("telecom-officer")
    sent = client.post("/desk/several/", {"work": works, "_button": "decide"})
    page = client.get(sent["Location"], headers={"Accept-Language": "en"}).content.decode()
    assert "2 tasks" in page
    key = re.search(r'name="_key" value="([^"]*)"', page)
    asked = re.findall(r'name="_asked" value="([^"]*)"', page)
    answers = {
        "_key": key[1] if key else "", "_button": "continue", "_asked": asked,
        "opinion": "agree", "lines/0/opinion": "agree",
    }  # fmt: skip
    shown = client.post(sent["Location"], answers, headers={"Accept-Language": "en"}).content.decode()
    assert "2 tasks are decided" in shown, shown[-3000:]
    assert set(Work.objects.filter(pk__in=works).values_list("state", flat=True)) == {"done"}
