"""How the code reads: guides of DESIGN §4 that a program can measure."""

import ast
import re

from tests.architecture.source import ROOT, Source, sources

_NO_ROOM_FOR = {"utils", "util", "helpers", "helper", "common", "managers", "misc"}
_UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK)\b|NotImplementedError|raise NotImplemented\b")


def _functions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_nine_functions_in_ten_are_under_thirty_lines() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1 for source in sources() for node in _functions(source)
    ]
    assert sum(length < 30 for length in lengths) >= 0.9 * len(lengths)


def test_nine_files_in_ten_are_under_three_hundred_lines() -> None:
    lengths = [source.text.count("\n") for source in sources(tests=True)]
    assert sum(length < 300 for length in lengths) >= 0.9 * len(lengths)


def test_a_file_is_named_for_its_subject_and_finished() -> None:
    for source in sources(tests=True):
        assert not _NO_ROOM_FOR & set(source.name.split(".")), source.path
        found = _UNFINISHED.search(source.text)
        assert found is None, f"{source.path}: {found and found.group()}"


def test_the_functions_of_a_door_are_typed_and_documented() -> None:
    doors = [source for source in sources() if source.name.endswith(".api")]
    lacking = [
        f"{source.path}:{node.lineno} {node.name}"
        for source in doors
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if not ast.get_docstring(node) or node.returns is None
    ]
    assert not lacking


def test_no_signal_steers() -> None:
    banned = ("post_save", "pre_save", "post_delete", "m2m_changed", "receiver")
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django."):
                names = {alias.name for alias in node.names}
                assert not names & set(banned), f"{source.path}:{node.lineno}"


def test_the_locks_have_hashes_and_name_no_host() -> None:
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    assert locks
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        requirements = re.split(r"\n(?=[a-z0-9])", text)
        assert all("--hash=sha256:" in requirement for requirement in requirements), lock
        assert "://" not in text and "index-url" not in text, lock
