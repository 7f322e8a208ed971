"""Programmes, the roles people have in them, who works where, what each professional writes about themselves, and who is away."""

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Programme(models.Model):
    """One integrated programme: its words, its fixed texts, its emergency numbers. An open table.

    `emergency`: whole lines in the programme's language, or `{"da": [line, …], "en": [line, …]}` for readers of several.
    `eligibility`: what a referral is checked for, as a list of `{"code": …, "text": …}`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=40, default="Europe/Copenhagen")
    language = models.CharField(max_length=5, default="en")
    citizen_word = models.CharField(max_length=40, default="citizen")
    emergency = models.JSONField(default=list)
    consent_text = models.TextField()
    consent_version = models.CharField(max_length=20, default="1")
    if_no_text = models.TextField()
    fixed_goal = models.TextField(blank=True)
    fixed_goal_owner = models.CharField(max_length=200, blank=True)
    fixed_goal_source = models.CharField(max_length=200, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=7)
    steps_text = models.TextField(blank=True)
    eligibility = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What somebody is in a programme. `authority`: statutory power over the citizen. An open table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False)
    code = models.SlugField()
    name = models.CharField(max_length=120)
    authority = models.BooleanField(default=False)
    clinical = models.BooleanField(default=False)
    safeguarding = models.BooleanField(default=False)
    decides = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="role_code_in_programme")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody works in a programme, for one organisation, in one role, over a period.

    `leads`: the programme's team leader. `manages`: a line manager of the organisation's people there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT)
    role = models.ForeignKey(Role, on_delete=models.PROTECT)
    team = models.CharField(max_length=60, blank=True)
    leads = models.BooleanField(default=False)
    manages = models.BooleanField(default=False, db_default=False)
    hours_a_week = models.PositiveSmallIntegerField(default=37)
    from_at = models.DateTimeField(db_default=TransactionNow())
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="membership_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.programme_id}"


class AboutMe(models.Model):
    """Five lines: face and hours; what I decide; what I do not; how I use my judgement; what my organisation needs from me."""

    person = models.OneToOneField("people.Person", primary_key=True, on_delete=models.PROTECT)
    hours = models.CharField(max_length=300, blank=True)
    i_decide = models.CharField(max_length=300, blank=True)
    i_do_not_decide = models.CharField(max_length=300, blank=True)
    my_judgement = models.CharField(max_length=300, blank=True)
    my_organisation_needs = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(db_default=TransactionNow())

    def __str__(self) -> str:
        return str(self.person_id)


class Absence(models.Model):
    """Somebody is away from `first_day` until the day they are back, and who can be asked meanwhile. Never why.

    Written by two listed acts of the database. `ended_at`: it was ended before its time, or taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_day = models.DateField()
    back_on = models.DateField()
    cover = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField(db_default=TransactionNow())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(back_on__gt=models.F("first_day")), name="absence_some_days"),
            models.CheckConstraint(condition=~models.Q(cover=models.F("person")), name="absence_covered_by_another"),
        ]
        indexes = [
            models.Index(fields=["person", "back_on"], name="absence_person"),
            models.Index(fields=["back_on"], condition=models.Q(ended_at__isnull=True), name="absence_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} until {self.back_on}"
