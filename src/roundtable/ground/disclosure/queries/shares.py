"""What is shared, with whom, since when and until when; and what could be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, rows, words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere

PROGRAMME_DAYS = 183
"""A programme takes six months unless somebody says otherwise; so does a yes."""
LONGEST_DAYS = 364
"""The last day that can be chosen: its end still lies within one year."""


class ShareState(StrEnum):
    """Where a share stands now."""

    LIVE = "live"
    WAITING = "waiting"
    TAKEN_BACK = "taken_back"
    NOT_SIGNED = "not_signed"
    RAN_OUT = "ran_out"
    LEFT = "left"


@dataclass(frozen=True)
class Share:
    """Exactly these items, shared with one person at the table. `basis` is consent or law; moments are aware, `until_at` half-open.

    `until_at`: when it really ends: with the yes, or with the place of who reads it, whichever is first.
    """

    disclosure_id: UUID
    case_id: UUID
    basis: str
    how: str
    purpose: str
    given_by_id: UUID
    given_by: str
    given_hat: str
    to_person_id: UUID
    to_name: str
    to_role: str
    to_organisation: str
    item_ids: tuple[UUID, ...]
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    signed_at: datetime | None
    paragraph: str
    reason_item_id: UUID | None
    urgent: bool
    sign_by: datetime | None
    told_from: datetime | None
    signer: str
    signer_role: str
    state: ShareState
    missing: tuple[UUID, ...] = ()
    """Whose yes is not there yet, where it is about several people."""
    back_noted_by: str = ""
    """Who noted that it was taken back by telephone or on paper; empty where that was her own act."""

    @property
    def last_moment(self) -> datetime:
        """The last moment it is open, for saying the day."""
        return self.until_at - timedelta(seconds=1)

    @property
    def live(self) -> bool:
        """Whether the other can open it just now."""
        return self.state == ShareState.LIVE


@dataclass(frozen=True)
class Days:
    """The days a yes can last, in the programme's own place: today, the usual last day, the latest possible one."""

    today: date
    usual: date
    latest: date
    country: str
    time_zone: str

    def end_of(self, day: date) -> datetime:
        """The first moment after a local day."""
        return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(self.time_zone))


_SHARES = (
    "SELECT d.id, d.case_id, d.basis, d.how, d.purpose, d.given_by_id, trim(g.given_name || ' ' || g.family_name), d.given_hat,"
    " s.person_id, trim(p.given_name || ' ' || p.family_name), coalesce(r.name, ''), coalesce(o.short_name, ''),"
    " ARRAY(SELECT x.item_id FROM seats_discloseditem x WHERE x.disclosure_id = d.id ORDER BY x.id), d.from_at,"
    " least(d.until_at, s.until_at), w.at, c.at,"
    " d.paragraph, d.reason_item_id, d.urgent, d.countersign_by, d.told_from, coalesce(cs.name, ''), coalesce(cs.role, ''),"
    " CASE WHEN w.at IS NOT NULL THEN CASE d.basis WHEN 'law' THEN 'not_signed' ELSE 'taken_back' END"
    " WHEN d.until_at <= now() THEN 'ran_out' WHEN s.until_at <= now() THEN 'left' WHEN d.id IN (SELECT"
    " guard.my_disclosures_in_force()) THEN 'live' ELSE 'waiting' END"
    " , ARRAY(SELECT a FROM unnest(d.about) a WHERE d.basis = 'consent' AND NOT EXISTS (SELECT FROM seats_disclosureyes y"
    "   WHERE y.disclosure_id = d.id AND y.person_id = a))"
    " , (SELECT trim(n.given_name || ' ' || n.family_name) FROM people_person n WHERE n.id = w.by_id AND d.basis = 'consent'"
    "   AND EXISTS (SELECT FROM seats_seat x WHERE x.case_id = d.case_id AND x.person_id = n.id AND x.hat = 'professional'))"
    " FROM seats_disclosure d JOIN seats_seat s ON s.id = d.to_seat_id JOIN people_person p ON p.id = s.person_id"
    " JOIN people_person g ON g.id = d.given_by_id"
    " LEFT JOIN programmes_role r ON r.id = s.role_id LEFT JOIN organisations_organisation o ON o.id = s.organisation_id"
    " LEFT JOIN seats_disclosureevent w ON w.disclosure_id = d.id AND w.event = 'withdrawn'"
    " LEFT JOIN seats_disclosureevent c ON c.disclosure_id = d.id AND c.event = 'countersigned'"
    " LEFT JOIN guard.countersigners(%s) cs ON cs.disclosure_id = d.id"
    " WHERE d.case_id = %s AND (%s::uuid IS NULL OR d.id = %s) AND (%s = '' OR d.basis = %s)"
    # What is over comes last, so that a limit never hides what can still be taken back.
    " ORDER BY w.at IS NOT NULL OR d.until_at <= now() OR coalesce(s.until_at <= now(), false), d.from_at DESC, d.id LIMIT %s"
)


