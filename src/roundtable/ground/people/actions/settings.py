"""What a person chooses about their account; what they had typed when a session ended; and throwing away what is too old."""

from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.urls import Resolver404, resolve

from roundtable.ground.access.context import DOOR
from roundtable.ground.access.sealing import seal
from roundtable.ground.people.models import Account, KeptForm, SignInLink
from roundtable.ground.people.queries import KEPT_USE, STILL_KEPT
from roundtable.ground.people.rules import KEPT_FOR_LATER, KEPT_LASTS, MOST_KEPT


def choose_settings(
    *,
    account_id: UUID,
    language: str,
    second_look: bool = True,
    text_size: str = "",
    quiet: bool = False,
    slow: bool = False,
) -> None:
    """The language of pages and mails; remarks on one's writing; calm pages.

    `text_size`, `quiet`, `slow`: as in `roundtable.ui.calm`.
    """
    calm = {"text_size": text_size, "quiet": quiet, "slow": slow}
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().get(id=account_id)
        account.language = language
        account.settings = {**account.settings, "second_look": second_look, **calm}
        account.save(update_fields=["language", "settings"])


def choose_notices(*, account_id: UUID, bare: bool, chosen: Mapping[str, bool | int | str | None]) -> None:
    """How somebody wants to be told, as codes; and whether messages say nothing at all of what there is to read."""
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().get(id=account_id)
        account.settings = {**account.settings, "bare": bare, "notices": dict(chosen)}
        account.save(update_fields=["settings"])


def keep_form(*, account_id: UUID, path: str, fields: str, for_later: bool = False) -> UUID | None:
    """What was typed (urlencoded) is kept, sealed, for this account alone; of more than ten the oldest goes. None: no such account.

    `for_later`: its writer stopped in the middle and goes on another day; else its sign-in had ended. The first page leads back to both.
    """
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().filter(id=account_id, is_active=True).first()
        if account is None:
            return None
        kept = KeptForm(account_id=account_id, path=path, for_later=for_later)
        kept.sealed = seal(KEPT_USE, f"{kept.id}/{account_id}/{path}", fields.encode())
        kept.save()
        newest = KeptForm.objects.filter(account_id=account_id).order_by("-made_at", "-id").values_list("id", flat=True)
        KeptForm.objects.filter(account_id=account_id, id__in=list(newest)[MOST_KEPT:]).delete()
        _say_what_waits(account)
    return kept.id


def _say_what_waits(account: Account) -> None:
    """What is kept is named in the account, which each page has read anyway, with its last moment: the first page asks nothing for it."""
    kept = KeptForm.objects.filter(STILL_KEPT, account_id=account.id).order_by("-made_at", "id")
    waiting = kept.values_list("id", "made_at", "path", "for_later")
    account.settings = {
        **account.settings,
        "kept": [
            [str(kept_id), made_at.date().isoformat(), _page_of(path), (made_at + (KEPT_FOR_LATER if later else KEPT_LASTS)).isoformat()]
            for kept_id, made_at, path, later in waiting
        ],
    }
    account.save(update_fields=["settings"])


def _page_of(path: str) -> str:
    """The name of the address a form was going to; empty where there is none any more."""
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def throw_away_kept(*, account_id: UUID, kept_id: UUID) -> None:
    """What was kept is gone: sent, or not wanted."""
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().filter(id=account_id).first()
        KeptForm.objects.filter(id=kept_id, account_id=account_id).delete()
        if account is not None and account.settings.get("kept"):
            _say_what_waits(account)


def throw_away_the_old() -> int:
    """Links past their time and kept forms past theirs (a day; 90 where the writer goes on later) go; letters stay.

    Returns how many went.
    """
    links, _ = SignInLink.objects.filter(expires_at__lt=TransactionNow()).delete()
    forms, _ = KeptForm.objects.exclude(STILL_KEPT).delete()
    return links + forms
