"""Who from outside was asked to one meeting or one step, by which link. The words they are asked with are an item."""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class GuestLink(models.Model):
    """One guest's link. Its secret is kept as a hash; the first browser that takes it keeps another, and the link opens nothing else.

    `place`: one seat a link. `asked`: what the guest is asked, in the words of who asked. Where it ends stands at the seat.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    place = models.OneToOneField("seats.Seat", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    roundtable = models.ForeignKey("roundtables.Roundtable", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey("plans.Step", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey("seats.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    said_how = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64)
    browser_hash = models.CharField(max_length=64, blank=True, db_default="")
    made_at = models.DateTimeField(db_default=TransactionNow())
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(roundtable__isnull=True) ^ models.Q(step__isnull=True), name="guest_of_one_thing"),
            models.CheckConstraint(condition=models.Q(said_how__in=["self", "telephone", "together"]), name="guest_said_how"),
        ]
        indexes = [
            models.Index(fields=["case"], name="guest_link_case"),
            models.Index(fields=["roundtable"], name="guest_link_meeting"),
            models.Index(fields=["step"], name="guest_link_step"),
        ]

    def __str__(self) -> str:
        return str(self.id)
