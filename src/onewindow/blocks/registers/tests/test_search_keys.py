import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.registers.search_keys import asked, fold, skeleton, sort_key, variants, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Émile BEN ŞALAH", "emile ben salah"),
        ("أَحْمَد إدريس آمال", "احمد ادريس امال"),
        ("مدرسة", "مدرسه"),
        ("٢٠٢٦", "2026"),
        ("Straße Łódź Œuvre", "strasse lodz oeuvre"),
        ("Қайрат Төлеуов", "kairat toleuov"),
    ],
)
def test_what_people_leave_out_is_left_out(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [("Amira", "أميرة"), ("Khelifi", "خليفي"), ("Youssef", "يوسف"), ("Chaker", "شاكر"), ("Ahmed", "أحمد")],
)
def test_a_name_sounds_alike_in_both_scripts(latin: str, arabic: str) -> None:
    assert skeleton(fold(latin)) == skeleton(fold(arabic)) != ""


def test_the_order_does_not_depend_on_a_server() -> None:
    assert sorted(["eva", "Émile", "Zoé", "adel"], key=sort_key) == ["adel", "Émile", "eva", "Zoé"]


@pytest.mark.parametrize("typed", ["0101.21", "0101 21", "010121", "0101-21"])
def test_a_code_with_dots_is_one_word(typed: str) -> None:
    assert asked(typed) == ["010121"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert [fold(word) for word in words(text)] == words(text)


@given(st.text())
def test_words_are_safe_in_a_query(text: str) -> None:
    assert all(not set(word) & set("'\\:&|!()<>* \t\n") for word in words(text) + asked(text))


@given(st.text(alphabet=string.ascii_letters + "أبتثجحخدذرزسشصضطظعغفقكلمنهويةىéèçñ", max_size=30))
def test_a_skeleton_has_no_vowels(text: str) -> None:
    assert not set(skeleton(fold(text))) & set("aeiouاوي")


@given(st.text(alphabet="abcdefgh", min_size=3, max_size=12), st.data())
def test_a_word_with_one_error_shares_a_variant(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcdefgh"))
    without = word[:place] + word[place + 1 :]
    more = word[:place] + letter + word[place:]
    other = word[:place] + letter + word[place + 1 :]
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for mistyped in (without, more, other, swapped):
        assert set(variants(mistyped)) & set(variants(word))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Нұрлан", "Nurlan"),
        ("Жанна", "Zhanna"),
        ("Юлия", "Yulia"),
        ("Али", "علي"),
        ("Хасан", "حسن"),
        ("Aicha", "عائشة"),
    ],
)
def test_three_scripts_sound_alike(one: str, other: str) -> None:
    assert skeleton(fold(one)) == skeleton(fold(other)) != ""
