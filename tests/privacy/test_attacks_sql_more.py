"""SQL as an attacker who came through one login: what a forged person, a forged id or a well-meant function would give away."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction

from roundtable.casework.plans.actions import call_for_answers
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.rules import confidence, own, side, table
from tests.cast import Cast, build_cast, person

FORGED_HATS = ("citizen", "professional", "intake", "team_leader", "companion", "representative", "guest", "line_manager", "system", "")


def ask(login: str, who: UUID, hat: str, case_id: UUID | None, purpose: str, *statements: tuple[Any, ...]) -> list[Any]:
    """What the last of these statements answers, after saying that one is `who`; all in one transaction."""
    said = [str(who), hat, str(case_id) if case_id else "mine", purpose]
    with transaction.atomic(using=login), connections[login].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('rt.person', %s, true), set_config('rt.hat', %s, true), set_config('rt.case', %s, true),"
            " set_config('rt.purpose', %s, true)",
            said,
        )
        for sql, *values in statements:
            cursor.execute(sql, values)
        return cursor.fetchall()


def refused(*asked: Any) -> str:
    """The database's no."""
    with pytest.raises(DatabaseError) as no:
        ask(*asked)
    return str(no.value).split("\n")[0]


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast(ida_seated=True)


@pytest.fixture(scope="module")
def confided(cast: Cast) -> dict[str, UUID]:
    bo, case_id = cast.at_table(cast.bo), cast.case_id
    return {
        "confidence": write_words(actor=bo, case_id=case_id, place=confidence(), kind="note", body="told to Bo").item_id,
        "side": write_words(actor=bo, case_id=case_id, place=side(), kind="note", body="for the health side").item_id,
        "table": write_words(actor=bo, case_id=case_id, place=table(), kind="note", body="for everyone").item_id,
        "own": write_words(actor=cast.amal, case_id=case_id, place=own(), kind="note", body="for Amal").item_id,
        "reason": write_words(actor=bo, case_id=case_id, place=side(), kind="law_reason", body="because").item_id,
    }


def by_law(cast: Cast, confided: dict[str, UUID], signer: UUID, disclosure_id: UUID) -> tuple[Any, ...]:
    """Bo asks somebody to sign for giving the confidence to Cleo."""
    return (
        "SELECT guard.disclose_by_law(%s, %s::uuid[], %s, '§ 43', %s, %s, false, NULL, now() + interval '30 days', NULL, '')",
        disclosure_id,
        [confided["confidence"]],
        cast.seats["cleo"],
        confided["reason"],
        signer,
    )


def test_whoever_the_authoritys_login_claims_to_be_reads_nothing_behind_the_wall(cast: Cast, confided: dict[str, UUID]) -> None:
    behind = (
        "SELECT (SELECT count(*) FROM seats_item WHERE wall IN (1, 3)) + (SELECT count(*) FROM seats_text WHERE wall IN (1, 3))"
        " + (SELECT count(*) FROM seats_itemkey WHERE wall IN (1, 3)) + (SELECT count(*) FROM seats_scope WHERE wall IN (1, 3))"
        " + (SELECT count(*) FROM seats_scopekey WHERE ring <> 'authority')"
        " + (SELECT count(*) FROM access_accessevent WHERE item_id = ANY (%s))"
    )
    people = [cast.amal_id, *(member.person_id for member in (cast.bo, cast.ida, cast.gro, cast.cleo, cast.dag))]
    for who in people:
        for hat in FORGED_HATS:
            for case_id in (cast.case_id, None):
                for purpose in ("case", "countersign", "print"):
                    asked = (behind, [confided["confidence"], confided["side"], confided["own"]])
                    assert ask("web_authority", who, hat, case_id, purpose, asked) == [(0,)], (who, hat, purpose)


def test_a_waiting_second_signature_names_nobody_to_the_login_of_the_other_side() -> None:
    cast = build_cast()
    bo = cast.at_table(cast.bo)
    words = {
        kind: write_words(actor=bo, case_id=cast.case_id, place=place, kind="note", body="words").item_id
        for kind, place in (("confidence", confidence()), ("reason", side()))
    }
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "share", by_law(cast, words, cast.ida.person_id, uuid4()))
    names = ("SELECT given_name FROM people_person WHERE id = %s", cast.amal_id)
    assert ask("web_care", cast.ida.person_id, "professional", None, "countersign", names) == [("Amal",)]
    assert ask("web_authority", cast.ida.person_id, "professional", None, "countersign", names) == []
    assert ask("web_care", cast.jon.person_id, "professional", None, "countersign", names) == []


