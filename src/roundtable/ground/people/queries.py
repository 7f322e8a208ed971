"""Readers of accounts, through the door; and of a person's name, for who may know it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db.models import BooleanField, ExpressionWrapper, Q

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader
from roundtable.ground.access.sealing import CannotOpen, unseal
from roundtable.ground.people.models import Account, KeptForm, LetterAsk, LetterCode, SignInLink
from roundtable.ground.people.rules import CODE_TRIES, KEPT_FOR_LATER, KEPT_LASTS, AccountFacts, LetterAsked, LetterFacts

KEPT_USE = "kept form"
STILL_KEPT = Q(made_at__gt=TransactionNow() - KEPT_LASTS) | Q(for_later=True, made_at__gt=TransactionNow() - KEPT_FOR_LATER)

ASKED = "address"
"""In an account's settings: the address asked for, and its link."""


def _facts(account: Account) -> AccountFacts:
    return AccountFacts(
        account.id,
        account.person_id,
        account.display_name,
        account.email or "",
        account.email_proven,
        account.kind,
        account.language,
        bool(account.settings.get("bare")),
        bool(account.settings.get("second_look", True)),
        bool(account.pin),
        bool(account.pin) or account.last_login is not None or (bool(account.password) and account.has_usable_password()),
        dict(account.settings.get("notices") or {}),
    )


def account_facts(account_id: UUID) -> AccountFacts | None:
    """What the door knows of an account, if it is open. One statement."""
    found = Account.objects.filter(id=account_id, is_active=True).first()
    return _facts(found) if found else None


def account_of(person_id: UUID) -> AccountFacts | None:
    """The open account of a person. One statement."""
    found = Account.objects.filter(person_id=person_id, is_active=True).first()
    return _facts(found) if found else None


def languages_of(person_ids: Iterable[UUID]) -> frozenset[str]:
    """The languages some people have chosen, as far as they have accounts. One statement."""
    return frozenset(Account.objects.filter(person_id__in=set(person_ids), is_active=True).values_list("language", flat=True))


def link_facts(link_id: UUID) -> tuple[AccountFacts, str] | None:
    """Whose link this is and where it leads, while it is good: unused, not older than its time. One statement."""
    found = (
        SignInLink.objects.select_related("account")
        .filter(id=link_id, used_at=None, expires_at__gt=TransactionNow(), account__is_active=True)
        .first()
    )
    return (_facts(found.account), found.next_path) if found and found.account else None


def asked_address(link_id: UUID) -> tuple[AccountFacts, str] | None:
    """Whose a link to a new address is, and the address; None once it is used, too old, or another was asked for. One statement."""
    good = {"id": link_id, "used_at": None, "expires_at__gt": TransactionNow(), "account__is_active": True}
    found = SignInLink.objects.select_related("account").filter(**good).first()
    asked = found.account.settings.get(ASKED) or {} if found and found.account else {}
    return (_facts(found.account), asked["email"]) if found and found.account and asked.get("link") == str(link_id) else None


def letters_of(account_id: UUID) -> tuple[LetterFacts, ...]:
    """The letters with a code made for an account, newest first, with who asked for them and who printed them. Two statements."""
    good = Q(used_at=None, expires_at__gt=TransactionNow(), tries__lt=CODE_TRIES)
    found = LetterCode.objects.filter(account_id=account_id).annotate(waits=ExpressionWrapper(good, output_field=BooleanField()))
    letters = list(found.order_by("-made_at")[:10])
    names = _names(who for letter in letters for who in (letter.made_by_id, letter.asked_by_id) if who)
    return tuple(
        LetterFacts(letter.made_at, names.get(letter.made_by_id, ""), letter.used_at, names.get(letter.asked_by_id, ""), letter.waits)
        for letter in letters
    )


def _names(person_ids: Iterable[UUID]) -> dict[Any, str]:
    return dict(Account.objects.filter(person_id__in=set(person_ids)).values_list("person_id", "display_name"))


def kept_form(account_id: UUID, kept_id: UUID) -> tuple[str, str, bool] | None:
    """Where a form was going, its fields (urlencoded), and whether its writer kept it for another day; for its account. One statement."""
    found = KeptForm.objects.filter(STILL_KEPT, id=kept_id, account_id=account_id).first()
    if found is None:
        return None
    try:
        return found.path, unseal(KEPT_USE, f"{found.id}/{account_id}/{found.path}", bytes(found.sealed)).decode(), found.for_later
    except CannotOpen:
        return None


@reader()
def may_invite(*, actor: Actor, person_id: UUID) -> tuple[str, str, str]:
    """Kind of account, name and work e-mail of somebody the actor may give a letter with a code; NotHere for all others."""
    kind, name, email = act("may_invite", [person_id])[0]
    return kind, name, email


@reader()
def letters_to_print(*, actor: Actor) -> tuple[LetterAsked, ...]:
    """Letters that wait for the actor's yes, oldest first: somebody else asked. One statement."""
    return tuple(_asked(row) for row in LetterAsk.objects.raw("SELECT * FROM guard.letters_to_agree()"))


@reader()
def letters_of_two(*, actor: Actor) -> tuple[LetterAsked, ...]:
    """New letters that two people made for the actor, newest first. One statement."""
    found = LetterAsk.objects.filter(person_id=actor.person_id, agreed_at__isnull=False).order_by("-agreed_at")
    return tuple(_asked(row) for row in found)


def _asked(row: LetterAsk) -> LetterAsked:
    return LetterAsked(row.id, row.name, row.kind, row.asked_name, row.asked_at, row.agreed_name, row.agreed_at)


def account_to_enter(account_id: UUID) -> Account | None:
    """The account itself, for the demo's door alone: who has it can sign in as it."""
    return Account.objects.filter(id=account_id, is_active=True).first()
