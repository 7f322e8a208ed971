"""The demo's mailbox. In demo mode only: elsewhere there is no such table."""

from django.db import models


class Mail(models.Model):
    """A mail that was sent to somebody of the cast, as it went out."""

    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_at = models.DateTimeField(db_default=models.Func(function="clock_timestamp"))

    objects: models.Manager["Mail"] = models.Manager()  # said aloud: where the demo is not installed, no plugin of the type checker adds it

    def __str__(self) -> str:
        return self.subject
