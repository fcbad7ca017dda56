"""The public conformance kit, as far as it is here."""

from pathlib import Path

import pytest

from onewindow.standards.dmn import tck
from tests.corpora import corpus

FLOOR = 1120


def test_the_kit_passes() -> None:
    outcomes = list(tck.run_folder(corpus("dmn-tck")))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    assert not failed
    assert len(outcomes) >= FLOOR


MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<inputData id="i" name="n"/><decision id="d" name="D"><informationRequirement><requiredInput href="#i"/>
</informationRequirement><literalExpression><text>n + 1</text></literalExpression></decision></definitions>"""
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName>
<testCase id="001"><inputNode name="n"><value xsi:type="xsd:decimal">1</value></inputNode>
<resultNode name="D"><expected><value xsi:type="xsd:decimal">2</value></expected></resultNode></testCase>
<testCase id="002"><inputNode name="n"><value xsi:type="xsd:decimal">1</value></inputNode>
<resultNode name="D"><expected><value xsi:type="xsd:decimal">3</value></expected></resultNode></testCase>
</testCases>"""


def test_a_folder_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "m.dmn").write_text(MODEL)
    (tmp_path / "m-test-01.xml").write_text(CASES)
    assert tck.report(tmp_path, verbose=True) == (1, 1)
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("/002 D")
    assert [line.split() for line in said[1:]] == [
        ["expected", "3"],
        ["got", "2"],
        ["1", "passed,", "1", "failed"],
    ]
