"""The service of docs/write-a-service.md is a service: its files load, and its scenario ends as it says."""

import re
from pathlib import Path

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.tests.rehearsal import rehearse

DOCUMENT = Path(__file__).parents[5] / "docs" / "write-a-service.md"
BLOCK = re.compile(r"```(?:yaml|xml)\n(?:# file: |<!-- file: )(\S+)(?: -->)?\n(.*?)```", re.DOTALL)


def test_the_first_service_of_the_document_works() -> None:
    files = {name: text.encode() for name, text in BLOCK.findall(DOCUMENT.read_text())}
    assert len(files) == 6
    package = api.load_files(agency="town", service="dog-licence", files=files)
    assert api.check_package(package=package) == ()
    (scenario,) = package.scenarios
    done = rehearse(package, scenario)
    assert (done.outcome, done.tasks, done.notices) == ("granted", ["check"], ["granted"])
