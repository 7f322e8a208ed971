"""A browser window of somebody, from an address of its own, so that the limits of one test do not meet another's."""

import random
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import mail
from django.test import Client

from roundtable.ground.people import jobs
from roundtable.ground.people.models import Account, SignInLink
from roundtable.ground.people.rules import Invitation

PIN = "830461"
PASSWORD = "quiet harbour lamp seven"


def window() -> Client:
    """Nobody is signed in here yet."""
    return Client(REMOTE_ADDR=f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}")


def who(client: Client) -> str | None:
    """The account that is signed in in this window."""
    return client.session.get("_auth_user_id")


def open_letter(client: Client, letter: Invitation, **choice: Any) -> Any:
    """The code of a letter is written, then the choice made."""
    answer = client.post("/sign-in/letter/", {"code": letter.code})
    assert answer.status_code == 302, answer.content.decode()
    return client.post(answer["Location"], choice)


def latest_link(account: Account | None) -> UUID:
    """The newest link of an account, or of nobody."""
    return SignInLink.objects.filter(account=account).latest("asked_at").id


@dataclass(frozen=True)
class Sent:
    """A mail and the path of the link in it."""

    body: str
    path: str


def mailed(account: Account) -> Sent:
    """The mail with the newest link of an account, sent now by its job."""
    mail.outbox.clear()
    jobs.mail_link(link=str(latest_link(account)))
    (message,) = mail.outbox
    found = re.search(r"https?://[^/\s]+(/sign-in/(?:link|password)/\S+)", str(message.body))
    assert found
    return Sent(str(message.body), found[1])


def words(answer: Any) -> str:
    """A page as text, white space made single."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
