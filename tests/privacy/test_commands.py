"""``onewindow erase``, ``export-of``, ``dispose`` and ``looked-without-cause``, as at the console."""

import io
import json
import stat
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy.models import Export
from onewindow.blocks.registers import api as registers
from onewindow.cli import onewindow
from onewindow.commands import privacy as commands
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
WHO = ("--as", "civil-dpo", "--confirmed-by", "civil-head", "--reason", "The court of Port-Neuf, 12/2026")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the test's own database, instead of one that the command starts."""
    monkeypatch.setattr(commands, "house", nullcontext)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(onewindow, [str(one) for one in arguments])


@pytest.fixture
def citizen() -> Reference:
    found = identity.account(account="citizen").person
    assert found is not None
    return found


def look(times: int, at: Reference) -> None:
    reader = identity.actor_of_account(account="civil-registrar", assurance="substantial")
    for _ in range(times):
        registers.read(
            register="people", key=at.key.partition("/")[2], attributes=["address"],
            purpose=registers.Purpose(legal_basis="Law 94-41, article 3"), reader=reader,
        )  # fmt: skip


def test_an_export_holds_everything_and_only_its_owner_reads_the_file(
    citizen: Reference, tmp_path: Path
) -> None:
    look(1, citizen)
    file = tmp_path / "everything.zip"
    file.write_bytes(b"older, and open to all")
    file.chmod(0o644)
    done = run("export-of", citizen, file)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert archive.testzip() is None
        said = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
    assert "civil-registrar" in said and json.dumps(citizen.key.partition("/")[2])[1:-1] in said


@pytest.mark.parametrize("person", ["register/people/1", "register/companies/1204567A", "nobody", "a b"])
def test_nobody_is_exported_or_erased_by_a_slip(person: str, tmp_path: Path) -> None:
    file = tmp_path / "everything.zip"
    for done in (run("export-of", person, file), run("erase", person, *WHO)):
        assert done.exit_code == 1 and "Traceback" not in done.output and done.output.startswith("Error: ")
    assert not file.exists()


def test_an_erasure_takes_two_people_and_a_reason(citizen: Reference) -> None:
    for wrong in (
        ("--as", "civil-dpo", "--confirmed-by", "civil-dpo", "--reason", "x"),
        ("--as", "civil-dpo", "--confirmed-by", "nobody-known", "--reason", "x"),
        ("--as", "civil-dpo", "--confirmed-by", "civil-head", "--reason", " "),
    ):
        done = run("erase", citizen, *wrong)
        assert done.exit_code == 1 and "Traceback" not in done.output, done.output
    assert run("erase", citizen).exit_code == 2
    assert identity.account_for(person=citizen) is not None


def test_an_erasure_says_what_went_and_the_record_still_verifies(citizen: Reference) -> None:
    look(1, citizen)
    done = run("erase", citizen, *WHO)
    assert done.exit_code == 0, done.output
    counted = dict(line.rsplit(": ", 1) for line in done.output.strip().splitlines())
    assert int(counted["record"]) > 0
    told = record.entries_of(subject=citizen)
    assert not told or all(each.payload is None for each in told if each.kind != "record.erased")
    assert run("keys", "erase-again").exit_code == 0


def test_a_hold_stops_an_erasure_with_a_word(citizen: Reference) -> None:
    holdings.place_hold(subject=citizen, agency="civil-registry", reason="A court asked.", by="civil-dpo")
    done = run("erase", citizen, *WHO)
    assert done.exit_code == 1 and done.output.startswith("Error: ")


def test_disposal_says_what_is_due_and_does_it() -> None:
    old = clock.now() - timedelta(days=20)
    Export.objects.create(
        code="E-OLD", account="citizen", language="en", asked_at=old, ready_at=old, expires_at=old,
        archive=b"zip", size=3,
    )  # fmt: skip
    dry = run("dispose", "--dry-run")
    assert "privacy.Export: 1 due (delete)" in dry.output and Export.objects.count() == 1
    done = run("dispose")
    assert done.exit_code == 0 and "privacy.Export: 1 done (delete)" in done.output
    assert not Export.objects.exists()
    assert "privacy.Export" not in run("dispose").output


def test_the_report_names_who_looked_and_not_at_whom(citizen: Reference) -> None:
    officer = identity.account(account="civil-registrar").person
    assert officer is not None
    house = identity.system_actor(name="a test")
    for person, number in ((officer, 7), (citizen, 9)):  # two doors from each other
        registers.write(
            register="people", key=person.key.partition("/")[2],
            changes={"address": f"{number} Rue des Essais, Port-Neuf"}, valid=Period(None, None),
            source="a test", writer=house,
        )  # fmt: skip
    look(3, citizen)
    done = run("looked-without-cause", "--days", "31", "--agency", "civil-registry")
    assert done.exit_code == 0
    assert done.output.strip().splitlines()[-1].endswith("pairs of reader and person stand out.")
    assert "civil-registrar" in done.output and "neighbour" in done.output
    name = identity.account(account="citizen").name
    assert name not in done.output
    assert run("looked-without-cause", "--agency", "tax-authority").output.startswith("0 pairs")
