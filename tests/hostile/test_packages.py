"""Packages that mean harm: each is refused in little time, with the file, the rule and the way out."""

import io
import os
import stat
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.loading.faults import PackageNotValid
from onewindow.blocks.catalogue.models import PackageVersion, Service
from onewindow.blocks.catalogue.tests.made import BPMN, FILES, SERVICE, TEXTS
from onewindow.blocks.studio import api as studio
from onewindow.blocks.studio.errors import ArchiveNotReadable
from onewindow.kernel.errors import Problems

SECONDS = 1.5
"""Processor time for a refusal, on a busy machine; most take a few milliseconds."""


def package(**changed: str | bytes) -> dict[str, bytes]:
    """The dog licence with other files in it; ``__`` stands for a slash, ``_yaml`` for the ending."""
    found: dict[str, bytes] = {name: text.encode() for name, text in FILES.items()}
    for name, content in changed.items():
        path = (
            name.replace("__", "/")
            .replace("_yaml", ".yaml")
            .replace("_bpmn", ".bpmn")
            .replace("_dmn", ".dmn")
        )
        found[path] = content.encode() if isinstance(content, str) else content
    return found


def with_name(name: str) -> dict[str, bytes]:
    return {**package(), name: b"x: y"}


def doctype(inside: str, use: str = "&a;") -> str:
    head, rest = BPMN.split("?>\n", 1)
    return f"{head}?>\n<!DOCTYPE definitions [{inside}]>\n{rest.replace('Check', use)}"


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
CIRCLE = BPMN.replace(
    '<sequenceFlow id="f3"',
    '<exclusiveGateway id="m"/><exclusiveGateway id="again" default="g2"/>'
    '<sequenceFlow id="g0" sourceRef="m" targetRef="again"/>'
    '<sequenceFlow id="g1" sourceRef="again" targetRef="m"><conditionExpression>true</conditionExpression>'
    '</sequenceFlow><sequenceFlow id="g2" sourceRef="again" targetRef="done"/><sequenceFlow id="f3"',
).replace('sourceRef="tell" targetRef="done"', 'sourceRef="tell" targetRef="m"')
TOO_MANY = BPMN.replace(
    '<userTask id="check" name="Check">',
    '<userTask id="check" name="Check"><multiInstanceLoopCharacteristics>'
    "<loopCardinality>1000000000</loopCardinality></multiInstanceLoopCharacteristics>",
)
TICKING = BPMN.replace(
    '<endEvent id="done">',
    '<boundaryEvent id="tick" attachedToRef="check" cancelActivity="false"><timerEventDefinition>'
    '<timeCycle>R/PT0S</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="ticked"/>'
    '<sequenceFlow id="t1" sourceRef="tick" targetRef="ticked"/><endEvent id="done">',
)
RUNS_PYTHON = BPMN.replace(
    '<endEvent id="done">',
    '<scriptTask id="own" scriptFormat="python"><script>import os; os.system("id")</script></scriptTask>'
    '<sequenceFlow id="t1" sourceRef="own" targetRef="done"/><endEvent id="done">',
)


def field(more: str) -> str:
    return FILES["forms/request.yaml"].replace("required: true", f"required: true, {more}")