def test_nobody_signs_as_second_person_for_whom_amal_has_closed_her_course() -> None:
    cast = build_cast(ida_seated=True)
    bo, ida = cast.at_table(cast.bo), cast.ida.person_id
    words = {
        kind: write_words(actor=bo, case_id=cast.case_id, place=place, kind="note", body="words").item_id
        for kind, place in (("confidence", confidence()), ("reason", side()))
    }
    asked, reads = uuid4(), ("SELECT count(*) FROM seats_text WHERE item_id = ANY (%s)", list(words.values()))
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "share", by_law(cast, words, ida, asked))
    assert ask("web_care", ida, "professional", cast.case_id, "countersign", reads) == [(2,)]
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", ("SELECT guard.block(%s, %s, %s)", uuid4(), cast.case_id, ida))
    assert ask("web_care", ida, "professional", cast.case_id, "countersign", reads) == [(0,)]
    assert ask("web_care", ida, "professional", None, "countersign", ("SELECT count(*) FROM guard.asked_to_countersign()",)) == [(0,)]
    assert "not_here" in refused(
        "web_care", ida, "professional", cast.case_id, "countersign", ("SELECT guard.countersign(%s, true)", asked)
    )
    again = by_law(cast, words, ida, uuid4())
    assert "countersigner" in refused("web_care", cast.bo.person_id, "professional", cast.case_id, "share", again)


def test_nobody_but_the_one_asked_signs_and_never_the_one_who_gives_or_receives(cast: Cast, confided: dict[str, UUID]) -> None:
    asked = uuid4()
    given = by_law(cast, confided, cast.jon.person_id, asked)
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "share", given)
    signs = ("SELECT guard.countersign(%s, true)", asked)
    for login, who in (
        ("web_care", cast.bo),
        ("web_care", cast.eve),
        ("web_authority", cast.cleo),
        ("web_authority", cast.jon),
        ("web_authority", cast.dag),
    ):
        assert "not_here" in refused(login, who.person_id, "professional", cast.case_id, "countersign", signs)
    for signer in (cast.bo, cast.cleo, cast.dag, cast.eve):
        no = refused(
            "web_care", cast.bo.person_id, "professional", cast.case_id, "share", by_law(cast, confided, signer.person_id, uuid4())
        )
        assert "countersigner" in no


def test_a_receiver_gives_herself_nothing(cast: Cast, confided: dict[str, UUID]) -> None:
    for item in ("confidence", "side", "own"):
        for how in ("signed", "orally"):
            takes = ("SELECT guard.disclose(%s, %s::uuid[], %s, 'x', 'v', now() + interval '1 day', %s)", uuid4(), [confided[item]])
            for hat in ("professional", "citizen", "representative"):
                asked = (*takes, cast.seats["cleo"], how)
                no = refused("web_authority", cast.cleo.person_id, hat, cast.case_id, "share", asked)
                assert no.startswith("refused:")


def test_a_new_course_opens_no_way_to_somebody_whose_course_one_does_not_know_or_who_closed_it() -> None:
    cast = build_cast()
    opens = ("SELECT guard.open_case(%s, %s, %s::uuid[])", uuid4(), cast.programme_id, [cast.amal_id])
    assert "about_whom" in refused("web_authority", cast.dag.person_id, "professional", None, "referral", opens)
    assert "about_whom" in refused("web_care", cast.eve.person_id, "professional", None, "referral", opens)
    block = ("SELECT guard.block(%s, %s, %s)", uuid4(), cast.case_id, cast.cleo.person_id)
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", block)
    assert "about_whom" in refused("web_authority", cast.cleo.person_id, "professional", None, "referral", opens)


def test_a_place_beside_amal_gives_no_letter_for_a_colleague_or_for_another_citizen(cast: Cast) -> None:
    sits = "SELECT guard.seat_person(%s, %s, %s, 'companion', '')"
    other = build_cast()
    for who in (cast.gro.person_id, cast.dag.person_id, other.amal_id, other.bo.person_id):
        no = refused("web_citizen", cast.amal_id, "citizen", cast.case_id, "meeting", (sits, uuid4(), cast.case_id, who))
        assert "not_at_table" in no
    finn = person("Finn", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    letter = ("SELECT kind FROM guard.may_invite(%s)", finn)
    assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", letter) == [("citizen",)]


def test_a_colleague_entered_as_a_citizen_gets_no_citizens_letter(cast: Cast) -> None:
    opens = ("SELECT guard.open_case(%s, %s, %s::uuid[])", uuid4(), cast.programme_id, [cast.dag.person_id])
    letter = ("SELECT * FROM guard.may_invite(%s)", cast.dag.person_id)
    assert "not_here" in refused("web_care", cast.bo.person_id, "professional", None, "referral", opens, letter)


def test_a_move_changes_who_reads_and_never_what_was_said(cast: Cast, confided: dict[str, UUID]) -> None:
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "case")
    ((scope_id, _wall),) = ask(*bo, ("SELECT * FROM guard.scope_for(%s, 'side', '{}', NULL)", cast.case_id))
    other_words = ("SELECT guard.move_item(%s, %s, '', 'other words', NULL)", confided["table"], scope_id)
    assert "not_yours" in refused(*bo, other_words)
    same = ("SELECT guard.move_item(%s, %s, '', 'for everyone', NULL)", confided["table"], scope_id)
    moved = ask(*bo, same, ("SELECT body FROM seats_text WHERE item_id = %s", confided["table"]))
    assert moved == [("for everyone",)]


