"""Links by e-mail: asked for, mailed once, opened once with a PIN (or, for staff, with a new password)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Sum

from roundtable.ground.access.context import DOOR
from roundtable.ground.access.queue import enqueue
from roundtable.ground.people.models import Account, LetterCode, SignInLink
from roundtable.ground.people.queries import account_facts
from roundtable.ground.people.rules import (
    CODE_TRIES,
    LINK_LASTS,
    PASSWORD_LINK_LASTS,
    PIN_LOCK,
    PIN_TRIES,
    AccountFacts,
    CodeDoesNotFit,
    LinkDoesNotFit,
    PinPaused,
    WrongPin,
)


def ask_for_link(*, email: str, next_path: str = "") -> None:
    """Whoever has an account with this address gets a mail with a link. Known or not, the same is done and said, in the same time."""
    account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
    link_for(account, next_path)


def link_for(account: Account | None, next_path: str = "") -> None:
    """A link and the job that mails it; both also for nobody."""
    lasts: timedelta = PASSWORD_LINK_LASTS if account and account.kind == "staff" else LINK_LASTS
    with transaction.atomic(using=DOOR):
        link = SignInLink.objects.create(account=account, next_path=next_path[:300], expires_at=TransactionNow() + lasts)
        enqueue("people.mail_link", link=link.id)


def mail_link(*, link_id: UUID, send: Callable[[AccountFacts, UUID], None]) -> bool:
    """Send the mail of a link, once however often it is asked; nothing for a link that is nobody's or too old. True if it was sent now."""
    with transaction.atomic(using=DOOR):
        link = (
            SignInLink.objects.select_for_update().filter(id=link_id, mailed_at=None, used_at=None, expires_at__gt=TransactionNow()).first()
        )
        facts = account_facts(link.account_id) if link and link.account_id else None
        if link is None or facts is None:
            return False
        send(facts, link.id)
        SignInLink.objects.filter(id=link_id).update(mailed_at=TransactionNow())
    return True


def check_pin(account_id: UUID, pin: str, *, link_id: UUID | None = None, signs_in: bool = False) -> None:
    """The PIN fits, or WrongPin, or after five of those PinPaused. One try after the other, whatever the number of processes.

    `link_id`: the link it is said with, where that went to an address which nobody has shown to be theirs. A stranger may hold it. So wrong
    ones count there, the fifth ends the link (LinkDoesNotFit), and whose account it is is not locked out. `signs_in`: anybody who knows the
    address can ask for such links, so for a quarter of an hour no further one takes a PIN (PinPaused).
    """
    with transaction.atomic(using=DOOR):
        paused = ExpressionWrapper(Q(locked_until__gt=TransactionNow()), output_field=BooleanField())
        account = Account.objects.select_for_update().annotate(paused=paused).get(id=account_id)
        if account.paused or (signs_in and link_id is not None and _tried(account_id) >= PIN_TRIES):
            outcome: type[WrongPin | PinPaused | LinkDoesNotFit] | None = PinPaused
        elif account.pin and check_password(pin, account.pin):
            Account.objects.filter(id=account_id).update(wrong_pins=0, locked_until=None)
            outcome = None
        elif link_id is not None:
            SignInLink.objects.filter(id=link_id).update(tries=F("tries") + 1)
            ended = SignInLink.objects.filter(id=link_id, tries__gte=PIN_TRIES).update(used_at=TransactionNow())
            outcome = LinkDoesNotFit if ended else WrongPin
        elif account.wrong_pins + 1 >= PIN_TRIES:
            Account.objects.filter(id=account_id).update(wrong_pins=0, locked_until=TransactionNow() + PIN_LOCK)
            outcome = PinPaused
        else:
            Account.objects.filter(id=account_id).update(wrong_pins=account.wrong_pins + 1)
            outcome = WrongPin
    if outcome is not None:
        raise outcome(field="pin")


def _tried(account_id: UUID) -> int:
    """How many wrong PINs were said with this account's links of the last quarter of an hour; links to confirm an address last longer."""
    found = SignInLink.objects.filter(
        account_id=account_id, asked_at__gt=TransactionNow() - PIN_LOCK, expires_at__lte=F("asked_at") + LINK_LASTS
    )
    return found.aggregate(all=Sum("tries"))["all"] or 0


def _use_link(link_id: UUID, kind_is_staff: bool) -> Account:
    good = Q(id=link_id, used_at=None, expires_at__gt=TransactionNow(), account__is_active=True)
    link = SignInLink.objects.select_for_update(of=("self",)).select_related("account").filter(good).first()
    if link is None or link.account is None or (link.account.kind == "staff") is not kind_is_staff:
        raise LinkDoesNotFit
    SignInLink.objects.filter(id=link_id).update(used_at=TransactionNow())
    return link.account


def enter_by_link(*, link_id: UUID, pin: str) -> tuple[AbstractBaseUser, str]:
    """The link and the PIN fit: the account, and where the person was going. The link is used up.

    Raises LinkDoesNotFit, WrongPin, PinPaused.
    """
    account_id = (
        SignInLink.objects.filter(id=link_id, used_at=None, expires_at__gt=TransactionNow(), account__is_active=True)
        .values_list("account_id", "next_path", "account__email_proven")
        .first()
    )
    if account_id is None:
        raise LinkDoesNotFit
    check_pin(account_id[0], pin, link_id=None if account_id[2] else link_id, signs_in=True)
    with transaction.atomic(using=DOOR):
        account = _use_link(link_id, kind_is_staff=False)
        if not account.email_proven:
            Account.objects.filter(id=account.id).update(email_proven=True)
    return account, account_id[1]


def enter_by_letter(*, letter_id: UUID, pin: str) -> AbstractBaseUser:
    """The letter and the PIN fit: the account. The letter is used up. For those without e-mail.

    Raises CodeDoesNotFit, WrongPin, PinPaused.
    """
    good = Q(id=letter_id, used_at=None, expires_at__gt=TransactionNow(), tries__lt=CODE_TRIES, new_pin=False, account__is_active=True)
    letter = LetterCode.objects.select_related("account").filter(good).first()
    if letter is None:
        raise CodeDoesNotFit
    try:
        check_pin(letter.account_id, pin)
    except (WrongPin, PinPaused):
        LetterCode.objects.filter(id=letter_id).update(tries=F("tries") + 1)  # who holds a letter does not try PINs for a month
        raise
    if not LetterCode.objects.filter(id=letter_id, used_at=None).update(used_at=TransactionNow()):
        raise CodeDoesNotFit
    return letter.account


def set_password(*, link_id: UUID, password: str) -> None:
    """A colleague has a new password, by the link in their mail. All their sign-ins end; the second step stays. Raises LinkDoesNotFit."""
    with transaction.atomic(using=DOOR):
        account = _use_link(link_id, kind_is_staff=True)
        account.set_password(password)
        account.save(update_fields=["password"])
