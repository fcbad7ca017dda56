"""Every model has a rule; an export holds what each of them says; terms, holds and erasure are obeyed."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from onewindow.blocks.documents.models import Document
from onewindow.blocks.identity.models import Account
from onewindow.blocks.privacy import api as privacy
from onewindow.foundation.holdings import api, registry
from onewindow.foundation.holdings.types import Holding, NamedBy, Somebody, kept
from onewindow.foundation.record import api as record
from onewindow.foundation.record import tasks as record_tasks
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from tests.privacy.filling import Filler

pytestmark = pytest.mark.django_db
PERSON = "register/people/19990101"
WHO = Somebody(person=PERSON, account="canary", email="canary-4711@tamaris.example")
NOT_BY_A_ROW_OF_THEIR_OWN = {
    # Their rows are held to the record's and the ledger's own guards; their own tests below and in the rooms.
    "record.EntryRow",
    "payments.Posting",
    "payments.LedgerEntry",
    "registers.Fact",
}


@pytest.fixture
def filler() -> Filler:
    account = Account.objects.create(
        slug=WHO.account,
        email=WHO.email,
        name="Canary",
        person=PERSON,
        joined_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
    _let_rows_be_odd()
    return Filler(WHO, account)


def _let_rows_be_odd() -> None:
    """Rows made from models alone fulfil neither the checks nor the triggers of their tables; all of it is
    rolled back with the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in apps.get_models(include_auto_created=True):
            table = f'ALTER TABLE IF EXISTS "{model._meta.db_table}"'
            for constraint in model._meta.constraints:
                if isinstance(constraint, models.CheckConstraint):
                    cursor.execute(f'{table} DROP CONSTRAINT IF EXISTS "{constraint.name}"')
            cursor.execute(f"{table} DISABLE TRIGGER USER")


def test_every_model_has_a_rule_that_fits_it() -> None:
    assert [str(problem) for problem in api.problems()] == []


def test_a_model_that_nobody_listed_fails() -> None:
    with apps_with_one_more_model() as label:
        assert any(label in str(problem) for problem in api.problems())


class apps_with_one_more_model:
    """A model that is there for a moment."""

    def __enter__(self) -> str:
        class Secretly(models.Model):
            class Meta:
                app_label = "holdings"

        self.model = Secretly
        return Secretly._meta.label

    def __exit__(self, *_: object) -> None:
        del apps.all_models["holdings"]["secretly"]
        apps.clear_cache()


def test_a_rule_that_does_not_fit_is_told() -> None:
    registry.declare([Holding(model="identity.Role", retention=kept("x"))])
    try:
        assert any("identity.Role" in str(problem) for problem in api.problems())
    finally:
        from onewindow.blocks.identity import holdings

        registry.declare(holdings.HOLDINGS)
    assert api.problems() == []


def test_no_model_with_an_account_or_a_person_says_that_it_is_about_nobody() -> None:
    silent = [holding for holding in api.rules() if holding.rows is None]
    for holding in silent:
        fields = {field.name: field for field in registry.model_of(holding)._meta.concrete_fields}
        to_accounts = [name for name, field in fields.items() if field.related_model is Account]
        assert not to_accounts or holding.model == "allauth_idp_oidc.Client", (holding.model, to_accounts)
        assert not {"person", "concerned", "applicant", "holder", "email"} & set(fields), holding.model


def _by_a_row() -> list[Holding]:
    return [
        holding
        for holding in api.rules()
        if isinstance(holding.rows, NamedBy) and holding.model not in NOT_BY_A_ROW_OF_THEIR_OWN
    ]


def test_an_export_holds_a_row_of_every_model_that_names_a_person(filler: Filler) -> None:
    asked = _by_a_row()
    assert len(asked) > 30
    for holding in asked:
        with transaction.atomic():
            row = filler.row(holding)
            everything = api.everything_about(who=WHO)
            section = {each.model: each for each in everything.sections}.get(holding.model)
            assert section is not None, f"{holding.model} is not in the export"
            shown = {field.name for field in row._meta.concrete_fields} - set(holding.hidden)
            if holding.show is None:
                assert shown <= set(section.rows[-1]), holding.model
            assert not set(holding.hidden) & set(section.rows[-1]), holding.model
            transaction.set_rollback(True)


