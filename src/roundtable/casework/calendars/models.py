"""What lies in people's own calendars: whom a meeting was sent to, which mails told them, and their private feeds. Ids, moments, codes."""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Invitation(models.Model):
    """One person's place at one meeting, as their own calendar knows it. Its id is the entry's name there, and says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    roundtable = models.ForeignKey("roundtables.Roundtable", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roundtable", "person"], name="one_invitation_each")]
        indexes = [models.Index(fields=["case"], name="invitation_case")]

    def __str__(self) -> str:
        return str(self.id)


class InvitationMail(models.Model):
    """One message to one calendar: come (also: it moved), or it is off. Carries what it says; only what became of it changes.

    `sequence` counts from 0 for each invitation. `trouble`: `waiting` (the mail server did not take it yet), `returned` (it came back).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="mails", db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey("roundtables.RoundtableEvent", on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=12)
    zone = models.CharField(max_length=40)
    made_at = models.DateTimeField(db_default=TransactionNow())
    mailed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(db_default=0)
    trouble = models.CharField(max_length=8, db_default="")
    trouble_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "sequence"], name="one_mail_a_sequence"),
            models.CheckConstraint(condition=models.Q(method__in=["REQUEST", "CANCEL"]), name="invitation_method"),
            models.CheckConstraint(condition=models.Q(trouble__in=["", "waiting", "returned"]), name="invitation_trouble"),
        ]
        indexes = [models.Index(fields=["case"], name="invitation_mail_case")]

    def __str__(self) -> str:
        return f"{self.method} {self.sequence}"


class Feed(models.Model):
    """A private address from which a calendar fetches one person's meetings in one hat. The secret is kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    hat = models.CharField(max_length=20)
    authority = models.BooleanField()
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=TransactionNow())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "hat", "authority"], condition=models.Q(ended_at__isnull=True), name="one_feed_a_hat"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
