"""What came in from FHIR files: the loader's memory, so that no file makes anything twice."""

from django.db import models


class Imported(models.Model):
    """One resource that became a draft or a case. `key`: a digest of what it is; `became`: the draft's item, or the case."""

    key = models.CharField(max_length=64, primary_key=True)
    draft = models.BooleanField()
    became = models.UUIDField(null=True)
    scope_id = models.IntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key[:8]
