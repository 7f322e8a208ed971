"""Where mails go: another address once it is shown to be one's own, or none. Whether an address is somebody else's is told to nobody."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError, transaction

from roundtable.ground.access.context import DOOR
from roundtable.ground.access.queue import enqueue
from roundtable.ground.people.actions.links import check_pin
from roundtable.ground.people.models import Account, SignInLink
from roundtable.ground.people.queries import ASKED, account_facts, asked_address
from roundtable.ground.people.rules import ADDRESS_LINK_LASTS, AccountFacts, LinkDoesNotFit

LEFT = "left_address"
"""In an account's settings: the one that is still to be told that it is left."""


def ask_address(*, account_id: UUID, email: str, pin: str | None = None) -> None:
    """A link goes to the new address; it counts when the link is opened. The address of now is told. Known or not, the same is done.

    `pin`: of a citizen; a colleague has shown who they are before. Raises WrongPin, PinPaused.
    """
    if pin is not None:
        check_pin(account_id, pin)
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().get(id=account_id, is_active=True)
        link = SignInLink.objects.create(account=account, expires_at=TransactionNow() + ADDRESS_LINK_LASTS)
        account.settings = {**account.settings, ASKED: {"email": email.strip().lower(), "link": str(link.id)}}
        _leave(account)
        account.save(update_fields=["settings"])
        enqueue("people.mail_new_address", link=link.id)


def _leave(account: Account) -> None:
    """The address of now is told that mails go elsewhere, where one is known to be theirs."""
    if account.email and account.email_proven:
        account.settings = {**account.settings, LEFT: account.email}
        enqueue("people.mail_left_address", account=account.id)


def mail_new_address(*, link_id: UUID, send: Callable[[AccountFacts, UUID, str], None]) -> bool:
    """The link goes to the address asked for, once; to nobody where it is another account's. True if it was sent now."""
    with transaction.atomic(using=DOOR):
        good = SignInLink.objects.select_for_update().filter(id=link_id, mailed_at=None, used_at=None, expires_at__gt=TransactionNow())
        link = good.first()
        found = asked_address(link_id) if link else None
        if link is None or found is None:
            return False
        facts, email = found
        if Account.objects.filter(email__iexact=email).exclude(id=facts.account_id).exists():
            return False
        send(facts, link_id, email)
        SignInLink.objects.filter(id=link_id).update(mailed_at=TransactionNow())
    return True


def mail_left_address(*, account_id: UUID, send: Callable[[AccountFacts, str], None]) -> bool:
    """The address somebody left is told so, once. True if it was now."""
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().filter(id=account_id, is_active=True).first()
        facts = account_facts(account_id)
        if account is None or facts is None or LEFT not in account.settings:
            return False
        send(facts, str(account.settings[LEFT]))
        account.settings = {name: value for name, value in account.settings.items() if name != LEFT}
        account.save(update_fields=["settings"])
    return True


def confirm_address(*, link_id: UUID, pin: str | None = None) -> None:
    """Mails go to the address the link was sent to; links that went to the one before stop working.

    `pin`: of a citizen; a colleague is signed in. Raises WrongPin, PinPaused; LinkDoesNotFit, also where the address is somebody else's
    by now.
    """
    found = asked_address(link_id)
    if found is None:
        raise LinkDoesNotFit
    facts, email = found
    if pin is not None:
        check_pin(facts.account_id, pin, link_id=link_id)
    try:
        with transaction.atomic(using=DOOR):
            account = Account.objects.select_for_update().get(id=facts.account_id)
            good = SignInLink.objects.filter(id=link_id, used_at=None, expires_at__gt=TransactionNow())
            asked = account.settings.get(ASKED) or {}
            if asked.get("link") != str(link_id) or not good.update(used_at=TransactionNow()):
                raise LinkDoesNotFit
            _has(account, email)
    except IntegrityError:
        raise LinkDoesNotFit from None


def remove_address(*, account_id: UUID, pin: str) -> None:
    """A citizen gets no mails any more, and signs in by letter; the address is told. Raises WrongPin, PinPaused."""
    check_pin(account_id, pin)
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().get(id=account_id, is_active=True)
        _leave(account)
        _has(account, None)


def _has(account: Account, email: str | None) -> None:
    account.email, account.email_proven = email, email is not None
    account.settings = {name: value for name, value in account.settings.items() if name != ASKED}
    account.save(update_fields=["email", "email_proven", "settings"])
    SignInLink.objects.filter(account_id=account.id, used_at=None).update(used_at=TransactionNow())
