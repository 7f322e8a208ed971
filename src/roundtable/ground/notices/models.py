"""Notices: one of three fixed texts, never content."""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Notice(models.Model):
    """A notice for one person: which fixed text, about which case, read when. No text of anybody's.

    `sends`: it is mailed by itself; else another mail carries it. `trouble`: `waiting` (not taken yet), `returned` (came back),
    `perhaps` (nobody can tell whether it was taken). `handed_at`: since when a mail server may have it; empty once it is known.
    `cause` and `about`: where time alone brought it about, what, and which row; told once. Nobody sent it then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    case_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    sender = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20, db_default="")
    about = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=TransactionNow())
    read_at = models.DateTimeField(null=True)
    sends = models.BooleanField(db_default=True)
    handed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(db_default=0)
    trouble = models.CharField(max_length=8, db_default="")
    trouble_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cause", "about"], condition=~models.Q(cause=""), name="told_once"),
            models.CheckConstraint(condition=models.Q(trouble__in=["", "waiting", "returned", "perhaps"]), name="notice_trouble"),
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="notice_person")]

    def __str__(self) -> str:
        return self.kind
