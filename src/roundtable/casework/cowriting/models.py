"""The sheet a meeting writes on together: one item for the read log, its boxes, and every change of a box with who made it.

A change is a small binary edit that can be applied in any order and any number of times; together they are the text. `whole` and
`text` are what the changes visible in the snapshot `settled` come to, so that nobody has to read them all. Each change knows its
transaction (`xact`, in SQL only): so "what this page was shown with" is exact, whatever was on its way just then.
"""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Sheet(models.Model):
    """One meeting's sheet. `channel`: a random name under which processes wake each other; it says nothing and guards nothing."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    roundtable = models.OneToOneField("roundtables.Roundtable", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    channel = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.item_id)


class OfSheet(models.Model):
    """A part of the sheet; scope and wall are the sheet's (a constraint holds them together)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+", db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()

    class Meta:
        abstract = True


class Box(OfSheet):
    """One text: of everybody, or of one person (`whose`); `noted`: what the one who writes for all wrote down for that person.

    `who` does a step; `day`: by which a thing is done, or on which it is looked at again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12)
    whose = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    noted = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
    settled = models.TextField(blank=True)
    whole = models.BinaryField(default=b"")
    text = models.TextField(blank=True)
    last_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    who = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sheet"], name="cowriting_box_sheet")]
        constraints = [
            models.CheckConstraint(condition=models.Q(noted=False) | models.Q(whose__isnull=False), name="noted_for_somebody"),
            models.UniqueConstraint(
                fields=["sheet", "kind", "whose", "noted"], condition=~models.Q(kind="step"), nulls_distinct=False, name="one_box_of_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Change(OfSheet):
    """One batch of edits of one person in one box. Only ever added to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="+")
    edit = models.BinaryField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["sheet"], name="cowriting_change_sheet")]

    def __str__(self) -> str:
        return str(self.id)


class Signal(OfSheet):
    """Somebody asked for a pause, to go on, or to stop; for everyone at the table. The latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=8)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["sheet", "at"], name="cowriting_signal_sheet")]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=["pause", "go_on", "stop"]), name="signal_kind")]

    def __str__(self) -> str:
        return self.kind
