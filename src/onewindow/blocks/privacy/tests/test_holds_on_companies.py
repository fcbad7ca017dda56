"""A legal hold on a company keeps what is held about it, as one on a person does."""

from datetime import timedelta

import pytest

from onewindow.blocks.privacy.exports import who_is
from onewindow.blocks.privacy.tests.conftest import person
from onewindow.blocks.registers.models import AccessLine
from onewindow.foundation.holdings import api as holdings
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
COMPANY = "register/companies/1204567A"


def old_line(concerned: str) -> AccessLine:
    """A look of more than ten years ago."""
    register, _, key = concerned.removeprefix("register/").partition("/")
    return AccessLine.objects.create(
        at=clock.now() - timedelta(days=4000),
        concerned=concerned,
        register=register,
        key=key,
        attributes=["iban"],
        reader="account/x",
        reader_name="x",
        reader_kind="officer",
    )


def test_a_hold_on_a_company_keeps_its_rows_and_nobody_elses() -> None:
    held, free = old_line(COMPANY), old_line(person("citizen").text)
    hold = holdings.place_hold(subject=Reference(COMPANY), agency="civil-registry", reason="court", by="one")
    holdings.confirm_hold(hold=hold.hold, agency="civil-registry", by="two")
    [told] = holdings.dispose(models=["registers.AccessLine"])
    assert (told.rows, told.held_back) == (1, 1)
    assert [each.pk for each in AccessLine.objects.filter(pk__in=[held.pk, free.pk])] == [held.pk]


@pytest.mark.parametrize(
    "model",
    [
        "cases.Case",
        "cases.Draft",
        "mandates.GrantedMandate",
        "registers.AccessLine",
        "registers.Change",
        "registers.Fact",
    ],
)
def test_rules_look_for_a_company_where_they_look_for_a_person(model: str) -> None:
    [rule] = [each for each in holdings.rules() if each.model == model]
    assert rule.rows is not None
    assert COMPANY.rpartition("/")[2] in str(rule.rows(who_is(subject=COMPANY)))
