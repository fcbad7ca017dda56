"""The contract of the doors, and the texts that the linter does not see."""

import ast
import re
from configparser import ConfigParser

import pytest
from django.apps import apps
from django.db.models import Field

from tests.architecture.doors import is_allowed, room_of
from tests.architecture.source import ROOT, Source, dotted, sources

_A_ROOM = re.compile(
    r"onewindow\.(?:foundation|blocks|sectors)\.[a-z_]+\.[a-z_.]+|onewindow\.portal\.[a-z_.]+"
)
_NAMES_BY_DESIGN = (
    "onewindow.conf.",
    "onewindow.wiring.",
    "onewindow.commands.",
    "onewindow.portal.root_urls",
)


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("onewindow.blocks.cases.operations.filing", "onewindow.blocks.registers.api", True),
        ("onewindow.blocks.cases.operations.filing", "onewindow.blocks.registers.types", True),
        ("onewindow.blocks.cases.operations.filing", "onewindow.blocks.registers.models", False),
        ("onewindow.blocks.cases.operations.filing", "onewindow.blocks.registers", False),
        ("onewindow.blocks.cases.operations.filing", "onewindow.blocks.registers.tasks", False),
        ("onewindow.blocks.cases.api", "onewindow.blocks.cases.models", True),
        ("onewindow.blocks.cases.api", "onewindow.standards.feel.parser", True),
        ("onewindow.wiring.drains", "onewindow.foundation.outbox.tasks", True),
        ("onewindow.wiring.drains", "onewindow.foundation.outbox.operations", False),
        ("onewindow.wiring.ports", "onewindow.blocks.documents.adapters.clamd", True),
        ("onewindow.portal.root_urls", "onewindow.blocks.documents.adapters.clamd", False),
        ("onewindow.portal.root_urls", "onewindow.blocks.cases.urls", True),
        ("onewindow.portal.pages", "onewindow.blocks.cases.urls", False),
        ("onewindow.blocks.cases.migrations.0001_initial", "onewindow.blocks.identity.apps", True),
        ("onewindow.commands.run", "onewindow.foundation.database.models", False),
        ("onewindow.blocks.cases.pages", "onewindow.portal.pages", False),
        ("onewindow.blocks.cases.casesapi", "onewindow.blocks.caseslike.models", False),
    ],
)
def test_who_may_go_through_which_door(importer: str, imported: str, allowed: bool) -> None:
    assert is_allowed(importer, imported) is allowed


def test_no_import_is_ignored() -> None:
    rules = ConfigParser()
    rules.read(ROOT / ".importlinter")
    said = {option for section in rules.sections() for option in rules.options(section)}
    assert not {option for option in said if "ignore" in option or "skip" in option}


def test_texts_that_name_modules_keep_to_the_doors_too() -> None:
    """``include("…")``, ``import_string("…")`` and the like. Settings and wiring name what they join."""
    found = [
        f"{source.path}:{node.lineno} names {node.value}"
        for source in sources()
        if not source.name.startswith(_NAMES_BY_DESIGN)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _A_ROOM.fullmatch(node.value)
        if not is_allowed(source.name, node.value)
    ]
    assert not found


def test_nobody_fetches_the_model_of_another_room_by_its_name() -> None:
    found = [
        f"{source.path}:{node.lineno} calls get_model"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model"
    ]
    assert not found


def _foreign_fields() -> list[Field]:
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("onewindow.")
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, Field) and field.remote_field
    ]


def test_foreign_keys_leave_a_room_only_towards_identity() -> None:
    for field in _foreign_fields():
        target = field.related_model
        here, there = room_of(field.model.__module__), room_of(target.__module__)
        assert here == there or there == "onewindow.blocks.identity", f"{field} points to {target}"


def _imported_for_types(source: Source) -> list[str]:
    """What a module imports under ``if TYPE_CHECKING``: the linter leaves that out."""
    return [
        name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")
        for inner in node.body
        if isinstance(inner, ast.ImportFrom) and not inner.level
        for name in (inner.module or "", *(f"{inner.module}.{alias.name}" for alias in inner.names))
    ]


def test_imports_for_types_keep_to_the_doors_too() -> None:
    found = [
        f"{source.path} imports {name}"
        for source in sources()
        for name in _imported_for_types(source)
        if room_of(name) not in (None, name) and not is_allowed(source.name, name)
    ]
    assert not found
