"""Letters with a code: made by who may invite, opened once, turned into a PIN or a password."""

import secrets
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import get_language

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import DOOR, through
from roundtable.ground.access.guard import action
from roundtable.ground.access.queue import enqueue
from roundtable.ground.people.actions.links import link_for
from roundtable.ground.people.models import Account, LetterCode, Person
from roundtable.ground.people.queries import account_of, may_invite
from roundtable.ground.people.rules import (
    ALPHABET,
    CODE_LASTS,
    CODE_LENGTH,
    CODE_TRIES,
    PREFIX_LENGTH,
    CodeDoesNotFit,
    EmailTaken,
    Invitation,
    NeedsSecond,
    NobodyToPrint,
    SignsInOtherwise,
    WeakPin,
    is_weak_pin,
    shown_code,
    takes_two,
    tidy_code,
)
from roundtable.kernel.refusal import NotHere


@action
def invite(*, actor: Actor, at: datetime, person_id: UUID, new_pin: bool = False) -> Invitation:
    """Somebody at the table, or in the leader's programme, gets a letter with a code: the account is made if there is none.

    `new_pin`: the letter also sets a new PIN; always so while the account has none. The code stands in the result this once.
    Raises NotHere (not theirs to invite), NeedsSecond (it would take over an account in use: `ask_for_letter`), SignsInOtherwise (the
    account is of the other kind).
    """
    kind, name, email = may_invite(actor=actor, person_id=person_id)
    known = account_of(person_id)
    if known and takes_two(kind=kind, used=known.used, has_pin=known.has_pin, new_pin=new_pin):
        raise NeedsSecond()
    return make_letter(person_id=person_id, kind=kind, name=name, email=email, new_pin=new_pin, made_by_id=actor.person_id)


@action
def ask_for_letter(*, actor: Actor, at: datetime, person_id: UUID) -> tuple[str, ...]:
    """A new letter for an account in use is asked for; who may print it, by name, are told by mail. Asking twice is asking once.

    Raises NotHere (not theirs to invite), SignsInOtherwise, NobodyToPrint (there is no second person).
    """
    wanted = uuid4()
    ask_id = act("ask_letter", [wanted, person_id])[0][0]
    seconds = act("letter_seconds", [ask_id])
    if not seconds:
        raise NobodyToPrint()
    if ask_id == wanted:
        for account in Account.objects.filter(person_id__in=[row[0] for row in seconds], is_active=True, email__isnull=False):
            enqueue("people.mail_letter_asked", account=account.id)
    return tuple(row[1] for row in seconds)


@action
def print_asked_letter(*, actor: Actor, at: datetime, ask_id: UUID) -> Invitation:
    """The second person says yes to a letter somebody asked for and prints it: who asked never holds it. Earlier letters stop working.

    Until it is used the old PIN or password works on. Raises NotHere (not theirs to print, printed already, or too old), SignsInOtherwise.
    """
    person_id, kind, name, asked_by_id = act("agree_letter", [ask_id])[0]
    return make_letter(person_id=person_id, kind=kind, name=name, new_pin=True, made_by_id=actor.person_id, asked_by_id=asked_by_id)


def stop_letters(*, account_id: UUID) -> None:
    """The letters made for an account and not yet used stop working: the one they were for did not want them."""
    LetterCode.objects.filter(account_id=account_id, used_at=None).update(expires_at=TransactionNow())


def first_letter(*, person_id: UUID) -> Invitation:
    """A letter for somebody who works in a programme, asked for at the server itself: for the first leader, whom nobody else can invite.

    Raises NotHere for a person there is not, SignsInOtherwise for a citizen's account.
    """
    with through("loader"):
        found = Person.objects.filter(id=person_id).first()
    if found is None:
        raise NotHere
    return make_letter(person_id=person_id, kind="staff", name=str(found), email=found.work_email)


def make_letter(
    *,
    person_id: UUID,
    kind: str,
    name: str,
    email: str = "",
    new_pin: bool = False,
    made_by_id: UUID | None = None,
    asked_by_id: UUID | None = None,
) -> Invitation:
    """A letter for a person whose right to one has been looked at. Earlier letters stop working; who has an e-mail hears of the new one."""
    with transaction.atomic(using=DOOR):
        account, made = Account.objects.select_for_update().get_or_create(
            person_id=person_id,
            defaults={
                "kind": kind,
                "display_name": name[:160],
                "email": _free(email),
                "email_proven": kind == "staff",
                "password": make_password(None),
                # The letter is printed in this language, and the pages begin in it; whoever signs in can choose another.
                "language": (get_language() or "en")[:2],
            },
        )
        if account.kind != kind or not account.is_active:
            raise SignsInOtherwise
        LetterCode.objects.filter(account=account, used_at=None).update(expires_at=TransactionNow())
        code, letter = _print_code(account, new_pin or not account.pin, made_by_id, asked_by_id)
        if account.email and not made:
            enqueue("people.mail_new_letter", account=account.id)
    return Invitation(account.display_name, shown_code(code), kind, letter.expires_at, letter.new_pin)


