"""The environment of all pages."""

from django.template import engines
from django.utils import translation


def rendered(text: str, **values: object) -> str:
    return engines["jinja2"].from_string(text).render(values)


def test_values_are_escaped() -> None:
    assert rendered("{{ value }}", value="<b>") == "&lt;b&gt;"


def test_texts_are_translated_when_they_are_shown() -> None:
    for language, text in (("fr", "Mois"), ("ar", "الشهر"), ("en", "Month")):
        with translation.override(language):
            assert rendered('{{ _("Month") }}') == text


def test_a_value_inside_a_text_is_escaped_too() -> None:
    assert rendered('{{ _("Page %(number)s", number=value) }}', value="<b>") == "Page &lt;b&gt;"


def test_macros_of_govuk_frontend_are_at_hand() -> None:
    text = rendered(
        '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
        '{{ govukButton({"text": "<Go>"}) }}'
    )
    assert "govuk-button" in text
    assert "&lt;Go&gt;" in text
