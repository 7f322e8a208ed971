"""The joint plan's tables. All but `Standing` are content of the table: everyone at it reads them, in one item, the plan.

What was asked, answered and fixed is only ever added to (no login may change it). What a person wrote carries whose words they are
(`said_by`) and whose hand (`written_by`); `confirmed_at` is when the one who said it said that it is so; `said_yes_on`
and `noted_by`: a yes said on the telephone and noted by a professional, which is no confirmation yet; `before` and `before_by`: how
somebody else had written it down, where the one it belongs to said it differently.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models

NAMES = 200


class Plan(models.Model):
    """The working document of a case: one a case, one item for the read log."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField("seats.Case", on_delete=models.PROTECT, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    return_kind = models.CharField(max_length=10, blank=True)
    return_on = models.DateField(null=True)
    return_until = models.DateField(null=True)
    return_when = models.TextField(blank=True)
    return_revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.item_id)


class OfPlan(models.Model):
    """A part of the plan; scope and wall are the plan's (a constraint holds them together)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()

    class Meta:
        abstract = True


class Goal(OfPlan):
    """One goal. The shared one has no owner; a goal that was taken out keeps its row and its reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12)
    level = models.CharField(max_length=8)
    text = models.TextField()
    gives = models.TextField(blank=True)
    fears = models.TextField(blank=True)
    protection = models.TextField(blank=True)
    owner = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    said_yes_on = models.DateField(null=True)
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=TransactionNow())
    changed_at = models.DateTimeField(db_default=TransactionNow())
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.TextField(blank=True)
    before = models.TextField(blank=True, db_default="")
    before_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["plan"], name="goal_plan")]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=models.Q(kind="shared", removed_at=None), name="one_shared_goal"),
            models.CheckConstraint(condition=models.Q(kind="shared") | models.Q(owner__isnull=False), name="goal_has_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Saying(OfPlan):
    """What somebody says about a goal: own words, how I help, what work could give me, how it supports `to_goal` or the fixed goal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="+")
    to_goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="+")
    to_fixed = models.BooleanField(default=False)
    kind = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    said_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    said_yes_on = models.DateField(null=True)
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=TransactionNow())
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)
    before = models.TextField(blank=True, db_default="")
    before_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["plan"], name="saying_plan")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Step(OfPlan):
    """Who does what by when, and how far it is. How far a step of care is stands in `Progress`, never here (a constraint)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    what = models.TextField()
    who = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField(null=True)
    by_when = models.CharField(max_length=NAMES, blank=True)
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=TransactionNow())
    state = models.CharField(max_length=8, default="open")
    state_reason = models.TextField(blank=True)
    state_at = models.DateTimeField(null=True)
    state_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["plan"], name="step_plan")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="care") | models.Q(state="open", state_reason="", state_at=None, state_by=None),
                name="care_state_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class StepReply(OfPlan):
    """What somebody from outside, who was asked by a link, said to a step: takes it, or has no room now. Only added to; the last counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=8)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["step", "at"], name="step_reply_step")]
        constraints = [models.CheckConstraint(condition=models.Q(answer__in=["takes", "no_room"]), name="step_reply_answer")]

    def __str__(self) -> str:
        return self.answer


class Progress(models.Model):
    """How far a step of care is, as somebody of the health side or the citizen said it: an item of that side each, only ever added to."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="progress")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(wall=1), name="progress_behind_wall")]

    def __str__(self) -> str:
        return f"{self.state} {self.item_id}"


class Call(OfPlan):
    """Everybody was asked about one proposal, frozen under its digest. The latest of a plan is the open one until a version follows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    proposal = models.JSONField()
    parties = models.JSONField()
    topics = models.JSONField()
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_call_a_number")]

    def __str__(self) -> str:
        return f"call {self.number}"


class Answer(OfPlan):
    """What one party said to one proposal. Answering again adds a row; the last one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="answers", db_index=False)
    party = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAMES)
    answer = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    exceptions = models.JSONField(default=list)
    own_words = models.TextField(blank=True)
    how = models.CharField(max_length=8)
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    noted_name = models.CharField(max_length=NAMES, blank=True)
    carried = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["plan"], name="answer_plan")]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_answer_a_number"),
            models.CheckConstraint(condition=models.Q(answer__in=["yes", "yes_but", "no", "not_yet"]), name="answer_given"),
            models.CheckConstraint(
                condition=models.Q(how="self", noted_by__isnull=True) | models.Q(how__in=["phone", "paper"], noted_by__isnull=False),
                name="answer_noted_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.answer}"


class LookAgain(OfPlan):
    """Two professionals take on a point that somebody sees differently, until a day; or who said *not yet* names the day. Only added to.

    `topic`: a goal's id, `return` or `plan`. Of each topic the last row counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    topic = models.CharField(max_length=40)
    look_on = models.DateField()
    first = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["plan"], name="look_again_plan")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first=None, second=None)
                | models.Q(first__isnull=False, second__isnull=False) & ~models.Q(first=models.F("second")),
                name="two_look_or_a_day_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} on {self.look_on}"


class Version(OfPlan):
    """The plan as it was fixed, with every answer and the names of that day. It never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField()
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="version")
    item = models.OneToOneField("seats.Item", on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    shared = models.CharField(max_length=10)
    closed_how = models.CharField(max_length=12)
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Standing(models.Model):
    """Where a case's plan stands, without a word of it: for lists and leaders."""

    case = models.OneToOneField("seats.Case", primary_key=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    fixed_at = models.DateTimeField(null=True)
    shared = models.CharField(max_length=10, default="none")
    asked_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    caller = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    waiting = ArrayField(models.UUIDField(), default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"version {self.version}"
