"""Rows that the scene does not need to open its addresses, but every field wants to be tried.

Of each model that has none, one of the owner's; of each with moments still to come, a second in which they
have come.
"""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction

from onewindow.blocks.cases.models import Assisted, Case, Draft
from onewindow.blocks.identity.models import Appointment, ReviewedPost, SignedIn
from onewindow.blocks.privacy.models import Erasure, Question
from onewindow.blocks.registers.models import AccessLine
from onewindow.kernel.clock import clock

PERSON = "register/people/10000295"
_BY_NAME: dict[str, Any] = {
    "person": PERSON, "concerned": PERSON, "holder": PERSON, "account": "citizen", "caller": "citizen",
    "agency": "civil-registry", "register": "people", "key": "10000295", "asked_by": "citizen",
    "service": "civil-registry/register-extract", "language": "en", "act": "grant", "kind": "revoked",
    "state": "ready", "status": "done", "proposed_by": "civil-registrar", "provider": "sandbox",
    "attribute": "address", "form": "jades", "source": "filing", "purpose": "proof-of-life",
}  # fmt: skip
"""What a field of a name holds where the model leaves it open, so that the row is the owner's."""
_SECOND: dict[str, dict[str, Any]] = {
    "trust.Certificate": {"revoked_by": "account/citizen", "reason": "superseded", "serial": "5ce2e"},
    "identity.Proofing": {"person": "register/people/10000077", "state": "refused"},
    "identity.Recovery": {"state": "stopped"},
    "identity.Office": {"agency_id": "civil-registry", "slug": "scene-closed"},
    "registers.Duplicate": {"one": "10000060", "state": "merged"},
    "mandates.GrantedMandate": {"limit_currency": "TND"},
    "mandates.Employee": {"limit_currency": "TND", "person": "register/people/10000060"},
    "mandates.JointAct": {"subject": "mandate/M-OFFERED", "state": "complete"},
    "privacy.Question": {"status": "escalated"},
    "privacy.Objection": {"use": "scene-third", "status": "upheld"},
    "cases.Work": {
        "work": "w2",
        "side": "officer",
        "agency": "civil-registry",
        "role": "registrar",
        "state": "done",
        "proposed": {"en": "Scene"},
    },
    "openid.System": {"way": "client_secret_basic", "secret_digest": b"8" * 32},
    "openid.Proposal": {"client_id": "scene-other", "outcome": "confirmed"},
    "outbox.DeliveryRow": {"subscriber": "scene"},
}
"""What the second row has to differ in besides, for the database to take it."""


def make_the_rest() -> None:
    """A row of each model that has none, and a second one of those with empty moments and numbers."""
    for signed_in in SignedIn.objects.all():  # a place counts while its session lives
        Session.objects.create(
            session_key=signed_in.session_key, expire_date=clock.now() + timedelta(1), session_data=""
        )
    # What was decided is shown once it was.
    Erasure.objects.update(status="refused", decided_by="civil-head", decided_at=clock.now(), grounds="No")
    ours = [one for one in apps.get_models() if one.__module__.startswith("onewindow.")]
    for _turn in range(2):  # some point to rows of others that have none yet
        for model in ours:
            if not model._base_manager.exists():
                _kept(model(**{one.attname: _value(one) for one in _own(model)}))
    for model in ours:
        last = model._base_manager.order_by("-pk").first()
        if last is not None:
            _ended(model, last)


def _ended(model: type[models.Model], row: models.Model) -> None:
    """The same row once more, with something in each moment and number that was empty."""
    open_ones = [
        one
        for one in _own(model)
        if one.null
        and isinstance(one, (models.DateField, models.IntegerField, models.CharField))
        and not model._base_manager.exclude(**{one.attname: None}).exists()
    ]
    if not open_ones:
        return
    values = {one.attname: getattr(row, one.attname) for one in _own(model)}
    for one in _own(model):
        if one.unique:
            values[one.attname] = _value(one, turn=2)
    came = {one.attname: _value(one) for one in open_ones}
    _kept(model(**(values | came | _points_elsewhere(model) | _SECOND.get(model._meta.label, {}))))


def _points_elsewhere(model: type[models.Model]) -> dict[str, Any]:
    """Where a model takes one row for each of another, another one of those."""
    if model is ReviewedPost:
        return {"appointment_id": Appointment.objects.filter(account__slug="civil-registrar")[0].pk}
    if model is Assisted:
        return {"draft_id": Draft.objects.order_by("pk").values_list("pk", flat=True)[0]}
    if model is Question:
        lines = AccessLine.objects.filter(concerned=PERSON).exclude(pk__in=Question.objects.values("line"))
        return {"line": lines.values_list("pk", flat=True)[0]}
    return {}


def _own(model: type[models.Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]


def _value(field: Any, turn: int = 1) -> Any:
    if field.is_relation:
        if field.unique and turn == 2 and field.null:
            return None
        found = field.related_model._base_manager.order_by(
            "pk" if field.unique and turn == 2 else "-pk"
        ).first()
        return None if found is None else found.pk
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        return clock.now()
    if isinstance(field, models.DateField):
        return clock.now().date()
    if isinstance(field, models.IntegerField):
        return turn
    if isinstance(field, models.BinaryField):
        return bytes([48 + turn]) * 32
    if isinstance(field, models.JSONField):
        return {"en": "Scene"}
    return _text(field, turn)


def _text(field: Any, turn: int) -> str | None:
    if field.unique:
        return f"scene-rest-{turn}-{field.name}"[: field.max_length or 200]
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]
    if field.name == "subject":
        return f"case/{Case.objects.values_list('number', flat=True)[0]}"
    return f"Scene {field.name}"[: field.max_length or 200]


def _kept(row: models.Model) -> None:
    with transaction.atomic():
        row.save(force_insert=True)
