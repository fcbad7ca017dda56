"""Versions in the database: idempotent import, old versions stay, search in three languages."""

from pathlib import Path

import pytest

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.tests.made import TEXTS, files
from onewindow.blocks.catalogue.tests.places import SERVICES

pytestmark = pytest.mark.django_db


def write(root: Path, **changed: str) -> Path:
    folder = root / "town" / "dog-licence"
    for name, content in files(**changed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_an_import_done_twice_does_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    (first,) = api.import_packages(root=tmp_path)
    (second,) = api.import_packages(root=tmp_path)
    assert (first.new, second.new) == (True, False)
    assert first.version == second.version
    assert len(api.versions(service="town/dog-licence")) == 1


def test_an_old_version_stays_as_it_was(tmp_path: Path) -> None:
    folder = write(tmp_path)
    old = api.import_package(path=folder).version
    write(tmp_path, texts__en_yaml=TEXTS.replace("Dog licence", "Licence for a dog"))
    new = api.import_package(path=folder).version
    assert api.package(service="town/dog-licence").version == new
    assert api.package(service="town/dog-licence").name.in_language("en") == "Licence for a dog"
    assert api.package(service="town/dog-licence", version=old).name.in_language("en") == "Dog licence"
    assert [view.version for view in api.versions(service="town/dog-licence")] == [new, old]
    assert [view.current for view in api.versions(service="town/dog-licence")] == [True, False]
    write(tmp_path)
    assert not api.import_package(path=folder).new  # back to a version that is known
    assert api.package(service="town/dog-licence").version == old


def test_a_package_with_faults_is_not_imported(tmp_path: Path) -> None:
    write(tmp_path, texts__en_yaml="service: {name: x}")
    with pytest.raises(api.PackageNotValid):
        api.import_packages(root=tmp_path)
    assert api.packages() == ()


def test_an_unknown_service_is_said_to_be_unknown() -> None:
    with pytest.raises(api.UnknownService):
        api.package(service="town/cat-licence")


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(api.PackageNotValid, match="no package"):
        api.import_packages(root=tmp_path)


TRADE = "trade-ministry/external-trade-certificate"
EXTRACT = "civil-registry/register-extract"
PERMIT = "municipality-harbour/small-works-permit"


def import_three() -> None:
    """Three services: what is found first must not depend on those that join."""
    for key in (TRADE, EXTRACT, PERMIT):
        api.import_package(path=SERVICES / key)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("import", TRADE),
        ("titre de commerce exterieur", TRADE),
        ("TITRE", TRADE),
        ("سند التجارة", TRADE),
        ("birth certificate", EXTRACT),
        ("etat civil", EXTRACT),
        ("مضمون ولاده", EXTRACT),
        ("fence", PERMIT),
        ("véranda", PERMIT),
        ("رخصة بناء", PERMIT),
        ("renov", PERMIT),
    ],
)
def test_words_find_the_service_in_any_language(words: str, first: str) -> None:
    import_three()
    found = api.search(words=words, language="fr")
    assert found
    assert found[0].key == first


def test_life_events_and_segments_narrow_the_list() -> None:
    import_three()
    assert [found.key for found in api.search(life_event="import-goods")] == [TRADE]
    assert [found.key for found in api.search(segment="citizen", language="en")] == [EXTRACT, PERMIT]
    assert api.search(words="unicorn") == ()
    assert "building-or-renovating" in api.life_events()
    names = [found.name.in_language("en") for found in api.packages(language="en")]
    assert names == sorted(names)


def test_a_start_undoes_neither_a_newer_version_nor_an_end(tmp_path: Path) -> None:
    folder = write(tmp_path)
    old = api.import_package(path=folder).version
    files_of_new = files(texts__en_yaml=TEXTS.replace("Dog licence", "Licence for a dog"))
    new = api.import_files(agency="town", service="dog-licence", files=files_of_new).version
    api.import_packages(root=tmp_path)
    assert api.package(service="town/dog-licence").version == new
    api.retire(service="town/dog-licence")
    api.import_packages(root=tmp_path)
    with pytest.raises(api.UnknownService):
        api.package(service="town/dog-licence")
    assert api.packages() == ()
    assert api.package(service="town/dog-licence", version=old).version == old
    assert api.retired(agency="town") == (("town/dog-licence", new),)
    assert not api.import_package(path=folder).new  # on purpose, it is offered again
    assert api.package(service="town/dog-licence").version == old
