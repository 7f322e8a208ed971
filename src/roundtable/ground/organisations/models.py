"""The organisations of a partnership."""

import uuid

from django.db import models


class Organisation(models.Model):
    """One organisation. An open table: that it exists is no secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    pattern = models.CharField(max_length=20, default="plain")
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
