"""The service of docs/write-a-service.md is a service: its files load, and its scenarios end as they say."""

import re
from pathlib import Path

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.studio import api

DOCUMENT = Path(__file__).parents[5] / "docs" / "write-a-service.md"
BLOCK = re.compile(r"```(?:yaml|xml)\n(?:# file: |<!-- file: )(\S+)(?: -->)?\n(.*?)```", re.DOTALL)


def test_the_first_service_of_the_document_works() -> None:
    files = {name: text.encode() for name, text in BLOCK.findall(DOCUMENT.read_text())}
    assert len(files) >= 6
    package = catalogue.load_files(agency="town", service="dog-licence", files=files)
    assert catalogue.check_package(package=package) == ()
    report = api.play_scenarios(package=package)
    assert [one for one in report.results if not one.passed] == []
