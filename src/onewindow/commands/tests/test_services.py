"""``onewindow service …`` without a database: what it prints, and how it ends."""

import json
import re
from pathlib import Path

import pytest

from onewindow.commands import services


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("django.conf.settings.ONEWINDOW_SERVICES_DIR", tmp_path)
    assert services.new(target="municipality-harbour/street-stand") == services.FINE
    return tmp_path / "municipality-harbour" / "street-stand"


def test_a_new_service_passes_at_once(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert services.check(target="municipality-harbour/street-stand", as_json=False) == services.FINE
    assert services.test(target=str(begun), as_json=False) == services.FINE
    said = capsys.readouterr().out
    assert "0 faults, 0 warnings" in said
    assert "covered: 15 of 15 sequence flows, 3 of 3 rules" in said
    assert services.new(target="municipality-harbour/street-stand") == services.UNREADABLE


def test_what_is_not_covered_is_named(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (begun / "scenarios" / "lapsed.yaml").unlink()
    assert services.test(target=str(begun), as_json=True) == services.FOUND
    said = capsys.readouterr().out
    report = json.loads(said[said.index("{") :])
    assert [one["id"] for one in report["coverage"]["uncovered"]] == ["unpaid", "told-lapsed"]


def test_what_cannot_be_read_is_told_with_the_way_out(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (begun / "process.bpmn").unlink()
    assert services.check(target=str(begun), as_json=False) == services.UNREADABLE
    assert "process.bpmn" in capsys.readouterr().out
    assert services.check(target=str(begun.parent / "nothing"), as_json=True) == services.UNREADABLE
    assert services.new(target="../etc/passwd") == services.UNREADABLE


def test_two_folders_are_compared(begun: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "copy" / "municipality-harbour" / "street-stand"
    for path in begun.rglob("*.*"):
        (other / path.relative_to(begun)).parent.mkdir(parents=True, exist_ok=True)
        (other / path.relative_to(begun)).write_bytes(path.read_bytes())
    assert services.diff(old=str(begun), new=str(other), as_json=False) == services.FINE
    service = other / "service.yaml"
    service.write_text(service.read_text().replace("5 + 2 * request.days", "3 * request.days"))
    assert services.diff(old=str(begun), new=str(other), as_json=False) == services.FOUND
    said = capsys.readouterr().out
    assert "changed: fee permit" in said
    assert "running cases can be moved where they wait at: decide, pay-fee" in said


def test_a_text_that_no_language_has_is_told_once(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = begun / "forms" / "request.yaml"
    form.write_text(form.read_text().replace("field: days", "field: nights"))
    assert services.check(target=str(begun), as_json=False) == services.UNREADABLE
    (told,) = [line for line in capsys.readouterr().out.splitlines() if "fields/nights/label" in line]
    assert "texts/ar.yaml, texts/en.yaml, texts/fr.yaml" in told


def test_an_agency_and_an_officer_that_are_not_there_are_told(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert services.new(target="municipality-harbor/street-stand") == services.FINE
    assert "no agency “municipality-harbor”" in capsys.readouterr().err
    assert services.check(target="municipality-harbor/street-stand", as_json=False) == services.FINE
    assert "no agency “municipality-harbor”" in capsys.readouterr().out
    assert services.new(target="region-sahel/street-stand") == services.FINE
    assert services.check(target="region-sahel/street-stand", as_json=False) == services.FINE
    assert "“registrar” at region-sahel" in capsys.readouterr().out
    assert services.check(target=str(begun), as_json=False) == services.FINE
    assert "country/" not in capsys.readouterr().out


def test_a_rule_that_answers_a_question_of_the_form_is_covered(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, model = begun / "forms" / "request.yaml", begun / "decisions.dmn"
    form.write_text(form.read_text() + "      - {field: looks, type: text, decision: Who looks}\n")
    (decision,) = re.findall(r"  <decision .*?</decision>\n", model.read_text(), re.DOTALL)
    other = decision.replace("Who decides", "Who looks").replace(' id="', ' id="form-')
    model.write_text(model.read_text().replace(decision, decision + other))
    for text in (begun / "texts").iterdir():
        asked = text.read_text().replace("      days: {", "      looks: {label: Who looks}\n      days: {", 1)
        text.write_text(asked)
    assert services.test(target=str(begun), as_json=False) == services.FINE
    assert "covered: 15 of 15 sequence flows, 6 of 6 rules" in capsys.readouterr().out
