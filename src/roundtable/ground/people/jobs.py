"""Mails of signing in: fixed texts, in the person's language, with a link and nothing else. Each is safe to run twice."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from roundtable.ground.people import actions, queries
from roundtable.ground.people.pages import ADDRESS_SALT, token_of
from roundtable.ground.people.rules import AccountFacts

DAILY = "17 3 * * *"
SOON = RetryStrategy(max_attempts=6, exponential_wait=3)
"""A link lives for half an hour: asked again within it, while the mail server is away. Longer would mail what no longer works."""
LATER = RetryStrategy(max_attempts=8, exponential_wait=5)
"""What somebody has to hear, also a day late."""


def _post(to: AccountFacts, template: str, mark: str, *, email: str = "", **context: str) -> None:
    """One plain mail, to the account's address, or to another of the same person's (`email`).

    Its Message-ID is the same for the same cause, so that a mail server knows a second copy.
    """
    with translation.override(to.language):
        body = render_to_string(f"people/mail/{template}.txt", {**context, "address": settings.ROUNDTABLE_ADDRESS})
    headers = {"Message-ID": f"<{mark}@{settings.ROUNDTABLE_MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    EmailMessage("Roundtable", body, to=[email or to.email], headers=headers).send()


def _post_link(to: AccountFacts, link_id: UUID) -> None:
    staff = to.kind == "staff"
    url = settings.ROUNDTABLE_ADDRESS + reverse("set_password" if staff else "open_link", args=[token_of(link_id)])
    _post(to, "password_link" if staff else "link", f"link-{link_id}", url=url)


@app.task(name="people.mail_link", retry=SOON)
def mail_link(link: str) -> None:
    """Mail the link somebody asked for."""
    actions.mail_link(link_id=UUID(link), send=_post_link)


def _post_new_address(to: AccountFacts, link_id: UUID, email: str) -> None:
    url = settings.ROUNDTABLE_ADDRESS + reverse("confirm_address", args=[token_of(link_id, ADDRESS_SALT)])
    _post(to, "new_address", f"address-{link_id}", email=email, url=url)


@app.task(name="people.mail_new_address", retry=SOON)
def mail_new_address(link: str) -> None:
    """Mail a link to the address somebody says is theirs."""
    actions.mail_new_address(link_id=UUID(link), send=_post_new_address)


@app.task(name="people.mail_left_address", pass_context=True, retry=LATER)
def mail_left_address(context: object, account: str) -> None:
    """Tell the address of before that mails go elsewhere: nobody shall lead somebody's mails away unseen."""
    mark = f"left-{context.job.id}-{account}"  # type: ignore[attr-defined]
    actions.mail_left_address(account_id=UUID(account), send=lambda to, email: _post(to, "left_address", mark, email=email))


@app.task(name="people.mail_new_letter", pass_context=True, retry=LATER)
def mail_new_letter(context: object, account: str) -> None:
    """Tell who has an e-mail that a letter with a code was made for them: nobody shall sign in as them unseen."""
    facts = queries.account_facts(UUID(account))
    if facts and facts.email and facts.email_proven:
        _post(facts, "new_letter", f"letter-{context.job.id}-{account}")  # type: ignore[attr-defined]


@app.task(name="people.mail_letter_asked", pass_context=True, retry=LATER)
def mail_letter_asked(context: object, account: str) -> None:
    """Tell a colleague that somebody asks them to print a letter: no names."""
    facts = queries.account_facts(UUID(account))
    if facts and facts.email and facts.email_proven:
        _post(facts, "letter_asked", f"asked-{context.job.id}-{account}")  # type: ignore[attr-defined]


@app.periodic(cron=DAILY)
@app.task(name="people.throw_away_the_old", queueing_lock="people.throw_away_the_old")
def throw_away_the_old(timestamp: int) -> None:
    """Each night: links past their time and kept forms older than a day."""
    actions.throw_away_the_old()
