"""Events, and one delivery of each for every subscriber."""

from django.db import models


class Event(models.Model):
    """Something that happened, written in the transaction that made it true."""

    name = models.CharField(max_length=100)
    body = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["published_at"], name="outbox_event_published")]


class DeliveryRow(models.Model):
    """The way of an event to one subscriber: waiting, then done or dead."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            # An event reaches a subscriber once, for ever.
            models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_one_delivery"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["id"], name="outbox_dead", condition=models.Q(state="dead")),
        ]
