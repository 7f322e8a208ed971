"""What follows a meeting: the one thing each takes home, what became of the call, and her own answers. Words are items."""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Task(models.Model):
    """Of the lines of a meeting the one a party takes home; what and by when stand in the line. One for each, never two.

    `by_when`: of a line that stands on the sheet, where a day has no place.
    """

    line = models.OneToOneField("roundtables.MeetingLine", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    roundtable = models.ForeignKey("roundtables.Roundtable", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    by_when = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roundtable", "person"], name="one_task_each")]

    def __str__(self) -> str:
        return str(self.line_id)


class CallNote(models.Model):
    """Something noted of the call to a citizen after a meeting: made, tried in vain, moved to a day, given to somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    roundtable = models.ForeignKey("roundtables.Roundtable", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    citizen = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.CharField(max_length=12)
    caller = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(event__in=["done", "not_reached", "moved", "given"]), name="call_note_event"),
            models.UniqueConstraint(fields=["roundtable", "citizen"], condition=models.Q(event="done"), name="one_call_each"),
        ]
        indexes = [models.Index(fields=["roundtable", "at"], name="call_note_of")]

    def __str__(self) -> str:
        return self.event


class OwnAnswer(models.Model):
    """That a citizen answered one question about a meeting; what she answered is sealed in the item, at a place of her own."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    roundtable = models.ForeignKey("roundtables.Roundtable", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "roundtable", "number"], name="one_answer_each")]

    def __str__(self) -> str:
        return str(self.item_id)
