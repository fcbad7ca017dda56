"""Texts of a package that try to be markup, a template or a script: shown as they are, whatever they say."""

from pathlib import Path

import pytest
from django.test import Client

from onewindow.blocks.catalogue import api as catalogue

SERVICE = "civil-registry/register-extract"
FOLDER = Path(__file__).resolve().parents[2] / "services" / SERVICE
EVIL = (
    "{{ 7*191 }} {% include 'x' %} <script>alert(1)</script> #read('/etc/passwd') "
    "${7*191} %(x)s {0.__class__} {= 7 * 191 }"
)


@pytest.mark.usefixtures("country")
def test_a_summary_is_text_on_the_page_and_over_the_api() -> None:
    files = {str(one.relative_to(FOLDER)): one.read_bytes() for one in FOLDER.rglob("*") if one.is_file()}
    lines = files["texts/en.yaml"].decode().splitlines()
    place = next(number for number, line in enumerate(lines) if line.strip().startswith("summary:"))
    lines[place] = lines[place].partition("summary:")[0] + f'summary: "{EVIL}"'
    files["texts/en.yaml"] = "\n".join(lines).encode()
    agency, _, service = SERVICE.partition("/")
    catalogue.import_files(agency=agency, service=service, files=files)
    for address in (f"/services/{SERVICE}/", "/", "/search/?q=extract"):
        answer = Client().get(address, headers={"accept-language": "en"})
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert "<script>alert" not in page
        assert "1337" not in page
    page = Client().get(f"/services/{SERVICE}/").content.decode()
    assert "{{ 7*191 }}" in page and "&lt;script&gt;" in page