def test_an_outsider_hears_the_same_of_what_there_is_and_of_what_there_is_not() -> None:
    cast = build_cast()
    amals = write_words(actor=cast.amal, case_id=cast.case_id, place=own(), kind="note", body="mine").item_id
    given = uuid4()
    share = (
        "SELECT guard.disclose(%s, %s::uuid[], %s, 'work', 'v', now() + interval '1 day', 'signed')",
        given,
        [amals],
        cast.seats["cleo"],
    )
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", share)
    dag = ("web_authority", cast.dag.person_id, "professional", None, "case")
    for statement, there in (
        ("SELECT guard.withdraw(%s)", given),
        ("SELECT guard.countersign(%s, true)", given),
        ("SELECT guard.open_held(gen_random_uuid(), %s, true)", cast.case_id),
        ("SELECT guard.end_all_seats(%s)", cast.case_id),
        ("SELECT guard.end_intake(%s, false)", cast.case_id),
        ("SELECT guard.block(gen_random_uuid(), %s, gen_random_uuid())", cast.case_id),
        ("SELECT guard.withhold(gen_random_uuid(), %s, '§', gen_random_uuid(), now() + interval '1 day')", amals),
    ):
        assert refused(*dag, (statement, there)) == refused(*dag, (statement, uuid4())), statement
    assert ask(*dag, ("SELECT * FROM guard.who_is_ready(%s)", cast.case_id)) == []


