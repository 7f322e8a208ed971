"""A meeting and what happened to it as facts; what is said in it as lines of the table. Words are items; here stand ids, days and codes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from roundtable.casework.roundtables.rules import LONGEST, SHORTEST


class Roundtable(models.Model):
    """One meeting of one table. Where it stands is told by its events. `last`: called as the one before the course ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    called_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(db_default=TransactionNow())
    last = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [models.Index(fields=["case"], name="roundtable_case")]

    def __str__(self) -> str:
        return str(self.id)


class RoundtableEvent(models.Model):
    """Called, moved, cancelled, held, or the pen passed on. Never changed. Each row carries the whole appointment as it then stood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    roundtable = models.ForeignKey(Roundtable, on_delete=models.PROTECT, related_name="events", db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    event = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=12)
    pace = models.CharField(max_length=12)
    place_item = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    reason_item = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, blank=True)
    held_on = models.DateField(null=True)
    follow_up = models.BooleanField(default=False)
    present = ArrayField(models.UUIDField(), default=list)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roundtable", "number"], name="one_event_a_number"),
            models.CheckConstraint(condition=models.Q(event__in=["called", "moved", "cancelled", "held", "pen"]), name="roundtable_event"),
            models.CheckConstraint(condition=models.Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="roundtable_minutes"),
        ]
        indexes = [models.Index(fields=["case", "roundtable", "number"], name="roundtable_event_case")]

    def __str__(self) -> str:
        return self.event


class InvitationAnswer(models.Model):
    """Comes, cannot, another time. `number`: which calling it answers; `how` and `by`: noted by whom. The latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    roundtable = models.ForeignKey(Roundtable, on_delete=models.PROTECT, related_name="answers", db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12)
    other_on = models.DateField(null=True)
    other_clock = models.TimeField(null=True)
    how = models.CharField(max_length=12)
    item = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(answer__in=["comes", "cannot", "other_time"]), name="invitation_answer"),
            models.CheckConstraint(condition=models.Q(person=models.F("by")) | ~models.Q(how="self"), name="answered_by_whom"),
        ]
        indexes = [models.Index(fields=["roundtable", "at"], name="invitation_answer_of")]

    def __str__(self) -> str:
        return self.answer


class DoneBefore(models.Model):
    """Two people did something together before a meeting, or one of them says that they did not (yet).

    Only added to; nobody's word replaces another's.

    `what`: `dates` (days, and who decides what, gone through with a citizen), `hello` (ten minutes between two professionals).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=8)
    done = models.BooleanField()
    with_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    done_on = models.DateField(null=True)
    channel = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=["dates", "hello"]), name="done_before_what"),
            models.CheckConstraint(
                condition=models.Q(done=True, done_on__isnull=False) | models.Q(done=False, done_on__isnull=True),
                name="done_before_has_its_day",
            ),
            models.CheckConstraint(condition=~models.Q(by=models.F("with_person")), name="done_before_by_two"),
        ]
        indexes = [models.Index(fields=["case", "at"], name="done_before_case")]

    def __str__(self) -> str:
        return f"{self.what} {self.done}"


class MeetingWishes(models.Model):
    """How a citizen wants meetings: channel, place, pace, breaks, who looks after her. The table reads it, no leader; the latest counts."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=12, blank=True, db_default="", default="")
    pace = models.CharField(max_length=12)
    breaks = models.CharField(max_length=12)
    looks_after = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=12)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="meeting_wishes_case")]

    def __str__(self) -> str:
        return self.pace


class MeetingLine(models.Model):
    """One line of a meeting: in which part, whose words (the item says by whom they were written), to look at again when.

    `number`: its place among lines written down together. `text`: how it reads now, where it stands on the sheet that all write on.
    """

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    roundtable = models.ForeignKey(Roundtable, on_delete=models.PROTECT, related_name="lines", db_index=False)
    section = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField(default=0)
    look_again_on = models.DateField(null=True)
    how = models.CharField(max_length=12)
    text = models.TextField(default="", blank=True)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["roundtable", "at"], name="meeting_line_of")]

    def __str__(self) -> str:
        return self.section


class LineCheck(models.Model):
    """Who is quoted says: yes, I said that; or: I said it differently, in own words. Only they can. The latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="checks", db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    said_so = models.BooleanField()
    words_item = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["line", "at"], name="line_check_of")]

    def __str__(self) -> str:
        return str(self.said_so)


class LineCorrection(models.Model):
    """A line was not right: how it should be, and why, beside what was written; nothing is ever replaced."""

    words_item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(MeetingLine, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    reason_item = models.ForeignKey("seats.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["line", "at"], name="line_correction_of")]

    def __str__(self) -> str:
        return str(self.words_item_id)
