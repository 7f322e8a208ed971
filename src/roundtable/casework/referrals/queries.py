"""Referrals: the one of a case, one's own, and the inbox of who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Lower

from roundtable.casework.referrals.models import Referral, ReferralConsent, ReferralEvent, ReferralLink
from roundtable.casework.referrals.rules.draft import RECORDED, CheckAnswer, ConsentHow, ReferralDraft, from_json, read_checks
from roundtable.casework.referrals.rules.duplicates import Known, possible_duplicates
from roundtable.casework.referrals.rules.states import TAKES_A_YES, ReferralAct, ReferralState
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader
from roundtable.ground.programmes.queries import Check, checks_of
from roundtable.ground.seats.queries import Words, words
from roundtable.kernel.refusal import NotHere

MOST_IN_A_LIST = 200
INBOX_PAGE = 50
COMPARED_WITH = 200
"""Beside those that wait, a name is looked for in so many of the newest referrals that were answered, and no further back."""
WAITING = Func(F("id"), template="%(expressions)s = ANY ((SELECT guard.waiting_referrals())::uuid[])", output_field=BooleanField())
"""Found by an index of those that wait, not among all there ever were."""
LATER, FROM_LIST = "telephone", "list"
"""What marks, in the place of the text's version, a yes said on the telephone after the referral was sent, or to a list's own text."""


@dataclass(frozen=True)
class CitizenView:
    """A citizen of a referral, with contact details for who may see them."""

    person_id: UUID
    name: str
    phone: str
    email: str
    born_on: date | None


@dataclass(frozen=True)
class EventView:
    """One thing that was done with a referral. `words`: the reason, empty for who may not read it."""

    act: ReferralAct
    state: ReferralState
    at: datetime
    by_id: UUID
    by: str
    by_hat: str
    words: str


@dataclass(frozen=True)
class ConsentView:
    """A yes or a no of one citizen. `current`: it was given to the text as it stands now; `later`: noted from the telephone after it was
    sent."""

    citizen_id: UUID
    how: ConsentHow
    on_day: date
    recorded_by: str
    current: bool
    later: bool = False


@dataclass(frozen=True)
class ReferralView:
    """One referral: where it stands, the exact text, what was shown about a no, what was consented, what was checked, what happened.

    `from_list`: what was `shown` is a list's own text. `if_no`: what the programme says of a no today; `language`: of its texts."""

    referral_id: UUID
    case_id: UUID
    programme_id: UUID
    programme: str
    time_zone: str
    state: ReferralState
    number: int
    referrer_id: UUID
    referrer: str
    referrer_phone: str
    organisation: str
    sent_at: datetime
    text: str
    shown: str
    text_item_id: UUID
    citizens: tuple[CitizenView, ...]
    consents: tuple[ConsentView, ...]
    checks: tuple[CheckAnswer, ...]
    eligibility: tuple[Check, ...]
    events: tuple[EventView, ...]
    from_list: bool
    if_no: str
    language: str

    def consent_of(self, citizen_id: UUID) -> ConsentView | None:
        """The last yes or no of a citizen to the text as it stands."""
        return next((consent for consent in self.consents if consent.citizen_id == citizen_id and consent.current), None)


@dataclass(frozen=True)
class OwnReferral:
    """A referral one wrote: `names` and `reason` as long as one may read them, state and date for good."""

    referral_id: UUID
    case_id: UUID
    state: ReferralState
    names: str
    reason: str
    sent_at: datetime
    changed_at: datetime
    open: bool


@dataclass(frozen=True)
class OwnDraft:
    """A referral that is not sent."""

    item_id: UUID
    made_at: datetime
    draft: ReferralDraft


@dataclass(frozen=True)
class InboxRow:
    """A referral that waits. `age_days`: since it was sent; `people`: how many it is about; `twins`: others with that name.

    `links`: those said to be the same person.
    """

    referral_id: UUID
    case_id: UUID
    state: ReferralState
    names: str
    programme: str
    referrer: str
    organisation: str
    sent_at: datetime
    age_days: int
    people: int
    twins: tuple[Known, ...]
    links: tuple[UUID, ...]


@dataclass(frozen=True)
class Standing:
    """Where a referral stands: what an act must have seen."""

    referral_id: UUID
    case_id: UUID
    programme_id: UUID
    referrer_id: UUID
    state: ReferralState
    number: int
    text_item_id: UUID
    time_zone: str


def _events(case_id: UUID) -> list[ReferralEvent]:
    rows = ReferralEvent.objects.filter(case_id=case_id).select_related("referral", "referral__programme", "referral__organisation", "by")
    found = list(rows.order_by("number"))
    if not found:
        raise NotHere()
    return found


def _text_event(events: Sequence[ReferralEvent]) -> ReferralEvent:
    return next(event for event in reversed(events) if event.state == ReferralState.SENT)