# Asked of what is shown only, never of all there is. What was closed for somebody they do not read, but for what a law opened to them.
GIVEN_TO = (
    "ARRAY(SELECT DISTINCT h.person_id FROM seats_discloseditem x JOIN seats_disclosure d ON d.id = x.disclosure_id"
    " JOIN seats_seat h ON h.id = d.to_seat_id WHERE x.item_id = {item} AND (h.until_at IS NULL OR now() < h.until_at)"
    " AND d.id IN (SELECT guard.my_disclosures_in_force()) AND (d.basis = 'law' OR NOT EXISTS (SELECT FROM seats_block b"
    " WHERE b.case_id = d.case_id AND b.person_id = h.person_id AND d.about <@ ARRAY[b.by_id]"
    " AND (b.until_at IS NULL OR now() < b.until_at))))"
)
"""With whom one text is shared now, for a statement that shows it: a guest, a companion, somebody at the table. Place: its column."""


@reader(Purpose.SHARE)
def given_to(*, actor: Actor, item_ids: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    """With whom each of these texts is shared now, as far as the actor may know. At most one statement."""
    if not item_ids:
        return {}
    given = GIVEN_TO.format(item="i.id")
    return {row[0]: frozenset(row[1]) for row in rows(f"SELECT i.id, {given} FROM seats_item i WHERE i.id = ANY (%s)", [list(item_ids)])}


@reader(Purpose.SHARE)
def shares(*, actor: Actor, case_id: UUID, disclosure_id: UUID | None = None, basis: str = "", limit: int = 200) -> tuple[Share, ...]:
    """Everything shared on this case that the actor may know of: live and waiting, then ended, newest first. One statement, no words.

    A citizen knows of all that is about her (once she is told); a professional of what is shared with them now, and of what they shared
    or hold; from its end on, who received it knows of it no more.
    """
    found = rows(_SHARES, [case_id, case_id, disclosure_id, disclosure_id, basis, basis, limit])
    return tuple(Share(*[*row[:12], tuple(row[12]), *row[13:24], ShareState(row[24]), tuple(row[25]), row[26] or ""]) for row in found)


@reader(Purpose.SHARE)
def share(*, actor: Actor, case_id: UUID, disclosure_id: UUID) -> Share:
    """One share of this case; NotHere when the actor may not know of it."""
    found: tuple[Share, ...] = shares(actor=actor, case_id=case_id, disclosure_id=disclosure_id)
    if not found:
        raise NotHere()
    return found[0]


@reader(Purpose.SHARE)
def shareable(*, actor: Actor, case_id: UUID, with_table: bool = False, limit: int = 100) -> tuple[Words, ...]:
    """What a citizen can share: her own entries and those between her and few others, newest first. One statement.

    `with_table` for a companion, who reads only what is given; for everybody else, what everyone at the table reads needs no sharing.
    """
    found: tuple[Words, ...] = words(actor=actor, case_id=case_id, limit=limit * 2)
    kinds = [ScopeKind.OWN, ScopeKind.CONFIDENCE, ScopeKind.SIDE, ScopeKind.TEAM, *([ScopeKind.TABLE] if with_table else [])]
    return tuple(view for view in found if view.scope_kind in kinds and actor.person_id in view.about)[:limit]


@reader(Purpose.SHARE)
def days(*, actor: Actor, case_id: UUID) -> Days:
    """Today, the usual last day of a yes (the programme's end, else six months) and the latest possible one. NotHere without a seat."""
    found = rows(
        "SELECT (now() AT TIME ZONE g.time_zone)::date, (c.opened_at AT TIME ZONE g.time_zone)::date, g.country, g.time_zone"
        " FROM seats_case c JOIN programmes_programme g ON g.id = c.programme_id WHERE c.id = %s",
        [case_id],
    )
    if not found:
        raise NotHere()
    today, opened, country, zone = found[0]
    end = opened + timedelta(days=PROGRAMME_DAYS)
    usual = end if end >= today + timedelta(days=30) else today + timedelta(days=PROGRAMME_DAYS)
    return Days(today, usual, today + timedelta(days=LONGEST_DAYS), country, zone)


@reader(Purpose.SHARE)
def closed_for(*, actor: Actor, case_id: UUID) -> dict[UUID, datetime]:
    """For whom the acting citizen has closed her course, and since when."""
    found = rows(
        "SELECT person_id, min(from_at) FROM seats_block WHERE case_id = %s AND by_id = %s AND (until_at IS NULL OR now() < until_at)"
        " GROUP BY person_id",
        [case_id, actor.person_id],
    )
    return {row[0]: row[1] for row in found}
