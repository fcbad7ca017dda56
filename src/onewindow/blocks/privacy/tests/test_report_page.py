"""For how long data is kept: what happens and why, in the language of the reader."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from onewindow.blocks.privacy.tests.conftest import signed_in
from onewindow.foundation.holdings import api as holdings

pytestmark = pytest.mark.usefixtures("country")
ADDRESS = "/data-protection/civil-registry/rules/"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_reason_is_told_in_the_language_of_the_reader(language: str) -> None:
    shown = {each.retention.why for each in holdings.rules() if each.rows is not None}
    with translation.override(language):
        assert [why for why in shown if gettext(why) == why] == []
    page = signed_in("civil-dpo").get(ADDRESS, headers={"accept-language": language}).content.decode()
    told = signed_in("civil-dpo").get(
        "/api/v1/agencies/civil-registry/data-rules", headers={"accept-language": language}
    )
    for why in ("who looked may be asked for ten years", "it says nothing without it"):
        with translation.override(language):
            word = gettext(why)
        assert word in page.replace("&#39;", "'") and why not in page
        assert word in {each["why"] for each in told.json()}
