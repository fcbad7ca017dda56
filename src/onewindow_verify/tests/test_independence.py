"""The verifier shares no code with the program that it verifies."""

import ast
from pathlib import Path

import onewindow_verify

_ALLOWED = {
    "argparse", "base64", "collections", "cryptography", "dataclasses", "hashlib", "json", "onewindow_verify",
    "pathlib", "re", "sys", "typing",
}  # fmt: skip


def test_it_imports_the_standard_library_and_cryptography_only() -> None:
    for path in Path(onewindow_verify.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
            else:
                continue
            assert {name.partition(".")[0] for name in names} <= _ALLOWED, path
