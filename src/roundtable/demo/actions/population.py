"""Many courses at once, stored by the loader, programme by programme: for measuring how fast the house is when it is full.

PostgreSQL takes no COPY into tables with row security, so rows are made inside the server, and sent in arrays where they carry sealed
words. Ids follow from the population's name and a number: running it again goes on where it stopped. Whenever there are twice as many,
the tables are looked over, or the planner would go on reading them whole, as if they were empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connections, transaction

from roundtable.demo.actions.founding import insert_rows, programme_row
from roundtable.demo.actions.stage import LOADER, OWNER
from roundtable.demo.rules.population import CARE_MANAGERS, CASES_A_PROGRAMME, CONSULTANTS, FAMILY_NAMES, GIVEN_NAMES, PATTERN, SENTENCES
from roundtable.demo.rules.programmes import BACK_TOGETHER
from roundtable.ground.access import keys
from roundtable.ground.seats.rules import ScopeKind, rings

_HEALTH, _JOBCENTRE = uuid5(NAMESPACE_OID, "population/health"), uuid5(NAMESPACE_OID, "population/jobcentre")

_STATEMENTS = [
    part for part in (Path(__file__).parent.parent / "sql" / "population.sql").read_text(encoding="utf-8").split(";\n") if part.strip()
]
# The planner knows nothing of rows that were made a moment ago: it joins in the order written, each by its index, for this transaction.
_AS_WRITTEN = "; ".join(
    f"SET LOCAL {name} = {value}"
    for name, value in (
        ("join_collapse_limit", 1),
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        ("enable_material", "off"),
    )
)


@dataclass(frozen=True)
class Filled:
    """One programme of the population stands: its number and how many cases the population has so far."""

    programme: int
    cases: int


def populate(*, cases: int, items: int = 20) -> Iterator[Filled]:
    """So many courses with so many items each stand, in programmes of 250; yields after each programme, which is committed by itself."""
    _organisations()
    made = 0
    for number in range((cases + CASES_A_PROGRAMME - 1) // CASES_A_PROGRAMME):
        first = number * CASES_A_PROGRAMME
        last = min(first + CASES_A_PROGRAMME, cases) - 1
        with transaction.atomic(using=LOADER):
            fresh = not _stands(number)
            if fresh:
                _fill(number, first, last, items)
        made += fresh
        if fresh and made & (made - 1) == 0:
            look_over()
        yield Filled(number, last + 1)
    if made:
        look_over()


def look_over() -> None:
    """The planner knows how much there is. Only a table's owner may ask for that."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")
    connections[OWNER].close()


def population_id(words: str) -> UUID:
    """The id of somebody of the population: `citizen/17`, `care/0/3` (programme, number), `work/0/3`, `lead/0`, `case/17`."""
    with connections[LOADER].cursor() as cursor:
        cursor.execute("SELECT md5(%s)::uuid", [words])
        found: UUID = cursor.fetchone()[0]
        return found


def _programme_id(number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"population/{number}")


def _stands(number: int) -> bool:
    with connections[LOADER].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM programmes_programme WHERE id = %s)", [_programme_id(number)])
        found: bool = cursor.fetchone()[0]
        return found


def _organisations() -> None:
    with transaction.atomic(using=LOADER), connections[LOADER].cursor() as cursor:
        for made, kind, pattern in ((_HEALTH, "health", "dots"), (_JOBCENTRE, "jobcentre", "stripe")):
            cursor.execute(
                "INSERT INTO organisations_organisation (id, code, name, short_name, kind, pattern, phone)"
                " VALUES (%s, %s, %s, %s, %s, %s, '') ON CONFLICT DO NOTHING",
                [made, f"population-{kind}", f"Population, {kind}", kind.capitalize(), kind, pattern],
            )


