"""Questions to the citizen (may I say this?) and requests between professionals. Their words are items; here stand only ids, days and
answers."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Proposal(models.Model):
    """May I say this? Exact words, kept as an item between the citizen and the holder, and the seat they are meant for."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_seat = models.ForeignKey("seats.Seat", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["case", "asked_at"], name="proposal_case")]

    def __str__(self) -> str:
        return str(self.item_id)


class ProposalAnswer(models.Model):
    """What the citizen said to it: yes, other_words, self, no. `how`: signed by her, or aloud and noted by the holder."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    answer = models.CharField(max_length=12)
    how = models.CharField(max_length=10)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey("seats.Disclosure", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(answer__in=["yes", "other_words", "self", "no"]), name="proposal_answer"),
            models.CheckConstraint(condition=models.Q(how__in=["signed", "aloud"]), name="proposal_how"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["yes", "other_words"], disclosure__isnull=False)
                | models.Q(answer__in=["self", "no"], disclosure__isnull=True),
                name="yes_shares",
            ),
        ]

    def __str__(self) -> str:
        return self.answer


class Request(models.Model):
    """One professional asks another for something; a message all professionals at the table and the citizen read, never an access."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    to_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["case", "asked_at"], name="request_case")]

    def __str__(self) -> str:
        return str(self.item_id)


class Reply(models.Model):
    """The answer to a request, by the one who was asked."""

    request = models.OneToOneField(Request, primary_key=True, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField("seats.Item", on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    replied_at = models.DateTimeField(db_default=TransactionNow())

    def __str__(self) -> str:
        return str(self.item_id)
