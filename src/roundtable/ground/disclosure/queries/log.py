"""Who opened what: the citizen's page, and a writer's question who has read theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, rows, words

PAGE = 50
"""Readings on one page; a month with more is turned over."""


@dataclass(frozen=True)
class MonthOfReading:
    """How often one person opened one kind of text in one month, and how many texts that were; `last_on` is a local day.

    A page that shows eight lines is opened once, and so is what is shown again within ten minutes of it, as when somebody writes and is
    shown what stands there now. `mine`: they are the reader's own words.
    """

    month: date
    person_id: UUID
    name: str
    kind: str
    mine: bool
    times: int
    texts: int
    last_on: date


@dataclass(frozen=True)
class Reading:
    """One text was opened by somebody else: who, from where, when, why, on which basis. `words` as the actor may read them now, else
    None."""

    at: datetime
    person_id: UUID
    name: str
    role: str
    organisation: str
    hat: str
    item_id: UUID
    kind: str
    purpose: str
    basis: str
    words: Words | None


@dataclass(frozen=True)
class Readings:
    """One month of readings, newest first, a page at a time; the sums of every month; which month this is."""

    month: date | None
    sums: tuple[MonthOfReading, ...]
    readings: tuple[Reading, ...]
    page: int
    pages: int

    @property
    def months(self) -> tuple[date, ...]:
        """The months with readings, newest first."""
        return tuple(sorted({row.month for row in self.sums}, reverse=True))


@dataclass(frozen=True)
class WhoRead:
    """Somebody read one text: when last, how often."""

    person_id: UUID
    name: str
    times: int
    last_at: datetime


_SUMS = (
    "SELECT month, person_id, name, kind, mine, count(*) FILTER (WHERE apart), count(*), max(day) FROM ("
    "  SELECT o.*, o.at - lag(o.at) OVER (PARTITION BY month, person_id, name, kind, mine ORDER BY o.at) > interval '10 minutes'"
    " IS NOT FALSE AS apart FROM ("
    "   SELECT e.at, date_trunc('month', e.at AT TIME ZONE g.time_zone)::date AS month, e.person_id,"
    "   coalesce(trim(p.given_name || ' ' || p.family_name), cs.name, '') AS name, coalesce(i.kind, '') AS kind,"
    "   coalesce(%s IN (i.author_id, i.said_by_id), false) AS mine, (e.at AT TIME ZONE g.time_zone)::date AS day"
    "   FROM access_accessevent e JOIN seats_case c ON c.id = e.case_id JOIN programmes_programme g ON g.id = c.programme_id"
    "   LEFT JOIN seats_item i ON i.id = e.item_id LEFT JOIN people_person p ON p.id = e.person_id"
    "   LEFT JOIN (SELECT DISTINCT ON (person_id) * FROM guard.countersigners(%s)) cs ON cs.person_id = e.person_id"
    "   WHERE e.case_id = %s AND e.person_id <> %s) o) n"
    " GROUP BY month, person_id, name, kind, mine ORDER BY month DESC, 8 DESC, name, kind, mine"
)
_READINGS = (
    "SELECT e.at, e.person_id, coalesce(trim(p.given_name || ' ' || p.family_name), cs.name, ''), coalesce(s.role, cs.role, ''),"
    " coalesce(s.organisation, cs.organisation, mo.short_name, ''), e.hat, e.item_id, coalesce(i.kind, ''), e.purpose, e.basis"
    " FROM access_accessevent e JOIN seats_case c ON c.id = e.case_id JOIN programmes_programme g ON g.id = c.programme_id"
    " LEFT JOIN seats_item i ON i.id = e.item_id LEFT JOIN people_person p ON p.id = e.person_id"
    " LEFT JOIN (SELECT DISTINCT ON (person_id) * FROM guard.countersigners(%s)) cs ON cs.person_id = e.person_id"
    " LEFT JOIN LATERAL (SELECT r.name AS role, o.short_name AS organisation FROM seats_seat x LEFT JOIN programmes_role r ON"
    " r.id = x.role_id"
    "   LEFT JOIN organisations_organisation o ON o.id = x.organisation_id"
    "   WHERE x.case_id = e.case_id AND x.person_id = e.person_id AND x.hat = e.hat AND x.from_at <= e.at ORDER BY x.from_at DESC"
    " LIMIT 1) s ON true"
    " LEFT JOIN LATERAL (SELECT o.short_name FROM seats_mandate d JOIN organisations_organisation o ON o.id = d.organisation_id"
    "   WHERE e.hat = 'line_manager' AND d.case_id = e.case_id AND d.person_id = e.person_id LIMIT 1) mo ON true"
    " WHERE e.case_id = %s AND e.person_id <> %s AND e.at >= %s::timestamp AT TIME ZONE g.time_zone"
    " AND e.at < (%s::timestamp + interval '1 month') AT TIME ZONE g.time_zone ORDER BY e.at DESC, e.id DESC LIMIT %s OFFSET %s"
)


@reader(Purpose.LOG)
def who_saw(*, actor: Actor, case_id: UUID, month: date | None = None, page: int = 1) -> Readings:
    """Who opened what about the acting citizen on this case: sums a month, then each reading of one month. At most three statements.

    `month` is any day of it; without one, or for a month without readings, the newest. A reading she is told of later appears that day.
    """
    sums = tuple(MonthOfReading(*row) for row in rows(_SUMS, [actor.person_id, case_id, case_id, actor.person_id]))
    known = sorted({row.month for row in sums}, reverse=True)
    if not known:
        return Readings(None, (), (), 1, 1)
    chosen = month.replace(day=1) if month and month.replace(day=1) in known else known[0]
    total = sum(row.texts for row in sums if row.month == chosen)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    found = rows(_READINGS, [case_id, case_id, actor.person_id, chosen, chosen, PAGE, (page - 1) * PAGE])
    ids = list({row[6] for row in found})
    by_id = {view.item_id: view for view in words(actor=actor, item_ids=ids, limit=PAGE)}
    return Readings(chosen, sums, tuple(Reading(*[*row, by_id.get(row[6])]) for row in found), page, pages)


@dataclass(frozen=True)
class OnPaper:
    """What one person opened on one local day, as the same kind of text, for the same reason: how many openings. No words."""

    day: date
    person_id: UUID
    name: str
    role: str
    organisation: str
    hat: str
    kind: str
    purpose: str
    basis: str
    times: int


@dataclass(frozen=True)
class SharedOnPaper:
    """Something about a citizen that is open to somebody now: by her yes, or by a rule of law. `kinds`: of the texts; no words."""

    basis: str
    how: str
    from_at: datetime
    until_at: datetime
    to_name: str
    to_role: str
    to_organisation: str
    paragraph: str
    given_by: str
    signer: str
    kinds: tuple[str, ...]


MOST_ON_PAPER = 200
_NOT_YET = "i.id <> ALL ((SELECT guard.not_to_tell(%s, %s))::uuid[])"
# A ground the printer may know: that somebody sits at the table, or a share they see themselves. To whom of her own she gave something,
# and whom an organisation asked to look, is hers to read; the sheet says that it does not hold everything.
_KNOWN = (
    "CASE WHEN e.hat = 'professional' AND e.basis IN ('disclosed', 'law') THEN EXISTS (SELECT FROM seats_disclosure d"
    " JOIN seats_discloseditem x ON x.disclosure_id = d.id JOIN seats_seat t ON t.id = d.to_seat_id"
    "   WHERE x.item_id = e.item_id AND t.person_id = e.person_id)"
    " WHEN e.hat = 'representative' THEN i.scope_kind = 'table'"
    " ELSE e.hat IN ('citizen', 'professional', 'intake', 'team_leader') AND e.basis IN ('scope', 'own_writing') END"
)
_ON_PAPER = (
    "SELECT (e.at AT TIME ZONE g.time_zone)::date, e.person_id, coalesce(trim(p.given_name || ' ' || p.family_name), cs.name, ''),"
    " coalesce(s.role, cs.role, ''), coalesce(s.organisation, cs.organisation, ''), e.hat, i.kind, e.purpose, e.basis, count(*)"
    " FROM access_accessevent e JOIN seats_item i ON i.id = e.item_id JOIN seats_case c ON c.id = e.case_id"
    " JOIN programmes_programme g ON g.id = c.programme_id LEFT JOIN people_person p ON p.id = e.person_id"
    " LEFT JOIN (SELECT DISTINCT ON (person_id) * FROM guard.countersigners(%s)) cs ON cs.person_id = e.person_id"
    " LEFT JOIN LATERAL (SELECT r.name AS role, o.short_name AS organisation FROM seats_seat x LEFT JOIN programmes_role r ON"
    " r.id = x.role_id LEFT JOIN organisations_organisation o ON o.id = x.organisation_id"
    "   WHERE x.case_id = e.case_id AND x.person_id = e.person_id AND x.hat = e.hat AND x.from_at <= e.at ORDER BY x.from_at DESC"
    " LIMIT 1) s ON true"
    " WHERE e.case_id = %s AND %s = ANY (e.about) AND %s = ANY (i.about) AND e.person_id <> %s"
    f" AND (e.show_from IS NULL OR e.show_from <= now()) AND {_NOT_YET} AND {_KNOWN} AND %s = ANY ((SELECT guard.my_citizens())::uuid[])"
    " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1 DESC, 3, 7, 8 LIMIT %s"
)
_SHARED_ON_PAPER = (
    "SELECT d.basis, d.how, d.from_at, least(d.until_at, s.until_at), trim(p.given_name || ' ' || p.family_name), coalesce(r.name, ''),"
    " coalesce(o.short_name, ''), d.paragraph, trim(n.given_name || ' ' || n.family_name), coalesce(cs.name, ''),"
    " ARRAY(SELECT DISTINCT i.kind FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id"
    f" AND {_NOT_YET} ORDER BY 1)"
    " FROM seats_disclosure d JOIN seats_seat s ON s.id = d.to_seat_id JOIN people_person p ON p.id = s.person_id"
    " LEFT JOIN people_person n ON n.id = d.given_by_id LEFT JOIN programmes_role r ON r.id = s.role_id"
    " LEFT JOIN organisations_organisation o ON o.id = s.organisation_id LEFT JOIN guard.countersigners(%s) cs ON cs.disclosure_id = d.id"
    " WHERE d.case_id = %s AND %s = ANY (d.about) AND (d.told_from IS NULL OR d.told_from <= now())"
    " AND s.hat = 'professional' AND d.id IN (SELECT guard.my_disclosures_in_force()) AND %s = ANY ((SELECT guard.my_citizens())::uuid[])"
    " ORDER BY d.basis, d.from_at DESC, d.id"
)


@reader(Purpose.LOG)
def opened_on_paper(*, actor: Actor, case_id: UUID, citizen_id: UUID) -> tuple[tuple[OnPaper, ...], tuple[SharedOnPaper, ...]]:
    """For a sheet that a professional prints for a citizen: who opened what of her that the printer can read too, newest first, and what
    of it is open to somebody now. Kinds, days and people, no words: nothing is read for it. Two statements.

    Nothing she is not to know yet. Empty for a citizen of another course, and for one who closed hers for the actor.
    """
    values = [case_id, case_id, citizen_id, citizen_id, citizen_id, case_id, citizen_id, citizen_id, MOST_ON_PAPER]
    found = tuple(OnPaper(*row) for row in rows(_ON_PAPER, values))
    given = rows(_SHARED_ON_PAPER, [case_id, citizen_id, case_id, case_id, citizen_id, citizen_id])
    return found, tuple(SharedOnPaper(*[*row[:10], tuple(row[10])]) for row in given)


@reader(Purpose.LOG)
def who_has_read(*, actor: Actor, item_id: UUID) -> tuple[WhoRead, ...]:
    """Who else has read one text the actor wrote, latest first. Empty for a text of somebody else. One statement."""
    found = rows(
        "SELECT e.person_id, trim(p.given_name || ' ' || p.family_name), count(*), max(e.at) FROM access_accessevent e"
        " JOIN seats_item i ON i.id = e.item_id JOIN people_person p ON p.id = e.person_id"
        " WHERE e.item_id = %s AND i.author_id = %s AND e.person_id <> %s GROUP BY 1, 2 ORDER BY 4 DESC",
        [item_id, actor.person_id, actor.person_id],
    )
    return tuple(WhoRead(*row) for row in found)


@reader(Purpose.LOG)
def who_knows(*, actor: Actor, item_id: UUID) -> frozenset[UUID]:
    """Who wrote one text, and who has opened it as far as the log shows the actor: ids alone, to tell them of a change. One statement."""
    found = rows(
        "SELECT author_id FROM seats_item WHERE id = %s UNION SELECT person_id FROM access_accessevent WHERE item_id = %s",
        [item_id, item_id],
    )
    return frozenset(row[0] for row in found)
