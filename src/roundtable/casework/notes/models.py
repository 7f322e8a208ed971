"""What texts of this room are to each other, contacts and what became of them, half-written texts. The words stand with the seats."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models


class Note(models.Model):
    """One text of this room. `corrects`: the text it stands beside. `line`: the one sentence of it that can be shared alone.

    `citizen` and `professional`: the two of a message. The pointer to the line is kept on the detail's row, so that who is given
    the line alone learns nothing of a detail.
    """

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.CASCADE, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    citizen = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    professional = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("seats.Item", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["case", "kind"], name="note_case_kind"),
            models.Index(fields=["scope_id", "kind"], name="note_scope_kind"),
            models.Index(fields=["professional"], name="note_professional", condition=models.Q(kind="message")),
            models.Index(fields=["corrects"], name="note_corrects", condition=models.Q(corrects__isnull=False)),
            models.Index(fields=["line"], name="note_line", condition=models.Q(line__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"


class Contact(models.Model):
    """A time two or more people meant to spend together. Whether it is known to others is its item's place, not its kind."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.CASCADE, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=12)
    begins_at = models.DateTimeField()
    people = ArrayField(models.UUIDField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["case", "begins_at"], name="contact_case")]

    def __str__(self) -> str:
        return f"{self.how} {self.item_id}"


class ContactChange(models.Model):
    """What became of a contact, noted when and by whom; rows stay, the last one counts."""

    item = models.ForeignKey("seats.Item", on_delete=models.CASCADE, related_name="+", db_index=False)
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    state = models.CharField(max_length=12)
    minutes = models.PositiveSmallIntegerField(null=True)
    moved_to = models.DateTimeField(null=True)
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        indexes = [models.Index(fields=["item", "id"], name="contactchange_item")]

    def __str__(self) -> str:
        return f"{self.state} {self.item_id}"


class Draft(models.Model):
    """A half-written text: what it was meant to be, and for whom. Its author's alone; saving again replaces it."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.CASCADE, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+")
    made_for = models.CharField(max_length=12)
    to = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=12, blank=True)
    about = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.made_for} {self.item_id}"
