"""Referrals as immutable rows. No text: words stand in items of the table."""

import uuid

from django.db import models


class Referral(models.Model):
    """Somebody asked the programme to take a citizen, or a family. Its state is the last of its events.

    `waits`: for an answer, or for what was missing; written by the database with each event, for who reads the inbox.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.OneToOneField("seats.Case", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+", db_index=False)
    referrer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    authority = models.BooleanField()
    sent_at = models.DateTimeField()
    waits = models.BooleanField(db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "case"], name="referral_of_case")]
        indexes = [
            models.Index(fields=["programme", "sent_at"], name="referral_programme_sent"),
            models.Index(fields=["programme", "sent_at"], name="referral_waits", condition=models.Q(waits=True)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ReferralEvent(models.Model):
    """Sent, returned, accepted, declined, withdrawn: who, when, in which hat; `item` holds the text sent or the reason.

    `shown`: the consent text and what a no would mean, as they were shown. `number`: two who decide at once cannot both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    item = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    shown = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    checks = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="one_referral_event_at_a_time")]
        indexes = [models.Index(fields=["case"], name="referral_event_case")]

    def __str__(self) -> str:
        return f"{self.state} {self.referral_id}"


class ReferralConsent(models.Model):
    """A citizen's yes or no to one exact text: how, on which day, recorded by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    citizen = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=12)
    on_day = models.DateField()
    item = models.ForeignKey("seats.Item", on_delete=models.PROTECT, related_name="+")
    text_version = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="referral_consent_case"),
            models.Index(fields=["referral"], name="referral_consent_of"),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.referral_id}"


class ReferralLink(models.Model):
    """A team leader said that two referrals are about the same person, or took it back. Nothing is merged; the last row holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    other_case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+")
    linked = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["case", "other_case"], name="referral_link_cases")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.other_case_id}"


class ImportedRow(models.Model):
    """A row of an imported list came in as a case, or as a draft: the loader's memory, so that no list makes anything twice."""

    key = models.CharField(max_length=64, primary_key=True)
    draft = models.BooleanField()
    became = models.UUIDField(null=True)
    scope_id = models.IntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key[:8]
