"""The read log and its seals."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccessEvent(models.Model):
    """Somebody opened one item. Written by the recorder only, never changed."""

    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"))
    xid = models.BigIntegerField(db_default=models.Func(function="guard.transaction_number"))
    server = models.BigIntegerField(db_default=models.Func(function="guard.server_number"))
    person_id = models.UUIDField()
    hat = models.CharField(max_length=20)
    seat_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    item_id = models.UUIDField()
    scope_id = models.IntegerField()
    about = ArrayField(models.UUIDField())
    purpose = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    show_from = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "at"], name="access_event_case"),
            models.Index(fields=["xid", "id"], name="access_event_xid"),
            models.Index(fields=["item_id"], name="access_event_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} opened"


class Seal(models.Model):
    """One link of the chain over the read log: all events that `server` wrote in transactions in [xid_from, xid_until).

    `epoch`: counted up whenever the log goes on after a restore. `afterwards`: the rows waited in the copy that was restored.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"))
    epoch = models.IntegerField(db_default=1)
    server = models.BigIntegerField(db_default=models.Func(function="guard.server_number"))
    afterwards = models.BooleanField(db_default=False)
    xid_from = models.BigIntegerField()
    xid_until = models.BigIntegerField()
    rows = models.IntegerField()
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seal {self.number}"
