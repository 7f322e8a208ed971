"""When somebody last said that they have seen what is new on a case."""

from django.db import models


class Visit(models.Model):
    """One person on one case: everything up to this moment is seen. Theirs alone."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("seats.Case", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case"], name="one_visit_a_case")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.case_id}"
