"""The grant tables, the item header and the one table of words. Behaviour: sql/ beside this file and, as plain functions, the oracle."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow as Now
from django.db import models


class Case(models.Model):
    """The anchor of one course. Its state is history in the room `cases`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT)
    opened_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)


class Seat(models.Model):
    """Somebody sits at a table: person, case, hat, role, from, until, ground."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    hat = models.CharField(max_length=20)
    role = models.ForeignKey("programmes.Role", null=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT)
    authority = models.BooleanField(default=False)
    for_person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    powers = ArrayField(models.CharField(max_length=10), default=list)
    power_kinds = ArrayField(models.CharField(max_length=12), default=list)
    ground = models.CharField(max_length=40, default="programme")
    from_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField(null=True)
    seated_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["person", "hat"], name="seat_person_hat"),
            models.Index(fields=["case"], name="seat_case"),
        ]

    def __str__(self) -> str:
        return f"{self.hat} on {self.case_id}"


class Scope(models.Model):
    """Who can read: one row per anchor, persons it is about, kind, holder. `wall`: 0 both sides, 1 care, 2 authority, 3 citizens."""

    id = models.AutoField(primary_key=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=12)
    about = ArrayField(models.UUIDField(), default=list)
    holder = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder_hat = models.CharField(max_length=20, blank=True)
    side = models.ForeignKey("organisations.Organisation", null=True, on_delete=models.PROTECT)
    wall = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "about", "holder", "holder_hat", "side"], name="one_scope", nulls_distinct=False
            ),
            models.UniqueConstraint(fields=["id", "wall"], name="scope_wall"),
            models.CheckConstraint(condition=models.Q(kind__in=["draft", "own", "confidence", "side", "team", "table"]), name="scope_kind"),
        ]
        indexes = [models.Index(fields=["case"], name="scope_case"), models.Index(fields=["holder"], name="scope_holder")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Item(models.Model):
    """The header of any content: who wrote what in which scope, when. `wall`, `scope_kind`, `about` follow the scope (trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, db_index=False)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, db_index=False)
    wall = models.SmallIntegerField(default=0)
    scope_kind = models.CharField(max_length=12, default="")
    about = ArrayField(models.UUIDField(), default=list)
    kind = models.CharField(max_length=20)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    author_hat = models.CharField(max_length=20)
    author_seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    held = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["scope", "made_at", "id"], name="item_scope_made"),
            models.Index(fields=["case", "kind", "made_at"], name="item_case_kind"),
            models.Index(fields=["author"], name="item_author"),
            models.Index(fields=["case"], condition=models.Q(held=True), name="item_held"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Opening(models.Model):
    """From here on the held items of a case made before are open to their scopes: all were ready, or the responsible one opened early."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    early = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["case"], name="opening_case")]

    def __str__(self) -> str:
        return str(self.id)


class Text(models.Model):
    """The words of an item: plain in wide scopes; sealed in `own`, `confidence` and `draft`, where headline and body stand empty."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    headline = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope_id"], name="text_scope")]

    def __str__(self) -> str:
        return str(self.item_id)


class ScopeKey(models.Model):
    """A scope's key, wrapped for one ring of keys outside the database. Destroying the rows erases the scope's words, backups included."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    ring = models.CharField(max_length=12)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "ring"], name="one_key_a_ring")]

    def __str__(self) -> str:
        return f"{self.scope_id} {self.ring}"


class ItemKey(models.Model):
    """An item's data key, wrapped by its scope's key, or for the ring of who it is disclosed to."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    ring = models.CharField(max_length=12, blank=True)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "ring"], name="one_wrap_a_ring")]
        indexes = [models.Index(fields=["scope_id"], name="wrap_scope")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.ring}"


class Disclosure(models.Model):
    """Exactly these items, to exactly one seat: by consent or by law, from, until. Append-only; its end is a row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False)
    to_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", db_index=False)
    about = ArrayField(models.UUIDField(), default=list)
    side_ids = ArrayField(models.UUIDField(), default=list)
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    given_hat = models.CharField(max_length=20)
    basis = models.CharField(max_length=10)
    how = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField()
    paragraph = models.CharField(max_length=120, blank=True)
    reason_item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    countersigner = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    countersign_by = models.DateTimeField(null=True)
    told_from = models.DateTimeField(null=True)
    deferral_ground = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("from_at")), name="disclosure_some_time"),
            models.CheckConstraint(condition=models.Q(basis__in=["consent", "law"]), name="disclosure_basis"),
            models.CheckConstraint(
                condition=~models.Q(basis="law")
                | (models.Q(countersigner__isnull=False) & ~models.Q(paragraph="") & ~models.Q(countersigner=models.F("given_by"))),
                name="law_has_two_people",
            ),
        ]
        indexes = [models.Index(fields=["to_seat"], name="disclosure_to"), models.Index(fields=["case"], name="disclosure_case")]

    def __str__(self) -> str:
        return f"{self.basis} {self.id}"


class DisclosedItem(models.Model):
    """One item of a disclosure; frozen when given (invariant 7)."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "item"], name="disclosed_once")]
        indexes = [models.Index(fields=["item"], name="disclosed_item")]

    def __str__(self) -> str:
        return str(self.item_id)


class DisclosureEvent(models.Model):
    """A disclosure was withdrawn or countersigned."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, db_index=False)
    event = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "event"], name="one_event_a_kind")]

    def __str__(self) -> str:
        return self.event


class DisclosureYes(models.Model):
    """One person's yes to a disclosure: said by herself, or by who acts for her. It opens when everybody it is about has said yes."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "person"], name="one_yes_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.disclosure_id}"


class Block(models.Model):
    """A citizen closed the case, as far as it is about her, for a named person.

    `noted_by`: a professional noted it as said by telephone or on paper; `opened_by`: who noted so that it is open again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "person"], name="block_case_person")]

    def __str__(self) -> str:
        return str(self.id)


class Withholding(models.Model):
    """An entry is withheld from the citizen until a day, on a countersigned ground."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    countersigner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    paragraph = models.CharField(max_length=120)
    from_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField()
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case"], name="withholding_case")]
        constraints = [models.CheckConstraint(condition=~models.Q(countersigner=models.F("by")), name="withholding_has_two_people")]

    def __str__(self) -> str:
        return str(self.id)


class Mandate(models.Model):
    """A line manager may read their own organisation's part of one named case: given by a second person, on a ground, until a day.

    `ended_at`: it was ended before its time. It opens nothing while the manager does not manage there, or sits at the table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT)
    ground = models.CharField(max_length=20)
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("from_at")), name="mandate_some_time"),
            models.CheckConstraint(condition=~models.Q(given_by=models.F("person")), name="mandate_has_two_people"),
            models.CheckConstraint(
                condition=models.Q(ground__in=["complaint", "incident", "supervision", "absence"]), name="mandate_ground"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="mandate_person"), models.Index(fields=["case"], name="mandate_case")]

    def __str__(self) -> str:
        return f"{self.ground} {self.id}"


class MandateYes(models.Model):
    """One person's yes, by herself or by who acts for her: a line manager may read one item of a confidence while the mandate runs.

    Frozen to the item when given; it opens when everybody the item is about has said yes, and closes when any of them takes it back.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT)
    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by_hat = models.CharField(max_length=20)
    from_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "item", "person"], condition=models.Q(ended_at__isnull=True), name="one_yes_to_a_manager"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.mandate_id}"
