"""Sharing on a rule of law: who can sign as second person, what waits for a signature, what the citizen is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import Opened, opened
from roundtable.ground.access.guard import reader
from roundtable.ground.disclosure.queries.shares import Share, shares
from roundtable.ground.seats.queries import Words, rows, words
from roundtable.kernel.refusal import NotHere


@dataclass(frozen=True)
class WaitingSignature:
    """A colleague asks for a second signature. No content, no names of citizens."""

    disclosure_id: UUID
    case_id: UUID
    asked_by: str
    asked_at: datetime
    urgent: bool
    sign_by: datetime | None


@dataclass(frozen=True)
class AskedToSign:
    """All a countersigner needs: what would be shared, with whom, on which paragraph, why, and whether the citizen is told later."""

    disclosure_id: UUID
    case_id: UUID
    asked_by: str
    asked_by_role: str
    to_name: str
    to_role: str
    to_organisation: str
    citizens: str
    paragraph: str
    urgent: bool
    sign_by: datetime | None
    until_at: datetime
    told_from: datetime | None
    deferral: str
    reason: Words | None
    items: tuple[Words, ...]

    @property
    def last_moment(self) -> datetime:
        """The last moment it would be open, for saying the day."""
        return self.until_at - timedelta(seconds=1)


@reader(Purpose.SHARE)
def countersigner_choices(*, actor: Actor, case_id: UUID) -> tuple[tuple[UUID, str, str], ...]:
    """Colleagues of the actor's own organisation in this programme who can sign as well: (person, name, role). One statement.

    Nobody who sits at the table as citizen, companion or representative, and never the actor. Nobody who only leads: a leader's
    first page shows no text of a course, so nothing there would ask for the signature.
    """
    found = rows(
        "SELECT DISTINCT p.id, trim(p.given_name || ' ' || p.family_name), r.name FROM programmes_membership m"
        " JOIN seats_case c ON c.programme_id = m.programme_id JOIN people_person p ON p.id = m.person_id JOIN programmes_role r"
        " ON r.id = m.role_id"
        " WHERE c.id = %s AND p.id <> %s AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)"
        " AND m.organisation_id IN (SELECT s.organisation_id FROM guard.live_seats() s WHERE s.case_id = c.id)"
        " AND NOT m.leads"
        " AND NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = c.id AND x.person_id = p.id AND x.hat IN ('citizen',"
        " 'companion', 'representative'))"
        " ORDER BY 2, 1",
        [case_id, actor.person_id],
    )
    return tuple((row[0], row[1], row[2]) for row in found)


@reader(Purpose.SHARE)
def held_by_me(*, actor: Actor, case_id: UUID, limit: int = 50) -> tuple[Words, ...]:
    """What the actor wrote for their own organisation or in confidence, newest first: what they could share on a rule of law. One
    statement.

    Only their own writing is opened, so nothing is recorded; a colleague's entry is reached from its own page. What holds no words, like
    the place where a treatment's step is noted, says nothing to anybody.
    """
    mine = rows(
        "SELECT id FROM seats_item WHERE case_id = %s AND author_id = %s AND scope_kind IN ('side', 'confidence') AND kind <>"
        " 'law_reason'"
        " ORDER BY made_at DESC, id LIMIT %s",
        [case_id, actor.person_id, limit],
    )
    if not mine:
        return ()
    found: tuple[Words, ...] = words(actor=actor, item_ids=[row[0] for row in mine], limit=limit)
    return tuple(view for view in found if view.headline or view.body)


@reader(Purpose.COUNTERSIGN)
def to_countersign(*, actor: Actor, disclosure_id: UUID) -> AskedToSign:
    """What the actor is asked to sign as second person, with the one item and its reason. NotHere for everybody else. Three statements.

    Each is recorded as read on the basis `countersign`, and shown to the citizen from the day she is told of the sharing itself.
    """
    asked = rows(
        "SELECT a.case_id, a.asked_by, a.asked_by_role, a.to_name, a.to_role, a.to_organisation, coalesce(a.citizens, ''),"
        " d.paragraph, d.urgent,"
        " d.countersign_by, d.until_at, d.told_from, d.deferral_ground, d.reason_item_id,"
        " ARRAY(SELECT x.item_id FROM seats_discloseditem x WHERE x.disclosure_id = d.id ORDER BY x.id)"
        " FROM guard.asked_to_countersign() a JOIN seats_disclosure d ON d.id = a.disclosure_id WHERE d.id = %s",
        [disclosure_id],
    )
    if not asked:
        raise NotHere()
    row = asked[0]
    told_from, reason_id, ids = row[11], row[13], list(row[14])
    found: tuple[Words, ...] = words(actor=actor, item_ids=[*ids, reason_id], limit=len(ids) + 1, log=False)
    opened(
        Opened(view.item_id, view.case_id, view.scope_id, view.about, "countersign", told_from)
        for view in found
        if view.author_id != actor.person_id
    )
    by_id = {view.item_id: view for view in found}
    items = tuple(by_id[item] for item in ids if item in by_id)
    return AskedToSign(*[disclosure_id, *row[:13], by_id.get(reason_id), items])


@reader(Purpose.SHARE)
def law_disclosures(*, actor: Actor, case_id: UUID) -> tuple[Share, ...]:
    """What was shared about the acting citizen on a rule of law, newest first, as far as she is told. One statement."""
    found: tuple[Share, ...] = shares(actor=actor, case_id=case_id, basis="law")
    return found


@reader(Purpose.CASE)
def left_open_on(*, actor: Actor, case_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these cases, closed for the actor by their citizens: those where something shared by law is open still. At most one statement."""
    if not case_ids:
        return frozenset()
    return frozenset(
        row[0]
        for row in rows(
            "SELECT DISTINCT case_id FROM seats_disclosure WHERE basis = 'law' AND case_id = ANY(%s) AND countersigner_id <> %s",
            [list(case_ids), actor.person_id],
        )
    )
