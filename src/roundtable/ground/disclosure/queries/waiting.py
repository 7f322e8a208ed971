"""What waits for a professional on their first page, of what is shared and asked for: one statement for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader
from roundtable.ground.disclosure.queries.by_law import WaitingSignature
from roundtable.ground.seats.queries import rows


@dataclass(frozen=True)
class WaitingRequest:
    """A colleague at the table asks somebody, or who sat in their place before, for something and has no reply yet. No content."""

    item_id: UUID
    case_id: UUID
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True)
class WaitsForMe:
    """`signatures`: urgent first; `requests`: longest waiting first; `left_open`: closed courses where a text is open by law still.

    `noted_by`: who noted, for each course that was closed for the actor by telephone or on paper, that it was.
    """

    signatures: tuple[WaitingSignature, ...]
    requests: tuple[WaitingRequest, ...]
    left_open: frozenset[UUID]
    noted_by: tuple[str, ...] = ()


_NAME = "coalesce(trim(p.given_name || ' ' || p.family_name), '')"
_SIGNATURES = (
    f"SELECT 'sign', d.id, d.case_id, {_NAME}, d.from_at, d.urgent, d.countersign_by FROM seats_disclosure d"
    " LEFT JOIN people_person p ON p.id = d.given_by_id WHERE d.countersigner_id = %s AND d.basis = 'law' AND now() < d.until_at"
    " AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id) ORDER BY NOT d.urgent, d.from_at LIMIT %s"
)
_REQUESTS = (
    f"SELECT 'ask', q.item_id, q.case_id, {_NAME}, q.asked_at, false, NULL::timestamptz FROM disclosure_request q"
    " JOIN seats_item i ON i.id = q.item_id LEFT JOIN people_person p ON p.id = i.author_id"
    " WHERE (q.to_person_id = %s OR (q.case_id, q.to_person_id) IN (SELECT o.case_id, o.person_id FROM guard.places_of_mine() o))"
    " AND NOT EXISTS (SELECT FROM disclosure_reply a WHERE a.request_id = q.item_id)"
    " ORDER BY q.asked_at, q.item_id LIMIT %s"
)
_LEFT_OPEN = (
    "SELECT DISTINCT 'law', d.case_id, d.case_id, '', NULL::timestamptz, false, NULL::timestamptz FROM seats_disclosure d"
    " WHERE d.basis = 'law' AND d.case_id = ANY (%s) AND d.countersigner_id <> %s"
)


_NOTED = (
    "SELECT 'noted', b.noted_by_id, b.case_id, b.noted_by, b.from_at, false, NULL::timestamptz FROM guard.noted_closings(NULL) b"
    " WHERE b.case_id = ANY (%s) AND b.person_id = %s"
)


@reader(Purpose.SHARE)
def waits_for_me(*, actor: Actor, closed: Sequence[UUID] = (), limit: int = 20) -> WaitsForMe:
    """Second signatures, requests without a reply, and of the courses that were closed for the actor those with a text left open by law.

    `closed`: those courses. One statement. Of a closed course the database shows what is in force for the actor's own seat, no more.
    """
    found = rows(
        f"({_SIGNATURES}) UNION ALL ({_REQUESTS}) UNION ALL ({_LEFT_OPEN})" + (f" UNION ALL ({_NOTED})" if closed else ""),
        [
            actor.person_id,
            limit,
            actor.person_id,
            limit,
            list(closed),
            actor.person_id,
            *([list(closed), actor.person_id] if closed else []),
        ],
    )
    return WaitsForMe(
        tuple(WaitingSignature(*row[1:]) for row in found if row[0] == "sign"),
        tuple(WaitingRequest(*row[1:5]) for row in found if row[0] == "ask"),
        frozenset(row[1] for row in found if row[0] == "law"),
        tuple(dict.fromkeys(row[3] for row in found if row[0] == "noted")),
    )
