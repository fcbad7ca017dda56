"""“Who looked at my data”: what the register says, in words."""

import re

import pytest

from onewindow.blocks.privacy.tests.conftest import actor, person, signed_in
from onewindow.blocks.registers import api as registers

pytestmark = pytest.mark.usefixtures("country")


def _said(language: str) -> dict[str, str]:
    """Label to value, as the page shows them."""
    page = signed_in("citizen").get("/me/data/", headers={"accept-language": language}).content.decode()
    rows = re.findall(r"<dt[^>]*>([^<]*)</dt>\s*<dd[^>]*><bdi>([^<]*)</bdi>", page)
    return dict(rows)


@pytest.mark.parametrize(
    ("language", "label", "word"),
    [("en", "Sex", "Female"), ("fr", "Sexe", "Féminin"), ("ar", "الجنس", "أنثى")],
)
def test_what_the_register_says_is_told_in_words(language: str, label: str, word: str) -> None:
    assert _said(language)[label] == word


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_code_of_the_register_is_shown_bare(language: str) -> None:
    me = person("citizen")
    register, _, key = me.key.partition("/")
    names = {each.slug: each.name.in_language(language) for each in registers.register(slug=register).fields}
    said = _said(language)
    for attribute in ("sex", "marital_status"):
        value = registers.said_of_me(register=register, key=key, attribute=attribute, reader=actor("citizen"))
        shown = said[names[attribute]]
        words = registers.in_words(register=register, values={attribute: value}, language=language)
        assert shown == words[attribute] != value
