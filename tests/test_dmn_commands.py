"""``onewindow dmn``: what it prints, and how it ends."""

from pathlib import Path

from click.testing import CliRunner

from onewindow.cli import onewindow
from onewindow.standards.dmn.tests.models import decision, input_data, literal, model, requires, table


def test_a_folder_without_cases_says_how_one_is_laid_out(tmp_path: Path) -> None:
    ran = CliRunner().invoke(onewindow, ["dmn", "tck", str(tmp_path)])
    assert ran.exit_code == 2
    assert "no test cases" in ran.output


def test_a_model_is_checked(tmp_path: Path) -> None:
    cells = [(["< 18"], ['"child"']), (["> 18"], ['"adult"'])]
    body = table(["age"], [("out", "")], cells)
    parts = (input_data("age", "number"), decision("D", body, requires("in_age")))
    (tmp_path / "m.dmn").write_bytes(model(*parts))
    ran = CliRunner().invoke(onewindow, ["dmn", "check", str(tmp_path / "m.dmn")])
    assert (ran.exit_code, ran.output.splitlines()[-1]) == (0, "1 findings")
    assert "warning: D: No rule says what happens when age: 18." in ran.output
    (tmp_path / "m.dmn").write_bytes(model(*parts, decision("E", literal("due(1) + agee"))))
    ran = CliRunner().invoke(onewindow, ["dmn", "check", str(tmp_path / "m.dmn"), "--lent", "due"])
    assert ran.exit_code == 1
    assert "“agee” is not known here" in ran.output
