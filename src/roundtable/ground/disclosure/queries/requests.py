"""What professionals ask each other for. A request is a message; it opens nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, rows, words


@dataclass(frozen=True)
class Asked:
    """A request with its words, and its reply once there is one. All professionals at the table and the citizen read both.

    `replied_by`: who replied, who was asked or who came in their place.
    """

    item_id: UUID
    asked_by_id: UUID
    asked_by: str
    to_person_id: UUID
    to_name: str
    asked_at: datetime
    replied_at: datetime | None
    words: Words
    reply: Words | None
    replied_by: str = ""

    @property
    def waiting(self) -> bool:
        """Whether nobody has replied yet."""
        return self.reply is None


@reader(Purpose.SHARE)
def requests(*, actor: Actor, case_id: UUID, item_id: UUID | None = None, limit: int = 30) -> tuple[Asked, ...]:
    """What was asked for on this case and what was replied, what waits first, then newest. Two statements."""
    found = rows(
        "SELECT q.item_id, i.author_id, trim(g.given_name || ' ' || g.family_name), q.to_person_id, trim(p.given_name || ' ' ||"
        " p.family_name),"
        " q.asked_at, a.replied_at, a.item_id, trim(b.given_name || ' ' || b.family_name)"
        " FROM disclosure_request q JOIN seats_item i ON i.id = q.item_id"
        " JOIN people_person g ON g.id = i.author_id JOIN people_person p ON p.id = q.to_person_id LEFT JOIN disclosure_reply a"
        " ON a.request_id = q.item_id LEFT JOIN seats_item j ON j.id = a.item_id LEFT JOIN people_person b ON b.id = j.author_id"
        " WHERE q.case_id = %s AND (%s::uuid IS NULL OR q.item_id = %s)"
        " ORDER BY a.item_id IS NOT NULL, q.asked_at DESC, q.item_id LIMIT %s",
        [case_id, item_id, item_id, limit],
    )
    ids = [row[0] for row in found] + [row[7] for row in found if row[7]]
    by_id = {view.item_id: view for view in words(actor=actor, item_ids=ids, limit=len(ids))} if ids else {}
    return tuple(Asked(*[*row[:7], by_id[row[0]], by_id.get(row[7]), row[8] or ""]) for row in found if row[0] in by_id)