@reader()
def standing(*, actor: Actor, case_id: UUID) -> Standing:
    """Where the referral of a case stands. One statement. Raises NotHere."""
    events = _events(case_id)
    last, referral = events[-1], events[0].referral
    text_item_id = _text_event(events).item_id
    assert text_item_id is not None
    return Standing(
        referral.id,
        case_id,
        referral.programme_id,
        referral.referrer_id,
        ReferralState(last.state),
        last.number,
        text_item_id,
        referral.programme.time_zone,
    )


@reader()
def referral_of(*, actor: Actor, case_id: UUID) -> ReferralView:
    """The referral of a case with its words, for everyone at that table. Four statements. Raises NotHere."""
    events = _events(case_id)
    referral, text_event = events[0].referral, _text_event(events)
    wanted = [item_id for event in events for item_id in (event.item_id, event.shown_id) if item_id and _worth_reading(event, text_event)]
    said: dict[UUID | None, Words] = {view.item_id: view for view in words(actor=actor, case_id=case_id, item_ids=wanted)}
    consents = (
        ReferralConsent.objects.filter(case_id=case_id)
        .order_by("-at", "-id")
        .values_list("citizen_id", "how", "on_day", "by__given_name", "item_id", "text_version")
    )
    text, shown = said.get(text_event.item_id), said.get(text_event.shown_id)
    assert text_event.item_id is not None
    return ReferralView(
        referral.id,
        case_id,
        referral.programme_id,
        referral.programme.name,
        referral.programme.time_zone,
        ReferralState(events[-1].state),
        events[-1].number,
        referral.referrer_id,
        str(events[0].by),
        events[0].by.work_phone,
        referral.organisation.short_name,
        events[0].at,
        text.body if text else "",
        shown.body if shown else "",
        text_event.item_id,
        _citizens(case_id),
        tuple(ConsentView(row[0], ConsentHow(row[1]), row[2], row[3], row[4] == text_event.item_id, row[5] == LATER) for row in consents),
        read_checks(text_event.checks),
        checks_of(referral.programme.eligibility),
        tuple(_event(event, said) for event in events),
        any(row[4] == text_event.item_id and row[5] == FROM_LIST for row in consents),
        referral.programme.if_no_text,
        referral.programme.language,
    )


def _worth_reading(event: ReferralEvent, text_event: ReferralEvent) -> bool:
    """The text as it stands, and every reason; texts that were sent before and replaced are not opened again."""
    return event is text_event or event.state != ReferralState.SENT


def _event(event: ReferralEvent, said: dict[UUID | None, Words]) -> EventView:
    reason = said.get(event.item_id) if event.item_id and event.state != ReferralState.SENT else None
    return EventView(
        ReferralAct(event.act),
        ReferralState(event.state),
        event.at,
        event.by_id,
        str(event.by),
        event.by_hat,
        reason.body if reason else "",
    )


def _citizens(case_id: UUID) -> tuple[CitizenView, ...]:
    person = "case__seat__person__"
    rows = (
        Referral.objects.filter(case_id=case_id, case__seat__hat="citizen")
        .order_by(f"{person}given_name", f"{person}id")
        .values_list(
            f"{person}id",
            f"{person}given_name",
            f"{person}family_name",
            f"{person}contactdetails__phone",
            f"{person}contactdetails__email",
            f"{person}contactdetails__born_on",
        )
    )
    return tuple(CitizenView(row[0], f"{row[1]} {row[2]}".strip(), row[3] or "", row[4] or "", row[5]) for row in rows)


@reader()
def my_drafts(*, actor: Actor, item_id: UUID | None = None) -> tuple[OwnDraft, ...]:
    """One's referrals that are not sent, newest first. One statement; one's own words are no reading."""
    found = words(actor=actor, kinds=["referral_draft"], item_ids=None if item_id is None else [item_id], limit=MOST_IN_A_LIST)
    return tuple(OwnDraft(view.item_id, view.made_at, from_json(view.body)) for view in found)


@reader()
def my_referrals(*, actor: Actor, page: int = 1, per_page: int = 30) -> tuple[tuple[OwnReferral, ...], int]:
    """The referrals one wrote, newest first, and how many there are: state and date always; names and reason while one may read them.

    Three statements, however many.
    """
    last = ReferralEvent.objects.filter(referral=OuterRef("pk")).order_by("-number")
    mine = Referral.objects.filter(referrer_id=actor.person_id)
    rows = list(
        mine.annotate(
            state=Subquery(last.values("state")[:1]),
            reason_id=Subquery(last.values("item_id")[:1]),
            changed_at=Subquery(last.values("at")[:1]),
        )
        .annotate(text_id=Subquery(last.filter(state=ReferralState.SENT).values("item_id")[:1]))
        .order_by("-sent_at", "id")[(page - 1) * per_page : page * per_page]
    )
    wanted = {item_id for row in rows for item_id in (row.text_id, row.reason_id) if item_id}
    said = {view.item_id: view for view in words(actor=actor, item_ids=sorted(wanted), limit=2 * per_page)}
    return tuple(
        OwnReferral(
            row.id,
            row.case_id,
            ReferralState(row.state),
            said[row.text_id].headline if row.text_id in said else "",
            said[row.reason_id].body if row.reason_id in said and row.reason_id != row.text_id else "",
            row.sent_at,
            row.changed_at,
            row.state in (ReferralState.SENT, ReferralState.RETURNED),
        )
        for row in rows
    ), mine.count()