def _fill(number: int, first: int, last: int, items: int) -> None:
    programme_id = _programme_id(number)
    care, work, lead = (uuid5(programme_id, role) for role in ("care", "work", "lead"))
    row = programme_row(BACK_TOGETHER) | {"id": programme_id, "code": f"population-{number}", "name": f"Population {number}"}
    insert_rows("programmes_programme", [row])
    roles = (("care-manager", care, False), ("employment-consultant", work, True), ("team-leader", lead, False))
    insert_rows(
        "programmes_role",
        [
            {"id": role, "programme_id": programme_id, "code": code, "name": code, "authority": authority, "clinical": False}
            | {"safeguarding": False, "decides": ""}
            for code, role, authority in roles
        ],
    )
    _staff(number, programme_id, care, work, lead)
    values: dict[str, Any] = {
        "number": number,
        "programme_id": programme_id,
        "care_role": care,
        "work_role": work,
        "health": _HEALTH,
        "jobcentre": _JOBCENTRE,
        "care_managers": CARE_MANAGERS,
        "consultants": CONSULTANTS,
        "first": first,
        "last": last,
        "items": items,
        "given": list(GIVEN_NAMES),
        "family": list(FAMILY_NAMES),
        "pattern": list(PATTERN),
        "sentences": list(SENTENCES),
    }
    with connections[LOADER].cursor() as cursor:
        cursor.execute(_AS_WRITTEN)
        for statement in _STATEMENTS:
            cursor.execute(statement, values)
    _seal(first, last)


def _staff(number: int, programme_id: UUID, care: UUID, work: UUID, lead: UUID) -> None:
    people = [(population_id(f"care/{number}/{one}"), care, _HEALTH, False) for one in range(CARE_MANAGERS)]
    people += [(population_id(f"work/{number}/{one}"), work, _JOBCENTRE, False) for one in range(CONSULTANTS)]
    people.append((population_id(f"lead/{number}"), lead, _HEALTH, True))
    insert_rows(
        "people_person",
        [
            {"id": who, "given_name": GIVEN_NAMES[at % len(GIVEN_NAMES)], "family_name": "Staff", "work_phone": "", "work_email": ""}
            for at, (who, _, _, _) in enumerate(people)
        ],
    )
    insert_rows(
        "programmes_membership",
        [
            {"id": uuid5(who, "works"), "programme_id": programme_id, "person_id": who, "organisation_id": organisation, "role_id": role}
            | {"team": "", "leads": leads, "hours_a_week": 37, "from_at": "2020-01-01"}
            for who, role, organisation, leads in people
        ],
    )


_SEALED = (
    "SELECT i.scope_id, sc.kind, sc.wall, array_agg(i.id ORDER BY i.id) FROM generate_series(%s::int, %s::int) n"
    " JOIN seats_item i ON i.case_id = md5('case/' || n)::uuid AND i.scope_kind IN ('own', 'confidence')"
    " JOIN seats_scope sc ON sc.id = i.scope_id GROUP BY i.scope_id, sc.kind, sc.wall"
)
_SCOPE_KEYS = "INSERT INTO seats_scopekey (scope_id, ring, wrapped) SELECT * FROM unnest(%s::int[], %s::text[], %s::bytea[])"
_TEXTS = (
    "INSERT INTO seats_text (item_id, scope_id, wall, headline, body, sealed)"
    " SELECT i, s, w, '', '', b FROM unnest(%s::uuid[], %s::int[], %s::smallint[], %s::bytea[]) u(i, s, w, b)"
)
_ITEM_KEYS = (
    "INSERT INTO seats_itemkey (item_id, scope_id, wall, ring, wrapped)"
    " SELECT i, s, w, '', b FROM unnest(%s::uuid[], %s::int[], %s::smallint[], %s::bytea[]) u(i, s, w, b)"
)


def _seal(first: int, last: int) -> None:
    """The words of notebooks and confidences, sealed as anybody's would be."""
    scopes, texts, wraps = [], [], []
    with connections[LOADER].cursor() as cursor:
        cursor.execute(_SEALED, [first, last])
        for scope_id, kind, wall, items in cursor.fetchall():
            scope_key = keys.new_key()
            for ring in rings(ScopeKind(kind), wall):
                scopes.append((scope_id, ring, keys.seal_for_ring(ring, scope_key, f"scope {scope_id}")))
            for item_id in items:
                key = keys.new_key()
                words = f"\x00{SENTENCES[item_id.int % len(SENTENCES)]}".encode()
                texts.append((item_id, scope_id, wall, keys.seal_words(key, words, item_id, scope_id)))
                wraps.append((item_id, scope_id, wall, keys.wrap(scope_key, key)))
        for statement, rows in ((_SCOPE_KEYS, scopes), (_TEXTS, texts), (_ITEM_KEYS, wraps)):
            if rows:
                cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
