"""What stands beside lines that are brought: work ability as a range; that it is as she said it. The lines are words of an item."""

from django.contrib.postgres.functions import TransactionNow
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


class SaidSo(models.Model):
    """Whose words somebody else put down says: yes, I said that; or (`so` False): I say it differently. Only they can; read by who reads
    the lines."""

    item = models.OneToOneField("seats.Item", primary_key=True, on_delete=models.CASCADE, related_name="+")
    scope_id = models.IntegerField()
    wall = models.SmallIntegerField()
    so = models.BooleanField(db_default=True)
    at = models.DateTimeField(db_default=TransactionNow())

    def __str__(self) -> str:
        return str(self.item_id)