@pytest.mark.parametrize("login", ["default", "web_citizen", "web_care", "web_authority", "worker", "recorder", "sealer"])
def test_no_login_makes_things_or_becomes_another(login: str) -> None:
    for statement in (
        "CREATE TEMP TABLE seats_seat (id int)",
        "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
        "SET ROLE oracle",
        "SET ROLE web_care" if login != "web_care" else "SET ROLE web_citizen",
        "SET SESSION AUTHORIZATION owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "ALTER TABLE seats_text DISABLE ROW LEVEL SECURITY",
        "TRUNCATE access_accessevent",
        "DELETE FROM access_accessevent",
        "UPDATE access_accessevent SET basis = ''",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(using=login), connections[login].cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("function", ["citizens_of(gen_random_uuid())", "closed_by(gen_random_uuid(), gen_random_uuid())"])
def test_what_answers_about_any_course_is_for_the_guard_itself(function: str) -> None:
    for login in ("default", "web_citizen", "web_care", "web_authority", "worker"):
        with pytest.raises(DatabaseError), transaction.atomic(using=login), connections[login].cursor() as cursor:
            cursor.execute(f"SELECT guard.{function}")


def test_nobody_writes_anothers_yes_and_calls_it_an_old_one() -> None:
    cast = build_cast()
    write_plan(cast)
    bo = cast.at_table(cast.bo)
    call_id = call_for_answers(actor=bo, case_id=cast.case_id, call_id=uuid4())
    plants = (
        (
            "INSERT INTO plans_answer (id, plan_id, scope_id, wall, call_id, party, number, person_id, name, answer, reason, exceptions,"
            " own_words, how, noted_name, carried, given_at) SELECT gen_random_uuid(), plan_id, scope_id, wall, id, %s, 1, %s, 'Amal Test',"
            " 'yes', '', '[]', 'planted', 'self', '', 1, now() FROM plans_call WHERE id = %s RETURNING id"
        ),
        f"c:{cast.amal_id}",
        cast.amal_id,
        call_id,
    )
    for login, member in (("web_authority", cast.cleo), ("web_care", cast.bo)):
        assert "row-level security" in refused(login, member.person_id, "professional", cast.case_id, "plan", plants)


def test_who_only_sits_beside_or_looks_on_does_not_say_where_the_plan_stands() -> None:
    cast = build_cast()
    finn = person("Finn", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    says = (
        "INSERT INTO plans_standing (case_id, version, shared, waiting, changed_at) VALUES (%s, 9, 'shared', '{}', now()) RETURNING 1",
        cast.case_id,
    )
    assert "row-level security" in refused("web_citizen", finn, "companion", cast.case_id, "plan", says)
    assert "row-level security" in refused("web_care", cast.gro.person_id, "team_leader", cast.case_id, "plan", says)
    write_plan(cast)
    changes = ("UPDATE plans_standing SET shared = 'shared' WHERE case_id = %s RETURNING 1", cast.case_id)
    assert ask("web_citizen", finn, "companion", cast.case_id, "plan", changes) == []
    assert ask("web_care", cast.gro.person_id, "team_leader", cast.case_id, "plan", changes) == []


def test_no_login_orders_the_queue_to_forget(cast: Cast) -> None:
    forget = ("SELECT guard.enqueue('procrastinate.builtin_tasks.remove_old_jobs', '{}')",)
    words_in_it = ("SELECT guard.enqueue('notices.mail_notice', %s::jsonb)", '{"notice": "told to Bo, word for word"}')
    assert "not_a_job" in refused("web_authority", cast.cleo.person_id, "professional", cast.case_id, "case", forget)
    assert "ids_only" in refused("web_authority", cast.cleo.person_id, "professional", cast.case_id, "case", words_in_it)


def test_nobody_answers_in_their_own_name_for_anothers_party() -> None:
    cast = build_cast()
    write_plan(cast)
    bo = cast.at_table(cast.bo)
    call_id = call_for_answers(actor=bo, case_id=cast.case_id, call_id=uuid4())
    says = (
        "INSERT INTO plans_answer (id, plan_id, scope_id, wall, call_id, party, number, person_id, name, answer, reason, exceptions,"
        " own_words, how, noted_name, carried, given_at) SELECT gen_random_uuid(), plan_id, scope_id, wall, id, %s, 1, %s, %s,"
        " 'yes', '', '[]', 'planted', 'self', '', 0, now() FROM plans_call WHERE id = %s RETURNING 1"
    )
    amal, health, work = f"c:{cast.amal_id}", f"o:{cast.health_id}", f"o:{cast.jobcentre_id}"
    for login, member, others in (("web_authority", cast.cleo, (amal, health)), ("web_care", cast.bo, (amal, work))):
        for party in others:
            planted = (says, party, member.person_id, member.name, call_id)
            assert "row-level security" in refused(login, member.person_id, "professional", cast.case_id, "plan", planted)
    assert ask(
        "web_care", cast.bo.person_id, "professional", cast.case_id, "plan", (says, health, cast.bo.person_id, cast.bo.name, call_id)
    ) == [(1,)]


def test_nobody_gives_somebody_elses_table_or_a_stranger_a_disagreement_to_look_at() -> None:
    """What is taken on, two professionals of this table take on, in the name of who says so; a citizen gives nobody a task."""
    cast, others = build_cast(), build_cast()
    for one in (cast, others):
        write_plan(one)
    takes = (
        "INSERT INTO plans_lookagain (id, plan_id, scope_id, wall, topic, look_on, first_id, second_id, by_id, at)"
        " SELECT gen_random_uuid(), item_id, scope_id, wall, 'plan', '2027-03-03', %s, %s, %s, now() FROM plans_plan WHERE case_id = %s"
        " RETURNING 1"
    )
    bo, cleo, dag = cast.bo.person_id, cast.cleo.person_id, cast.dag.person_id

    def by_bo(*values: object) -> tuple[Any, ...]:
        return ("web_care", bo, "professional", cast.case_id, "plan", (takes, *values))

    assert ask(*by_bo(bo, cleo, bo, cast.case_id)) == [(1,)]
    for first, second, by in ((bo, dag, bo), (bo, cast.amal_id, bo), (bo, cleo, cleo), (bo, None, bo), (bo, bo, bo)):
        assert refused(*by_bo(first, second, by, cast.case_id))
    assert ask(*by_bo(bo, cleo, bo, others.case_id)) == [], "another table's plan is not there"
    hers = ("web_citizen", cast.amal_id, "citizen", cast.case_id, "plan")
    assert "row-level security" in refused(*hers, (takes, bo, cleo, cast.amal_id, cast.case_id))
    assert ask(*hers, (takes, None, None, cast.amal_id, cast.case_id)) == [(1,)]
    changed = "UPDATE plans_lookagain SET look_on = '2028-01-01' WHERE topic = 'plan' RETURNING 1"
    assert "permission denied" in refused(*hers, (changed,))
