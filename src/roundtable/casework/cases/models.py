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
