"""A whole list of referrals comes in, as loader, in one transaction: all of it or nothing, and nothing twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import BinaryField, BooleanField, F, Func, IntegerField, JSONField, TextField, UUIDField, Value
from django.db.models.functions import Cast

from roundtable.casework.referrals.models import ImportedRow
from roundtable.casework.referrals.rules.draft import ConsentHow, NewCitizen, ReferralDraft, to_json
from roundtable.casework.referrals.rules.import_list import ImportRow, RowFault
from roundtable.ground.access import keys
from roundtable.ground.access.actor import Hat, login_for
from roundtable.ground.access.acts import refused
from roundtable.ground.access.context import through
from roundtable.ground.programmes.queries import Referrer, known_codes, referrers
from roundtable.kernel.refusal import Refusal, gettext_noop
from roundtable.kernel.texts import shortened

BATCH = 200
LOADER = "loader"


class ListInUse(Refusal):
    """Two imports of the same rows at once."""

    code = "list_in_use"
    message = gettext_noop("Somebody else is importing some of these rows just now. Nothing was stored. Run the list again in a moment.")


@dataclass(frozen=True)
class ImportResult:
    """What came in, or would: sent referrals, drafts, rows that were there already, and every row that cannot come in."""

    sent: int
    drafts: int
    already: int
    faults: tuple[RowFault, ...]
    stored: bool


class _NotForGood(Exception):
    """Undo everything: a trial, or a list with a fault in it."""


def import_referrals(*, rows: Iterable[ImportRow | RowFault], at: datetime, dry_run: bool = False, partial: bool = False) -> ImportResult:
    """The rows of a list become referrals of the referrers they name; those without a recorded consent become drafts, never sent.

    All in or none in, unless `partial`, which takes the good rows. A trial (`dry_run`) stores nothing and finds the same faults.
    A row whose key has come in before is passed over. `at`: now. Raises ListInUse.
    """
    result = ImportResult(0, 0, 0, (), False)
    try:
        with through(LOADER):
            result = _import(rows, at)
            if dry_run or (result.faults and not partial):
                raise _NotForGood
    except _NotForGood:
        return result
    except IntegrityError:
        raise ListInUse() from None
    return ImportResult(result.sent, result.drafts, result.already, result.faults, True)


def _import(rows: Iterable[ImportRow | RowFault], at: datetime) -> ImportResult:
    sent = drafts = already = 0
    faults: list[RowFault] = []
    for batch in _batches(rows):
        faults += [row for row in batch if isinstance(row, RowFault)]
        good = [row for row in batch if isinstance(row, ImportRow)]
        here = set(ImportedRow.objects.filter(key__in=[row.key for row in good]).values_list("key", flat=True))
        already += len(here)
        who = referrers((row.referrer_email.lower(), row.programme_code.lower()) for row in good)
        programmes = known_codes(row.programme_code for row in good)
        taken = []
        for row in good:
            referrer = who.get((row.referrer_email.lower(), row.programme_code.lower()))
            if row.key not in here and referrer is None:
                faults.append(_unknown(row, programmes))
            elif row.key not in here and referrer is not None:
                taken.append((row, referrer))
        came, refused = _send([pair for pair in taken if not pair[0].draft], at)
        sent += came
        faults += refused
        drafts += _keep([pair for pair in taken if pair[0].draft], at)
    return ImportResult(sent, drafts, already, tuple(sorted(faults, key=lambda fault: fault.line)), False)


def _batches(rows: Iterable[ImportRow | RowFault]) -> Iterator[list[ImportRow | RowFault]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _unknown(row: ImportRow, programmes: frozenset[str]) -> RowFault:
    """Nobody of that address works in that programme: because there is no such programme, or because of the address."""
    if row.programme_code.lower() not in programmes:
        return RowFault(
            row.line,
            row.called["programme_code"],
            gettext_noop("There is no programme of this code here."),
            gettext_noop("Correct the code, then run the list again."),
        )
    return RowFault(
        row.line,
        row.called["referrer_email"],
        gettext_noop("Nobody with this e-mail address works in this programme now."),
        gettext_noop("Correct the address or the programme, or ask the programme to add the person, then run the list again."),
    )


def _send(taken: Sequence[tuple[ImportRow, Referrer]], at: datetime) -> tuple[int, list[RowFault]]:
    """Rows with a recorded consent, all at once; where the database says no to one, each alone, and those it refuses are named."""
    try:
        _store(taken, at)
    except DatabaseError as problem:
        if refused(problem) is None:
            raise
    else:
        return len(taken), []
    sent, faults = 0, []
    for row, who in taken:
        try:
            _store([(row, who)], at)
            sent += 1
        except DatabaseError as problem:
            no = refused(problem)
            if no is None:
                raise
            faults.append(RowFault(row.line, row.called["referrer_email"], no.msgid, gettext_noop("Then run the list again.")))
    return sent, faults


@transaction.atomic(using=LOADER)
def _store(taken: Sequence[tuple[ImportRow, Referrer]], at: datetime) -> None:
    """The database makes case, seats, words and referral of each in one call."""
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(key=row.key, draft=False, became=_load("load_referral", Value(_facts(row, who), JSONField())), at=at)
            for row, who in taken
        ]
    )


def _load(name: str, *arguments: object) -> Any:
    return Func(*arguments, function=f"guard.{name}", output_field=UUIDField())


def _facts(row: ImportRow, who: Referrer) -> dict[str, object]:
    days = {name: day.isoformat() if day else None for name, day in (("born_on", row.born_on), ("consent_on", row.consent_on))}
    return {
        "case_id": str(uuid4()),
        "referral_id": str(uuid4()),
        "citizen_id": str(uuid4()),
        "referrer_id": str(who.person_id),
        "organisation_id": str(who.organisation_id),
        "role_id": str(who.role_id),
        "programme_id": str(who.programme_id),
        "authority": who.authority,
        "given_name": row.given_name,
        "family_name": row.family_name,
        "phone": row.phone,
        "email": row.email,
        "reason": row.reason,
        "consent_given": row.consent_given,
        "consent_text": row.consent_text,
        "received_on": row.received_on.isoformat() if row.received_on else None,
        **days,
    }


def _keep(taken: Sequence[tuple[ImportRow, Referrer]], at: datetime) -> int:
    """Rows without a recorded consent: drafts of their referrers, sealed for the referrer's kind of login; nobody enters the house."""
    places = [
        Func(
            Value(who.person_id, UUIDField()),
            Value(who.authority, BooleanField()),
            function="guard.load_draft_scope",
            output_field=IntegerField(),
        )
        for _, who in taken
    ]
    ImportedRow.objects.bulk_create(
        [ImportedRow(key=row.key, draft=True, scope_id=place, at=at) for (row, _), place in zip(taken, places, strict=True)]
    )
    scopes = dict(ImportedRow.objects.filter(key__in=[row.key for row, _ in taken]).values_list("key", "scope_id"))
    for row, who in taken:
        item_id, scope_id = uuid4(), scopes[row.key] or 0
        ring = keys.RING_OF_LOGIN[str(login_for(Hat.PROFESSIONAL, who.authority))]
        key = keys.new_key()
        draft = _draft(row, who)
        sealed = keys.seal_words(key, f"{shortened(draft.names, 200)}\x00{to_json(draft)}".encode(), item_id, scope_id)
        wrapped = keys.seal_for_ring(ring, key, str(item_id))
        ImportedRow.objects.filter(key=row.key).update(
            became=_load(
                "load_draft",
                Value(item_id, UUIDField()),
                F("scope_id"),
                Value(who.person_id, UUIDField()),
                Cast(Value(ring), TextField()),
                Value(sealed, BinaryField()),
                Value(wrapped, BinaryField()),
            )
        )
    return len(taken)


def _draft(row: ImportRow, who: Referrer) -> ReferralDraft:
    how = ConsentHow(row.consent_given) if row.consent_given else None
    citizen = NewCitizen(row.given_name, row.family_name, row.born_on, row.phone, row.email, how, row.consent_on)
    return ReferralDraft(UUID(str(who.programme_id)), (citizen,), row.reason)