@reader()
def inbox_size(*, actor: Actor) -> int:
    """How many referrals wait in the inbox of who leads; none for any other hat. One statement."""
    return Referral.objects.filter(WAITING).count() if actor.hat == Hat.TEAM_LEADER else 0


@reader()
def inbox(*, actor: Actor, page: int = 1, per_page: int = INBOX_PAGE) -> tuple[InboxRow, ...]:
    """Referrals of the programmes one leads that wait: for one's answer first, then for their referrer's, each the oldest first.

    Facts only, no text of the referral: that is read on its own page, and noted. Empty for any other hat. Four statements, however many.
    Namesakes are looked for among those that wait and the newest that were answered, never in every referral there ever was.
    """
    if actor.hat != Hat.TEAM_LEADER:
        return ()
    last = ReferralEvent.objects.filter(referral=OuterRef("pk")).order_by("-number")
    rows = list(
        Referral.objects.filter(WAITING)
        .annotate(state=Subquery(last.values("state")[:1]))
        .select_related("programme", "referrer", "organisation")
        .order_by(Case(When(state=ReferralState.SENT, then=0), default=1), "sent_at", "id")[(page - 1) * per_page : page * per_page]
    )
    people = _known(Q(id__in=[row.id for row in rows]))
    given = {known.given_name.lower() for known in people}
    others = _known(Q(given__in=given) & _compared({row.programme_id for row in rows})) if rows else []
    twins = possible_duplicates(people, others)
    links = _links([row.case_id for row in rows])
    return tuple(
        InboxRow(
            row.id,
            row.case_id,
            ReferralState(row.state),
            ", ".join(f"{known.given_name} {known.family_name}".strip() for known in people if known.referral_id == row.id),
            row.programme.name,
            str(row.referrer),
            row.organisation.short_name,
            row.sent_at,
            (current().at - row.sent_at).days,
            sum(known.referral_id == row.id for known in people),
            twins.get(row.id, ()),
            links.get(row.case_id, ()),
        )
        for row in rows
    )


def _compared(programmes: set[UUID]) -> Q:
    answered = Referral.objects.filter(programme_id__in=programmes, waits=False).order_by("-sent_at", "-id").values("id")[:COMPARED_WITH]
    return Q(programme_id__in=programmes) & (Q(waits=True) | Q(id__in=answered))


def _known(which: Q) -> list[Known]:
    person = "case__seat__person__"
    rows = Referral.objects.filter(case__seat__hat="citizen").annotate(given=Lower(f"{person}given_name")).filter(which)
    return [
        Known(*row) for row in rows.values_list("id", "case_id", f"{person}given_name", f"{person}family_name").order_by("sent_at", "id")
    ]


def _links(case_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The other cases each case is linked with now: the last word on each two holds."""
    rows = ReferralLink.objects.filter(Q(case_id__in=list(case_ids)) | Q(other_case_id__in=list(case_ids))).order_by("at", "id")
    state: dict[frozenset[UUID], bool] = {frozenset((row.case_id, row.other_case_id)): row.linked for row in rows}
    found: dict[UUID, tuple[UUID, ...]] = {}
    for two, linked in state.items():
        for one in two if linked else ():
            found[one] = (*found.get(one, ()), *(two - {one}))
    return found


@reader()
def not_accepted(*, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, ReferralState]:
    """Where the referrals of these courses stand that the programme has not accepted. One statement."""
    last = ReferralEvent.objects.filter(referral=OuterRef("pk")).order_by("-number")
    rows = Referral.objects.filter(case_id__in=case_ids).annotate(state=Subquery(last.values("state")[:1]))
    others = [state for state in ReferralState if state != ReferralState.ACCEPTED]
    return {row.case_id: ReferralState(row.state) for row in rows.filter(state__in=others)}


@reader()
def unconfirmed(*, actor: Actor) -> frozenset[UUID]:
    """Courses whose referral the acting citizen is said to have agreed to, and has not confirmed herself, while her word still counts.

    One statement.
    """
    over = ReferralEvent.objects.filter(referral=OuterRef("referral")).exclude(state__in=TAKES_A_YES)
    mine = ReferralConsent.objects.filter(~Exists(over), citizen_id=actor.person_id)
    said = mine.filter(how__in=[str(how) for how in RECORDED])
    return frozenset(
        said.exclude(referral__in=mine.exclude(how__in=[str(how) for how in RECORDED]).values("referral")).values_list("case_id", flat=True)
    )
