"""Work ability as a range, beside the lines it belongs to. The lines themselves are words of an item."""

from django.db import models


class WorkAbilityRange(models.Model):
    """Hours a week as a range, and how sure; read by who reads the lines."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.CASCADE, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    from_hours = models.PositiveSmallIntegerField()
    to_hours = models.PositiveSmallIntegerField()
    sure = models.CharField(max_length=12)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(from_hours__lte=models.F("to_hours")), name="ability_range")]

    def __str__(self) -> str:
        return str(self.item_id)
