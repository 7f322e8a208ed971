"""Text messages: one POST to whatever service the house has. Without one they go to the console."""

import json
import sys
import urllib.error
import urllib.request

from django.conf import settings

TIMEOUT = 20
ALREADY = 409
"""The service has this key: it sent the message the first time."""


class TextTrouble(OSError):
    """The service is away, or said no; the job asks again."""


def send_text(number: str, words: str, *, key: str) -> None:
    """Ask for one message; asked twice with one key it is sent once. Raises TextTrouble.

    The service takes `{"to", "text"}` as JSON with `Authorization: Bearer …` and `Idempotency-Key`, and
    answers 2xx, or 409 for a key it knows.
    """
    if not settings.ROUNDTABLE_TEXT_URL:
        sys.stdout.write(f"Text to: {number}\n\n{words}\n{'-' * 60}\n")
        sys.stdout.flush()
        return
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, "Authorization": f"Bearer {settings.ROUNDTABLE_TEXT_TOKEN}"}
    body = json.dumps({"to": number, "text": words}).encode()
    request = urllib.request.Request(settings.ROUNDTABLE_TEXT_URL, data=body, headers=headers, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT):
            return
    except urllib.error.HTTPError as answer:
        answer.close()
        if answer.code != ALREADY:
            raise TextTrouble(f"answered {answer.code}") from None
    except (urllib.error.URLError, TimeoutError, ConnectionError) as problem:
        raise TextTrouble(type(problem).__name__) from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A number and a token are not carried to another address."""

    def redirect_request(self, *args: object) -> None:
        return None
