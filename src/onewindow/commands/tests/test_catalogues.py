"""Collecting and compiling the texts of rooms."""

import gettext
import os
from pathlib import Path

import pytest

from onewindow.commands import catalogues


@pytest.fixture
def package(tmp_path: Path) -> Path:
    room = tmp_path / "blocks" / "room"
    (room / "templates" / "room").mkdir(parents=True)
    (room / "tests").mkdir()
    (room / "__init__.py").write_text("")
    (room / "errors.py").write_text('message = N_("“{text}” is not known.")\nother = gettext("Send")\n')
    (room / "tests" / "test_it.py").write_text('_("only in a test")\n')
    (room / "templates" / "room" / "page.html").write_text(
        '{{ _("Hello %(name)s", name=name) }}{% do x.append(1) %}\n'
        '{{ ngettext("%(num)s case", "%(num)s cases", n) }}\n'
    )
    return tmp_path


def test_texts_are_collected_translated_and_compiled(package: Path) -> None:
    catalogues.collect_all(package)
    file = package / "blocks" / "room" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    text = file.read_text(encoding="utf-8")
    assert "only in a test" not in text
    file.write_text(
        text.replace('msgid "Send"\nmsgstr ""', 'msgid "Send"\nmsgstr "Envoyer"'), encoding="utf-8"
    )
    catalogues.collect_all(package)
    assert catalogues.compile_all(package) == 2
    assert catalogues.compile_all(package) == 0
    with file.with_suffix(".mo").open("rb") as compiled:
        french = gettext.GNUTranslations(compiled)
    assert french.gettext("Send") == "Envoyer"
    assert french.gettext("“{text}” is not known.") == "“{text}” is not known."


def test_a_text_that_is_gone_is_dropped_and_a_new_one_is_not_guessed(package: Path) -> None:
    catalogues.collect_all(package)
    file = package / "blocks" / "room" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    file.write_text(file.read_text().replace('msgid "Send"\nmsgstr ""', 'msgid "Send"\nmsgstr "أرسل"'))
    (package / "blocks" / "room" / "errors.py").write_text('gettext("Send it")\n')
    catalogues.collect_all(package)
    text = file.read_text(encoding="utf-8")
    assert 'msgid "Send it"\nmsgstr ""' in text
    assert "أرسل" not in text


def test_a_newer_source_is_compiled_again(package: Path) -> None:
    catalogues.collect_all(package)
    catalogues.compile_all(package)
    file = package / "blocks" / "room" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    os.utime(file, (2**31, 2**31))
    assert catalogues.compile_all(package) == 1
