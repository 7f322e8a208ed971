"""What a person chooses about their account; what they had typed when a session ended; and throwing away what is too old."""

from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction

from roundtable.ground.access.context import DOOR
from roundtable.ground.access.sealing import seal
from roundtable.ground.people.models import Account, KeptForm, SignInLink
from roundtable.ground.people.queries import KEPT_USE
from roundtable.ground.people.rules import KEPT_LASTS, MOST_KEPT


def choose_settings(
    *,
    account_id: UUID,
    language: str,
    bare_notices: bool,
    second_look: bool = True,
    text_size: str = "",
    quiet: bool = False,
    slow: bool = False,
) -> None:
    """The language of pages and mails; whether mails say nothing at all of what there is to read; remarks on one's writing; calm pages.

    `text_size`, `quiet`, `slow`: as in `roundtable.ui.calm`.
    """
    calm = {"text_size": text_size, "quiet": quiet, "slow": slow}
    with transaction.atomic(using=DOOR):
        account = Account.objects.select_for_update().get(id=account_id)
        account.language = language
        account.settings = {**account.settings, "bare": bare_notices, "second_look": second_look, **calm}
        account.save(update_fields=["language", "settings"])


def keep_form(*, account_id: UUID, path: str, fields: str) -> UUID | None:
    """What was typed (urlencoded) is kept, sealed, for this account alone; of more than ten the oldest goes. None: no such account."""
    with transaction.atomic(using=DOOR):
        if not Account.objects.select_for_update().filter(id=account_id, is_active=True).exists():
            return None
        kept = KeptForm(account_id=account_id, path=path)
        kept.sealed = seal(KEPT_USE, f"{kept.id}/{account_id}/{path}", fields.encode())
        kept.save()
        newest = KeptForm.objects.filter(account_id=account_id).order_by("-made_at", "-id").values_list("id", flat=True)
        KeptForm.objects.filter(account_id=account_id, id__in=list(newest)[MOST_KEPT:]).delete()
    return kept.id


def throw_away_kept(*, account_id: UUID, kept_id: UUID) -> None:
    """What was kept is gone: sent, or not wanted."""
    KeptForm.objects.filter(id=kept_id, account_id=account_id).delete()


def throw_away_the_old() -> int:
    """Links past their time and kept forms older than a day go; letters stay, so that a person sees them. Returns how many went."""
    links, _ = SignInLink.objects.filter(expires_at__lt=TransactionNow()).delete()
    forms, _ = KeptForm.objects.filter(made_at__lt=TransactionNow() - KEPT_LASTS).delete()
    return links + forms