HOSTILE: Mapping[str, tuple[dict[str, bytes], str, str]] = {
    "aliases": (package(service_yaml=ALIASES), "service.yaml", "anchors"),
    "merge": (package(service_yaml=f"a: &a {{b: c}}\nd: {{<<: *a}}\n{SERVICE}"), "service.yaml", "anchors"),
    "python-tag": (
        package(texts__en_yaml=f'x: !!python/object/apply:os.system ["id"]\n{TEXTS}'), "texts/en.yaml", "tags"
    ),
    "own-tag": (package(service_yaml=f"x: !include /etc/passwd\n{SERVICE}"), "service.yaml", "tags"),
    "deep-yaml": (package(service_yaml="x: " + "[" * 20_000), "service.yaml", "nested"),
    "wide-yaml": (package(forms__request_yaml="- x\n" * 60_000), "forms/request.yaml", "more than"),
    "huge-file": (package(texts__en_yaml="#" * 1_100_000), "texts/en.yaml", "larger than"),
    "binary": (package(service_yaml=b"\xff\xfe\x00"), "service.yaml", "UTF-8"),
    "zeros": (package(service_yaml=f"{SERVICE}\0"), "service.yaml", "UTF-8"),
    "laughs": (package(process_bpmn=doctype(LAUGHS, "&i;")), "process.bpmn", "DOCTYPE"),
    "external": (
        package(process_bpmn=doctype('<!ENTITY a SYSTEM "file:///etc/passwd">')), "process.bpmn", "DOCTYPE"
    ),
    "parameter": (
        package(process_bpmn=doctype('<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;', "Check")),
        "process.bpmn", "DOCTYPE",
    ),
    "dmn-laughs": (package(decisions_dmn=doctype(LAUGHS, "&i;")), "decisions.dmn", "DOCTYPE"),
    "deep-xml": (
        package(process_bpmn=BPMN.replace("<definitions", "<a>" * 5_000 + "<definitions")), "process.bpmn", ""
    ),
    "attributes": (
        package(process_bpmn=BPMN.replace('id="d"', " ".join(f'a{n}="x"' for n in range(5_000)))),
        "process.bpmn", "attributes",
    ),
    "not-xml": (package(process_bpmn="<definitions"), "process.bpmn", ""),
    "python-script": (package(process_bpmn=RUNS_PYTHON), "process.bpmn", "run code"),
    "zero-cycle": (package(process_bpmn=TICKING), "process.bpmn", "for ever"),
    "up": (with_name("../../etc/passwd"), "../../etc/passwd", "no such file"),
    "up-inside": (with_name("forms/../../x.yaml"), "forms/../../x.yaml", "no such file"),
    "absolute": (with_name("/etc/cron.d/x.yaml"), "/etc/cron.d/x.yaml", "no such file"),
    "backslash": (with_name("forms\\x.yaml"), "forms\\x.yaml", "no such file"),
    "drive": (with_name("C:/x.yaml"), "C:/x.yaml", "no such file"),
    "upper": (with_name("Service.yaml"), "Service.yaml", "no such file"),
    "unicode-dot": (with_name("forms/\u2025/x.yaml"), "forms/\u2025/x.yaml", "no such file"),
    "newline": (with_name("forms/x.yaml\n"), "forms/x.yaml\n", "no such file"),
    "python-file": (with_name("conftest.py"), "conftest.py", "no such file"),
    "typst-file": (with_name("documents/x.typ"), "documents/x.typ", "no such file"),
    "parentheses": (
        package(forms__request_yaml=field(f'show_if: "= {"(" * 20_000}"')), "forms/request.yaml", ""
    ),
    "lists": (
        package(forms__request_yaml=field(f'show_if: "= {"[" * 20_000}{"]" * 20_000}"')),
        "forms/request.yaml", "",
    ),
    "minuses": (
        package(forms__request_yaml=field(f'show_if: "= {"-" * 20_000}1"')), "forms/request.yaml", ""
    ),
    "regex": (package(forms__request_yaml=field("pattern: '(a+)+$'")), "forms/request.yaml", "repeat"),
    "long-regex": (package(forms__request_yaml=field(f"pattern: '{'a?' * 200}'")), "forms/request.yaml", ""),
    "back-reference": (
        package(forms__request_yaml=field(r"pattern: '(a)\1'")), "forms/request.yaml", "references"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_with_its_place_and_a_way_out(case: str) -> None:
    files, file, says = HOSTILE[case]
    begun = time.process_time()
    with pytest.raises(PackageNotValid) as refused:
        api.load_files(agency="town", service="dog-licence", files=files)
    assert time.process_time() - begun < SECONDS
    found = [one for one in refused.value.problems if one.values.get("file") == file]
    assert found, [one.text() for one in refused.value.problems]
    told = " ".join(one.text() for one in found)
    assert says in told
    assert all(len(str(one.values["rule"])) < 600 for one in found), "an author reads it"
    assert all(one.values["rule"] and one.values["advice"] for one in found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("xml", "element"), [(CIRCLE, "m"), (TOO_MANY, "check")], ids=["never-ends", "too-many-instances"]
)
def test_a_process_that_never_ends_is_not_imported(xml: str, element: str) -> None:
    with pytest.raises(PackageNotValid) as refused:
        api.import_files(agency="town", service="dog-licence", files=package(process_bpmn=xml))
    found = next(one for one in refused.value.problems if one.values["file"] == "process.bpmn")
    assert found.values["key"] == element
    assert found.values["advice"]
    assert not PackageVersion.objects.exists() and not Service.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["aliases", "laughs", "up", "zero-cycle"])
def test_what_is_refused_leaves_nothing(case: str) -> None:
    with pytest.raises(Problems):
        api.import_files(agency="town", service="dog-licence", files=HOSTILE[case][0])
    assert not PackageVersion.objects.exists() and not Service.objects.exists()


def written(folder: Path) -> Path:
    place = folder / "town" / "dog-licence"
    for name, content in package().items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def refused_folder(place: Path, file: str) -> None:
    with pytest.raises(PackageNotValid) as refused:
        api.load_folder(path=place)
    assert file in [one.values["file"] for one in refused.value.problems]


def test_links_and_devices_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    place = written(tmp_path)
    (place / "forms" / "linked.yaml").symlink_to("/etc/passwd")
    refused_folder(place, "forms/linked.yaml")
    (place / "forms" / "linked.yaml").unlink()
    (place / "messages").symlink_to("/etc")
    refused_folder(place, "messages")
    (place / "messages").unlink()
    os.mkfifo(place / "forms" / "pipe.yaml")
    refused_folder(place, "forms/pipe.yaml")
    (place / "forms" / "pipe.yaml").unlink()
    assert api.load_folder(path=place).service == "dog-licence"


def archive(*members: tuple[str, bytes], link: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members:
            opened.writestr(name, content)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            opened.writestr(info, "/etc/passwd")
    return packed.getvalue()


WHOLE = tuple(package().items())


@pytest.mark.parametrize(
    "packed",
    [
        archive(("town/dog/service.yaml", b"x"), ("../../etc/cron.d/x", b"x")),
        archive(("town/dog/service.yaml", b"x"), ("/etc/cron.d/x", b"x")),
        archive(("service.yaml", b"x"), ("texts/en.yaml", b"0" * 300_000_000)),
        archive(("service.yaml", b"x"), *((f"forms/f{n}.yaml", b"x") for n in range(5_000))),
        archive(*WHOLE)[:-30],
    ],
    ids=["slip", "absolute", "bomb", "many", "cut"],
)
def test_archives_that_mean_harm_are_refused(packed: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(ArchiveNotReadable) as refused:
        studio.read_archive(archive=packed)
    assert time.process_time() - begun < SECONDS
    assert refused.value.text()


@pytest.mark.parametrize(
    ("packed", "file"),
    [
        (archive(*WHOLE, ("../../etc/cron.d/x", b"x")), "../../etc/cron.d/x"),
        (archive(*WHOLE, ("forms/../../../x.yaml", b"x")), "forms/../../../x.yaml"),
        (archive(*WHOLE, link="forms/link"), "forms/link"),
        (archive(*WHOLE, ("FORMS/request.yaml", b"x")), "FORMS/request.yaml"),
    ],
    ids=["slip", "slip-inside", "link", "case"],
)
def test_what_an_archive_holds_is_a_stranger_where_its_path_is(packed: bytes, file: str) -> None:
    """The names are never used as paths of a disk, and none of them is a package's."""
    try:
        files = studio.read_archive(archive=packed)
    except ArchiveNotReadable:
        return
    with pytest.raises(PackageNotValid) as refused:
        api.load_files(agency="town", service="dog-licence", files=files)
    assert file in [one.values["file"] for one in refused.value.problems]
