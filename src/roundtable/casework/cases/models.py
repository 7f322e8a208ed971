"""The course as immutable rows: phases, hand-overs, closings. No text: words stand in items."""

import uuid

from django.db import models


class PhaseEvent(models.Model):
    """A course entered a phase. `number` counts up; two acts at once cannot both take one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_phase_at_a_time")]

    def __str__(self) -> str:
        return f"{self.phase} {self.case_id}"


class HandOver(models.Model):
    """One professional left a table and another sat down in their place. `batch` joins the courses moved together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    leaving = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    coming = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=12)
    batch = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["case"], name="hand_over_case")]

    def __str__(self) -> str:
        return f"{self.leaving_id} to {self.coming_id}"


class Closing(models.Model):
    """A course was closed with an outcome. `item`: the outcome in the citizen's own words, if she said some."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=20)
    item = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    shares_ended = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["case"], name="closing_case")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.case_id}"


class PlannedEnd(models.Model):
    """The day a course is planned to end, where it is not the usual one. Only added to; the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    ends_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    by_hat = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="planned_end_case")]

    def __str__(self) -> str:
        return f"{self.ends_on} {self.case_id}"


class BridgeContact(models.Model):
    """Whom a citizen can ring after the course: somebody of the table or from outside, until when, and when they get in touch first.

    Only added to; the latest counts. `person`: who sits at the table; None for somebody from outside.
    """

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.TextField()
    organisation = models.TextField(blank=True)
    telephone = models.TextField()
    until_on = models.DateField()
    rings_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="bridge_contact_case")]

    def __str__(self) -> str:
        return str(self.item_id)


class BridgeAnswer(models.Model):
    """A citizen's yes or no to the bridge contact: her own, or noted by a professional she said it to. The latest of each counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contact = models.ForeignKey(BridgeContact, on_delete=models.PROTECT, related_name="answers", db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    yes = models.BooleanField()
    how = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(how__in=["self", "aloud", "telephone"]), name="bridge_answer_how"),
            models.CheckConstraint(
                condition=models.Q(how="self", person=models.F("by")) | (~models.Q(how="self") & ~models.Q(person=models.F("by"))),
                name="bridge_answered_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["contact", "at"], name="bridge_answer_of")]

    def __str__(self) -> str:
        return str(self.yes)