def test_the_archive_can_be_read_by_people_and_programs(filler: Filler) -> None:
    filler.row(next(each for each in api.rules() if each.model == "documents.SealedFile"))
    Document.objects.update(number="<b>canary</b>")
    packed = zipfile.ZipFile(io.BytesIO(privacy.archive_of(who=WHO, language="ar")))
    data = json.loads(packed.read("data.json"))
    assert {each["model"] for each in data["sections"]} >= {"identity.Account", "documents.Document"}
    page = packed.read("index.html").decode()
    assert 'dir="rtl"' in page and "<b>canary" not in page and "&lt;b&gt;canary" in page
    assert "password" not in {name for section in data["sections"] for row in section["rows"] for name in row}


def _due() -> list[Holding]:
    return [each for each in _by_a_row() if each.retention.then in ("delete", "blank")]


def test_each_term_is_kept_and_a_hold_keeps_longer(filler: Filler) -> None:
    for holding in _due():
        with transaction.atomic():
            row = filler.row(holding)
            model = type(row)
            first, *_rest = holding.retention.after.split("__")
            _start_term(holding, row, first)
            rows = model._default_manager.filter(pk=row.pk)
            _dispose_at(holding, days=-2)
            assert rows.exists(), f"{holding.model} went before its term"
            hold = api.place_hold(subject=Reference(PERSON), agency="x", reason="an inquiry", by="one")
            _dispose_at(holding, days=2)
            assert rows.exists(), f"{holding.model} went in spite of the hold"
            api.lift_hold(hold=hold.hold, agency="x", reason="over", by="one")
            api.lift_hold(hold=hold.hold, agency="x", reason="over", by="two")
            before = len(record.entries_of(subject=Reference.of("holding", holding.model)))
            _dispose_at(holding, days=2)
            assert not rows.exists(), f"{holding.model} outlived its term"
            told = record.entries_of(subject=Reference.of("holding", holding.model))
            assert len(told) == before + 1 and told[-1].kind == "holding.disposed"
            transaction.set_rollback(True)


def _start_term(holding: Holding, row: models.Model, first: str) -> None:
    """The term begins now, whatever the row said."""
    target = row if "__" not in holding.retention.after else getattr(row, first)
    name = holding.retention.after.rpartition("__")[2]
    field = type(target)._meta.get_field(name)
    now = clock.now()
    values = {name: now if isinstance(field, models.DateTimeField) else now.date()}
    type(target)._default_manager.filter(pk=target.pk).update(**values)
    if holding.retention.where is not None:
        type(row)._default_manager.filter(pk=row.pk).update(status="decided")


def _dispose_at(holding: Holding, *, days: int) -> None:
    with clock.at(clock.now() + timedelta(days=holding.retention.days + days)):
        api.dispose(models=[holding.model])


def test_what_is_due_is_only_told_in_a_dry_run(filler: Filler) -> None:
    row = filler.row(next(each for each in _due() if each.model == "cases.Draft"))
    with clock.at(clock.now() + timedelta(days=4000)):
        told = {each.model: each.rows for each in api.dispose(dry_run=True)}
    assert told["cases.Draft"] == 1
    assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_a_hold_needs_two_people() -> None:
    hold = api.place_hold(subject=Reference(PERSON), agency="x", reason="an inquiry", by="one")
    with pytest.raises(api.SecondPersonNeeded):
        api.confirm_hold(hold=hold.hold, agency="x", by="one")
    assert api.confirm_hold(hold=hold.hold, agency="x", by="two").confirmed_by == "two"
    api.lift_hold(hold=hold.hold, agency="x", reason="over", by="one")
    with pytest.raises(api.SecondPersonNeeded):
        api.lift_hold(hold=hold.hold, agency="x", reason="over", by="one")
    with pytest.raises(api.HoldUnknown):
        api.lift_hold(hold=hold.hold, agency="another", reason="over", by="two")
    assert api.lift_hold(hold=hold.hold, agency="x", reason="", by="two").lifted_by == "two"
    assert api.holds_of(agency="x") == ()


def _entry_about_the_person() -> int:
    with transaction.atomic():
        made = record.append(kind="case.filed", subject=Reference(PERSON), payload={"said": "canary-4711"})
    while record_tasks.sequence_once():
        pass
    return made.id


