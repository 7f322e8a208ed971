"""Where mails go without a mail server: to the console; and in the demo also to the mailbox that a page shows."""

import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections, transaction

DOOR = "default"


class Backend(BaseEmailBackend):
    """Prints each mail; keeps it once for each Message-ID in the demo's mailbox, as a mail server would."""

    keeps_one_of_each_id = True

    def __init__(self, *args: Any, stream: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stream = stream or sys.stdout

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if settings.ROUNDTABLE_DEMO:
                self._keep(message)
            lines = [f"To: {', '.join(message.to)}", f"Subject: {message.subject}", "", str(message.body), "-" * 60]
            self.stream.write("\n".join(lines) + "\n")
        self.stream.flush()
        return len(email_messages)

    def _keep(self, message: EmailMessage) -> None:
        mark = message.extra_headers.get("Message-ID") or message.message()["Message-ID"]
        with transaction.atomic(using=DOOR), connections[DOOR].cursor() as cursor:
            cursor.execute(
                "INSERT INTO demo_mail (message_id, recipient, subject, body) VALUES (%s, %s, %s, %s) ON CONFLICT (message_id) DO NOTHING",
                [mark, ", ".join(message.to), str(message.subject), str(message.body)],
            )
