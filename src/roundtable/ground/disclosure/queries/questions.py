"""May I say this? Questions that wait for the citizen, and what became of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, rows, words
from roundtable.kernel.refusal import NotHere

KIND = "may_i"


@dataclass(frozen=True)
class Question:
    """Exact words somebody wants to say to one person at the table. `answer` is yes, other_words, self, no, or empty while it waits.

    `allowed`: her own words, where she allowed those instead of the ones she was asked about.
    """

    item_id: UUID
    case_id: UUID
    asked_by_id: UUID
    asked_by: str
    about: tuple[UUID, ...]
    to_seat_id: UUID
    to_person_id: UUID
    to_given_name: str
    to_name: str
    to_role: str
    to_organisation: str
    to_authority: bool
    to_hat: str
    to_live: bool
    asked_at: datetime
    answer: str
    how: str
    answered_at: datetime | None
    disclosure_id: UUID | None
    allowed_id: UUID | None = None
    words: Words | None = None
    allowed: Words | None = None

    @property
    def waiting(self) -> bool:
        """Whether it still waits for her answer."""
        return not self.answer


_QUESTIONS = (
    "SELECT q.item_id, q.case_id, i.author_id, trim(g.given_name || ' ' || g.family_name), i.about, q.to_seat_id, s.person_id,"
    " p.given_name,"
    " trim(p.given_name || ' ' || p.family_name), coalesce(r.name, ''), coalesce(o.short_name, ''), s.authority, s.hat,"
    " s.until_at IS NULL OR now() < s.until_at, q.asked_at, coalesce(a.answer, ''), coalesce(a.how, ''), a.answered_at, a.disclosure_id,"
    " (SELECT x.item_id FROM seats_discloseditem x WHERE x.disclosure_id = a.disclosure_id AND a.answer = 'other_words' LIMIT 1)"
    " FROM disclosure_proposal q JOIN seats_item i ON i.id = q.item_id JOIN people_person g ON g.id = i.author_id"
    " JOIN seats_seat s ON s.id = q.to_seat_id JOIN people_person p ON p.id = s.person_id"
    " LEFT JOIN programmes_role r ON r.id = s.role_id LEFT JOIN organisations_organisation o ON o.id = s.organisation_id"
    " LEFT JOIN disclosure_proposalanswer a ON a.item_id = q.item_id"
    " WHERE (%s::uuid IS NULL OR q.case_id = %s) AND (%s::uuid IS NULL OR q.item_id = %s) AND (NOT %s OR a.item_id IS NULL)"
    " AND (i.author_id = %s OR %s = ANY (i.about)) ORDER BY a.item_id IS NOT NULL, q.asked_at DESC, q.item_id LIMIT %s"
)


def _questions(actor: Actor, case_id: UUID | None, item_id: UUID | None, waiting: bool, limit: int) -> list[Question]:
    found = rows(_QUESTIONS, [case_id, case_id, item_id, item_id, waiting, actor.person_id, actor.person_id, limit])
    return [Question(*[*row[:4], tuple(row[4]), *row[5:]]) for row in found]


def _with_words(actor: Actor, found: list[Question]) -> tuple[Question, ...]:
    """The questions with their words: the asker's own, or the citizen's to read, so that nothing is logged as a reading by others.

    What she allowed in words of her own the asker reads, and that is logged.
    """
    ids = [item for view in found for item in (view.item_id, view.allowed_id) if item is not None]
    by_id = {view.item_id: view for view in words(actor=actor, item_ids=ids, limit=len(ids) or 1)} if ids else {}
    said = by_id.get
    return tuple(replace(view, words=said(view.item_id), allowed=said(view.allowed_id) if view.allowed_id else None) for view in found)


@reader(Purpose.SHARE)
def questions(*, actor: Actor, case_id: UUID, limit: int = 50) -> tuple[Question, ...]:
    """The questions of this case the actor asked, or is asked, those that wait first, then newest, with their words. Two statements."""
    return _with_words(actor, _questions(actor, case_id, None, False, limit))


@reader(Purpose.SHARE)
def question(*, actor: Actor, case_id: UUID, item_id: UUID) -> Question:
    """One question of this case with its words; NotHere for anybody but the asker and the citizen. Two statements."""
    found = _with_words(actor, _questions(actor, case_id, item_id, False, 1))
    if not found or found[0].words is None:
        raise NotHere()
    return found[0]


@dataclass(frozen=True)
class ToldByLaw:
    """Somebody shares a text about the acting citizen by a rule of law: told at once, or from the day the law lets her be told.

    `opened`: the other can read it now; else a second person has not signed yet.
    """

    case_id: UUID
    by_id: UUID
    to_name: str
    opened: bool


LAW_TOLD_DAYS = 14
"""So long her first page says that something was shared by law; the page of what is shared says it as long as it lasts."""
_TOLD = (
    "SELECT d.id, d.case_id, d.given_by_id, '', d.about, d.to_seat_id, s.person_id, p.given_name,"
    " trim(p.given_name || ' ' || p.family_name), '', '', s.authority, s.hat, true, d.from_at, 'law',"
    " CASE WHEN d.id IN (SELECT guard.my_disclosures_in_force()) THEN 'open' ELSE 'waits' END, NULL::timestamptz, d.id, NULL::uuid"
    " FROM seats_disclosure d JOIN seats_seat s ON s.id = d.to_seat_id JOIN people_person p ON p.id = s.person_id"
    " WHERE d.basis = 'law' AND %s = ANY (d.about) AND now() < d.until_at AND (s.until_at IS NULL OR now() < s.until_at)"
    " AND NOT EXISTS (SELECT FROM seats_disclosureevent w WHERE w.disclosure_id = d.id AND w.event = 'withdrawn')"
    " AND greatest(d.from_at, d.told_from, (SELECT max(c.at) FROM seats_disclosureevent c WHERE c.disclosure_id = d.id))"
    " > now() - make_interval(days => %s)"
)


@reader(Purpose.SHARE)
def asked_and_told(*, actor: Actor, limit: int = 20) -> tuple[tuple[Question, ...], tuple[ToldByLaw, ...]]:
    """For a citizen's first page: questions that wait for her answer, and what others share about her by a rule of law, newest first.
    One statement, without a word of either."""
    values = [None, None, None, None, True, actor.person_id, actor.person_id, limit, actor.person_id, LAW_TOLD_DAYS]
    found = rows(f"({_QUESTIONS}) UNION ALL ({_TOLD} ORDER BY d.from_at DESC, d.id)", values)
    asked = (Question(*[*row[:4], tuple(row[4]), *row[5:]]) for row in found if row[15] == "")
    told = tuple(ToldByLaw(row[1], row[2], row[7], row[16] == "open") for row in found if row[15] == "law")
    return tuple(view for view in asked if actor.person_id in view.about), told


@reader(Purpose.SHARE)
def waiting_questions(*, actor: Actor, case_id: UUID | None = None, limit: int = 20) -> tuple[Question, ...]:
    """Questions that wait for the acting citizen's answer, newest first, without their words: for her first page. One statement."""
    return tuple(view for view in _questions(actor, case_id, None, True, limit) if actor.person_id in view.about)