def _free(email: str) -> str | None:
    email = email.strip().lower()
    return None if not email or Account.objects.filter(email__iexact=email).exists() else email


def _print_code(account: Account, new_pin: bool, made_by_id: UUID | None, asked_by_id: UUID | None) -> tuple[str, LetterCode]:
    """A code whose first part nobody else's letter has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic(using=DOOR):
                letter = LetterCode.objects.create(
                    account=account,
                    prefix=code[:PREFIX_LENGTH],
                    secret=make_password(code[PREFIX_LENGTH:]),
                    new_pin=new_pin,
                    made_by_id=made_by_id,
                    asked_by_id=asked_by_id,
                    expires_at=TransactionNow() + CODE_LASTS,
                )
        except IntegrityError:
            continue
        letter.refresh_from_db(fields=["expires_at"])
        return code, letter


def open_letter(*, code: str) -> tuple[UUID, str, bool]:
    """A code typed from paper is right: the letter's id, the account's kind, and whether a new PIN is to be chosen. Nothing is used up yet.

    A wrong code takes as long as a right one, and says the same as an old or unknown one: raises CodeDoesNotFit.
    """
    code = tidy_code(code)
    with transaction.atomic(using=DOOR):
        letter = _good_letters().select_for_update(of=("self",)).select_related("account").filter(prefix=code[:PREFIX_LENGTH]).first()
        fits = check_password(code[PREFIX_LENGTH:], letter.secret if letter else _nobodys_secret())
        if letter and not fits:
            letter.tries = F("tries") + 1
            letter.save(update_fields=["tries"])
    if letter is None or not fits:
        raise CodeDoesNotFit
    return letter.id, letter.account.kind, letter.new_pin


@lru_cache(maxsize=1)
def _nobodys_secret() -> str:
    """Checked in place of a letter that is not there, so that the answer takes as long."""
    return make_password(secrets.token_hex())


def _good_letters() -> QuerySet[LetterCode]:
    return LetterCode.objects.filter(used_at=None, expires_at__gt=TransactionNow(), tries__lt=CODE_TRIES, account__is_active=True)


def _use(letter_id: UUID) -> Account:
    """The letter's account; the letter is used up from here on. CodeDoesNotFit when it was before."""
    letter = _good_letters().select_for_update(of=("self",)).select_related("account").filter(id=letter_id).first()
    if letter is None:
        raise CodeDoesNotFit
    LetterCode.objects.filter(id=letter_id).update(used_at=TransactionNow())
    return letter.account


def take_citizens_letter(*, letter_id: UUID, pin: str, email: str = "") -> AbstractBaseUser:
    """Who opened the letter has a PIN now and, if they like, an e-mail for links; all their other sign-ins end. Returns the account.

    A first link goes to the e-mail at once: news is mailed only after it was opened, so that a mistyped address hears nothing.
    Raises WeakPin, EmailTaken, CodeDoesNotFit.
    """
    if is_weak_pin(pin):
        raise WeakPin(field="pin")
    with transaction.atomic(using=DOOR):
        account = _use(letter_id)
        account.pin, account.wrong_pins, account.locked_until = make_password(pin), 0, None
        account.password = make_password(None)  # sessions carry a hash of it: all of them end
        if email and not account.email:
            if _free(email) is None:
                raise EmailTaken(field="email")
            account.email, account.email_proven = email.strip().lower(), False
            link_for(account)
        try:
            with transaction.atomic(using=DOOR):
                account.save()
        except IntegrityError:  # somebody else took the address this very moment
            raise EmailTaken(field="email") from None
    return account


def take_staff_letter(*, letter_id: UUID, password: str) -> AbstractBaseUser:
    """Who opened the letter has this password now, and sets up their second step anew; other sign-ins end. Returns the account."""
    with transaction.atomic(using=DOOR):
        account = _use(letter_id)
        account.set_password(password)
        account.save()
        Authenticator.objects.filter(user_id=account.pk).delete()
    return account