def test_erasure_needs_two_people_and_no_hold() -> None:
    _entry_about_the_person()
    with pytest.raises(api.SecondPersonNeeded):
        api.erase(who=WHO, reason="asked for", by="one", confirmed_by="one")
    hold = api.place_hold(subject=Reference(PERSON), agency="x", reason="an inquiry", by="one")
    with pytest.raises(api.UnderHold):
        api.erase(who=WHO, reason="asked for", by="one", confirmed_by="two")
    api.lift_hold(hold=hold.hold, agency="x", reason="over", by="one")
    api.lift_hold(hold=hold.hold, agency="x", reason="over", by="two")
    assert api.erase(who=WHO, reason="asked for", by="one", confirmed_by="two")["record"] >= 1


def test_after_erasure_nothing_says_it_and_every_proof_holds(filler: Filler) -> None:
    entry = _entry_about_the_person()
    draft = filler.row(next(each for each in _due() if each.model == "cases.Draft"))
    counted = api.erase(who=WHO, reason="asked for", by="one", confirmed_by="two")
    assert counted["record"] == 1 and counted["cases.Draft"] == 1
    assert not type(draft)._default_manager.filter(pk=draft.pk).exists()
    assert record.entry(entry_id=entry).payload is None
    while record_tasks.sequence_once():
        pass
    receipt = record.receipt_of(entry_id=entry)
    assert receipt is not None and receipt.disclosed == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_entryrow WHERE payload LIKE '%canary-4711%'")
        assert cursor.fetchone() == (0,)


def test_a_restored_backup_does_not_bring_back_what_was_erased() -> None:
    entry = _entry_about_the_person()
    with connection.cursor() as cursor:  # what a backup holds: this schema alone
        cursor.execute("SELECT sealed FROM record_entryrow WHERE id = %s", [entry])
        [sealed] = cursor.fetchone()
    api.erase(who=WHO, reason="asked for", by="one", confirmed_by="two")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_entryrow DISABLE TRIGGER record_guard_entry")
        cursor.execute("UPDATE record_entryrow SET sealed = %s WHERE id = %s", [sealed, entry])
        cursor.execute("ALTER TABLE record_entryrow ENABLE TRIGGER record_guard_entry")
    assert b"canary-4711" not in bytes(sealed), "the backup itself says nothing without the key"
    assert record.entry(entry_id=entry).payload is None, "the ciphertext came back, the key did not"
    assert api.erase_again() == 1
    assert record.entry(entry_id=entry).payload is None


def test_what_came_after_an_erasure_is_not_erased_with_it_again(filler: Filler) -> None:
    draft = next(each for each in _due() if each.model == "cases.Draft")
    old = _entry_about_the_person()
    filler.row(draft)
    api.erase(who=WHO, reason="asked for", by="one", confirmed_by="two")
    with clock.at(clock.now() + timedelta(days=90)):
        came_back, later = filler.row(draft), filler.row(draft)
        drafts = type(later)._default_manager
        drafts.filter(pk=later.pk).update(changed_at=clock.now())
        new = _entry_about_the_person()
        api.place_hold(subject=Reference(PERSON), agency="x", reason="an inquiry", by="one")
        with pytest.raises(api.UnderHold):
            api.erase(who=WHO, reason="asked for", by="one", confirmed_by="two")
        api.erase_again()
        told = {each.kind: each.payload for each in record.entries_of(subject=Reference(PERSON))}
    assert record.entry(entry_id=old).payload is None
    assert record.entry(entry_id=new).payload == {"said": "canary-4711"}
    assert told["hold.placed"] is not None
    assert not drafts.filter(pk=came_back.pk).exists(), "what the backup brought back goes again"
    assert drafts.filter(pk=later.pk).exists()


def test_what_may_be_erased_says_since_when_it_is_there() -> None:
    rule = next(each for each in api.rules() if each.model == "cases.Draft")
    for begun in ("", "account", "filed__filed_at", "nothing"):
        registry.declare([replace(rule, begun=begun)])
        try:
            assert any("erasable" in str(problem) for problem in api.problems()), begun
        finally:
            registry.declare([rule])
    assert api.problems() == []
