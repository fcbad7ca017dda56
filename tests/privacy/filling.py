"""A row of any model that is about somebody, made from the model alone."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Model

from onewindow.foundation.holdings import registry
from onewindow.foundation.holdings.types import Holding, NamedBy, Somebody

_number = count(1)
LONG_AGO = datetime(2000, 1, 2, tzinfo=UTC)


class Filler:
    """Makes rows; parents are made on the way."""

    def __init__(self, who: Somebody, account: Model) -> None:
        self.who = who
        self.account = account

    def row(self, holding: Holding) -> Model:
        """A row of the holding's model that names the person by the first field of its rule."""
        assert isinstance(holding.rows, NamedBy)
        path, value = self._naming(holding.rows)
        return self.made(registry.model_of(holding), {path.removesuffix("__icontains"): value})

    def _naming(self, rows: NamedBy) -> tuple[str, Any]:
        reference = f"account/{self.who.account}"
        for paths, value in (
            (rows.person, self.who.person),
            (rows.account, self.who.account),
            (rows.account_reference, reference),
            (rows.party, self.who.person),
            (rows.email, self.who.email),
            (rows.subject, self.who.person),
        ):
            if paths:
                contains = paths[0].endswith("__contains")
                return paths[0].removesuffix("__contains"), [value] if contains else value
        raise AssertionError("the rule names nobody")

    def made(self, model: type[Model], named: dict[str, Any]) -> Model:
        """A row with the named values; ``a__b`` names a field of the row that ``a`` points to."""
        if model is type(self.account):
            return self.account
        values: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            below = {
                path.partition("__")[2]: value
                for path, value in named.items()
                if path.startswith(f"{field.name}__")
            }
            if field.name in named:
                values[field.name] = named[field.name]
            elif field.is_relation and (below or not field.null):
                values[field.name] = self.made(field.related_model, below)
            elif not isinstance(field, models.AutoField) and not field.has_default() and not field.null:
                values[field.name] = self.value(field)
        return model._default_manager.create(**values)

    def value(self, field: models.Field) -> Any:
        """Something that the field takes."""
        number = next(_number)
        match field:
            case models.BooleanField():
                return False
            case models.DateTimeField():
                return LONG_AGO
            case models.DateField():
                return date(2000, 1, 2)
            case models.IntegerField():
                return number
            case models.BinaryField():
                return f"bytes-{number}".encode()
            case models.JSONField():
                return {}
            case models.UUIDField():
                return uuid4()
            case _:
                return f"x-{number}"[: field.max_length or 40]
