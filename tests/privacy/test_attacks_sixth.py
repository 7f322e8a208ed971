"""A sixth round of attacks: a login that writes what only the house should say."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import countersign, disclose_on_ground, give_mandate
from roundtable.ground.disclosure.queries import days
from roundtable.ground.disclosure.tests.test_mandates import manager
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import side
from tests.cast import Cast, build_cast, build_family, person
from tests.privacy.test_attacks_sql_more import ask, refused

TELL = (
    "WITH told AS (INSERT INTO notices_notice (id, person_id, case_id, kind, sender_id, sends, made_at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, %s, true, {made_at})) SELECT 1"
)
NO = "row-level security"


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast(ida_seated=True)


def _told(
    login: str, me: UUID, hat: str, who: UUID, case_id: UUID | None, kind: str = "news", made_at: str = "now()"
) -> tuple[object, ...]:
    return (login, me, hat, case_id, "case", (TELL.format(made_at=made_at), who, case_id, kind, me))


def test_a_login_tells_nobody_who_has_nothing_to_do_with_the_course(cast: Cast) -> None:
    others = build_cast()
    strangers = (others.amal_id, others.bo.person_id, cast.eve.person_id, cast.dag.person_id, cast.jon.person_id, person("Nobody"))
    for login, me, hat in (
        ("web_care", cast.bo.person_id, "professional"),
        ("web_authority", cast.cleo.person_id, "professional"),
        ("web_citizen", cast.amal_id, "citizen"),
        ("web_care", cast.gro.person_id, "team_leader"),
    ):
        for stranger in strangers:
            assert NO in refused(*_told(login, me, hat, stranger, cast.case_id))
        assert ask(*_told(login, me, hat, cast.ida.person_id, cast.case_id)) == [(1,)]


def test_a_login_tells_a_colleague_nothing_about_a_course_that_is_not_its_own_nor_about_none(cast: Cast) -> None:
    family = build_family(cast)
    ida, jon = cast.ida.person_id, cast.jon.person_id
    for who in (cast.bo.person_id, jon, family.citizens["Mia"].person_id):
        assert NO in refused(*_told("web_care", ida, "professional", who, family.case_id))
        assert NO in refused(*_told("web_care", ida, "professional", who, None))


def test_a_login_says_only_the_fixed_texts_now_and_not_what_became_of_them(cast: Cast) -> None:
    bo, amal = cast.bo.person_id, cast.amal_id
    assert NO in refused(*_told("web_care", bo, "professional", amal, cast.case_id, kind="no money"))
    assert NO in refused(*_told("web_care", bo, "professional", amal, cast.case_id, made_at="now() - interval '30 days'"))
    for column, value in {"mailed_at": "now()", "trouble": "'returned'", "tries": "9", "read_at": "now()"}.items():
        sql = (
            f"WITH told AS (INSERT INTO notices_notice (id, person_id, case_id, kind, sender_id, sends, made_at, {column})"
            f" VALUES (gen_random_uuid(), %s, %s, 'news', %s, true, now(), {value})) SELECT 1"
        )
        assert "permission denied" in refused("web_care", bo, "professional", cast.case_id, "case", (sql, amal, cast.case_id, bo))


def test_who_signs_second_and_who_gives_a_mandate_tell_in_the_act_itself_and_not_afterwards() -> None:
    cast = build_cast()
    bo, jon = cast.at_table(cast.bo), cast.jon.on(cast.case_id, Purpose.COUNTERSIGN)
    item = write_words(actor=bo, case_id=cast.case_id, place=side(), kind="note", body="A child is at risk").item_id
    until = days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=30)
    signer = cast.jon.person_id
    shared = disclose_on_ground(
        actor=bo,
        case_id=cast.case_id,
        item_id=item,
        to_seat_id=cast.seats["cleo"],
        paragraph="Health act § 43(2)",
        necessity="She cannot be asked in time",
        countersigner_id=signer,
        until_on=until,
    )
    assert len(my_notices(actor=cast.jon.on(None))) == 1
    assert NO in refused(*_told("web_care", cast.bo.person_id, "professional", signer, cast.case_id))
    countersign(actor=jon, disclosure_id=shared.disclosure_id, yes=True)
    assert len(my_notices(actor=cast.at_table(cast.cleo))) == 1
    late = ("web_care", signer, "professional", cast.case_id, "countersign")
    assert NO in refused(*late, (TELL.format(made_at="now()"), cast.amal_id, cast.case_id, "news", signer))
    hal, gro = manager(cast, "Hal"), cast.gro.leading(cast.case_id)
    give_mandate(
        actor=gro, case_id=cast.case_id, person_id=hal.person_id, ground="complaint", until_at=datetime.now(UTC) + timedelta(days=9)
    )
    assert len(my_notices(actor=hal)) == 1
    assert NO in refused(*_told("web_care", gro.person_id, "team_leader", hal.person_id, cast.case_id))
    assert NO in refused(*_told("web_care", hal.person_id, "line_manager", cast.amal_id, cast.case_id))
    assert ask(*_told("web_citizen", cast.amal_id, "citizen", hal.person_id, cast.case_id)) == [(1,)]
