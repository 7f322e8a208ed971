"""How far treatment is, is the health side's and the citizen's: through the jobcentre's login it is not there, whatever is asked."""

from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from roundtable.casework.plans.actions import NewStep, change_step, mark_step, write_steps
from roundtable.casework.plans.queries import StepView, current_plan
from roundtable.casework.plans.rules.content import StepKind, StepState
from roundtable.casework.plans.tests.scene import fix_plan, write_plan
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions import release_items, withdraw_release
from roundtable.ground.seats.actions import seat_person
from roundtable.kernel.refusal import NotHere, Stale
from tests.cast import Cast, build_cast
from tests.plugin import cluster
from tests.privacy.test_attacks_sql_more import FORGED_HATS, ask, refused

WORD = "quaprogressword"
TABLES = ("plans_plan", "plans_step", "plans_goal", "plans_saying", "plans_standing", "plans_call", "plans_answer", "plans_version")


@pytest.fixture
def cast() -> Cast:
    cast = build_cast(ida_seated=True)
    write_plan(cast)
    return cast


def care(cast: Cast, actor: Actor | None = None) -> StepView:
    plan = current_plan(actor=actor or cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id, log=False)
    return next(step for step in plan.steps if step.kind == StepKind.CARE)


def mark(cast: Cast, actor: Actor, state: StepState = StepState.NOT_DONE, reason: str = WORD) -> None:
    step = care(cast, actor)
    mark_step(actor=actor, case_id=cast.case_id, step_id=step.id, revision=step.revision, state=state, reason=reason)


def seen_by_cleo(cast: Cast) -> list[tuple[str, ...]]:
    """Every row of a plan as her login reads it, with the number of the transaction that wrote it last."""
    found = []
    with acting(cast.at_table(cast.cleo, Purpose.PLAN)), connections["web_authority"].cursor() as cursor:
        for table in (*TABLES, "plans_progress", "seats_item", "seats_text", "seats_scope"):
            cursor.execute(f"SELECT '{table}', t::text, t.xmin::text FROM {table} t ORDER BY 2")
            found += cursor.fetchall()
    return found


def test_the_jobcentre_reads_the_same_before_and_after_a_step_of_care_was_marked(cast: Cast) -> None:
    before, as_agreed = seen_by_cleo(cast), care(cast, cast.at_table(cast.cleo, Purpose.PLAN))
    mark(cast, cast.at_table(cast.bo))
    mark(cast, cast.amal, StepState.DONE, "")
    assert seen_by_cleo(cast) == before
    assert care(cast, cast.at_table(cast.cleo, Purpose.PLAN)) == as_agreed
    assert (care(cast).state, care(cast).marks) == (StepState.DONE, 2)
    assert care(cast, cast.amal) == care(cast) == care(cast, cast.at_table(cast.ida, Purpose.PLAN))


def test_whoever_the_authoritys_login_claims_to_be_there_is_no_progress(cast: Cast) -> None:
    mark(cast, cast.at_table(cast.bo))
    asked = ("SELECT count(*) FROM plans_progress",)
    for who in (cast.amal_id, cast.bo.person_id, cast.ida.person_id, cast.gro.person_id, cast.cleo.person_id, cast.dag.person_id):
        for hat in FORGED_HATS:
            for case_id in (cast.case_id, None):
                assert ask("web_authority", who, hat, case_id, "plan", asked) == [(0,)], hat
    assert ask("web_care", cast.bo.person_id, "professional", cast.case_id, "plan", asked) == [(1,)]
    assert ask("web_care", cast.eve.person_id, "professional", None, "plan", asked) == [(0,)]


def test_the_jobcentre_says_nothing_of_it_by_the_action_nor_by_sql(cast: Cast) -> None:
    cleo, step = cast.at_table(cast.cleo), care(cast)
    with pytest.raises(NotHere):
        mark(cast, cleo)
    with pytest.raises(NotHere):
        change_step(actor=cleo, case_id=cast.case_id, step_id=step.id, revision=step.revision, step=NewStep("Talk", StepKind.WORK))
    mark(cast, cast.at_table(cast.bo))
    place = ("SELECT * FROM guard.progress_place(%s)", step.id)
    assert "not_here" in refused("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan", place)
    cleo_id = cast.cleo.person_id
    assert "violates check constraint" in refused(
        "web_authority", cleo_id, "professional", cast.case_id, "plan", *_row(cast, step.id, cleo_id)
    )
    for who, hat in ((cast.bo.person_id, "professional"), (cast.amal_id, "citizen")):
        assert ask("web_authority", who, hat, cast.case_id, "plan", *_row(cast, step.id, who)) == []
    in_the_step = ("UPDATE plans_step SET state = 'not_done', state_reason = 'missed' WHERE id = %s RETURNING 1", step.id)
    assert "care_state_elsewhere" in refused("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan", in_the_step)


def _row(cast: Cast, step_id: UUID, who: UUID, when: str = "now()", author: UUID | None = None) -> list[tuple[object, ...]]:
    """An item in the widest scope the asking one writes to behind the wall, and a row of progress on it."""
    item_id = uuid4()
    item = (
        "INSERT INTO seats_item (id, case_id, scope_id, kind, wall, scope_kind, about, author_id, author_hat, held)"
        " SELECT %s, case_id, id, 'plan_progress', wall, '', '{}', %s, 'professional', false FROM seats_scope"
        " WHERE case_id = %s AND id = ANY (guard.my_writable()) ORDER BY kind = 'side' DESC LIMIT 1"
    )
    row = (
        "INSERT INTO plans_progress (step_id, item_id, scope_id, wall, number, state, reason, by_id, at)"
        f" SELECT %s, i.id, i.scope_id, i.wall, 99, 'not_done', '', %s, {when} FROM seats_item i WHERE i.id = %s RETURNING 1"
    )
    return [(item, item_id, author or who, cast.case_id), (row, step_id, who, item_id)]


def test_nobody_signs_progress_with_anothers_name_for_the_past_or_on_another_table(cast: Cast) -> None:
    bo, step, other = cast.bo.person_id, care(cast), build_cast()
    write_plan(other)
    mark(cast, cast.at_table(cast.bo))
    there = care(other, other.at_table(other.bo, Purpose.PLAN)).id
    me = ("web_care", bo, "professional", cast.case_id, "plan")
    assert ask(*me, *_row(cast, step.id, bo)) == [(1,)]
    for forged in (
        _row(cast, step.id, cast.amal_id, author=bo),
        _row(cast, step.id, bo, "now() - interval '1 day'"),
        _row(cast, there, bo),
    ):
        assert "row-level security" in refused(*me, *forged)
    for statement in ("UPDATE plans_progress SET state = 'done'", "DELETE FROM plans_progress"):
        assert "permission denied" in refused(*me, (statement,))


def test_another_organisation_than_the_one_that_has_it_in_hand_does_not_say_how_far_it_is(cast: Cast) -> None:
    """The doer's organisation has a step in hand; where nobody is named, the clinical one that came first."""
    seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.eve.person_id)
    eve = cast.at_table(cast.eve)
    with pytest.raises(ActRefused):
        mark(cast, eve)
    mark(cast, cast.at_table(cast.bo))
    assert (care(cast, eve).state, care(cast, eve).marks) == (StepState.OPEN, 0)


def test_a_step_changed_or_marked_meanwhile_is_refused_to_who_sees_it(cast: Cast) -> None:
    bo, step = cast.at_table(cast.bo), care(cast)
    mark(cast, cast.amal)
    with pytest.raises(Stale):
        mark_step(actor=bo, case_id=cast.case_id, step_id=step.id, revision=step.revision, state=StepState.DONE)
    with pytest.raises(Stale):
        change_step(actor=bo, case_id=cast.case_id, step_id=step.id, revision=step.revision, step=NewStep("Talk", StepKind.CARE))
    step = care(cast)
    change_step(actor=bo, case_id=cast.case_id, step_id=step.id, revision=step.revision, step=NewStep("Talk more", StepKind.CARE))
    assert (care(cast).what, care(cast).revision, care(cast).state) == ("Talk more", step.revision + 1, StepState.NOT_DONE)


def test_what_becomes_treatment_or_stops_being_it_begins_anew_for_everybody(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    write_steps(actor=bo, case_id=cast.case_id, once=uuid4(), steps=[NewStep("Walk", StepKind.DAILY, cast.amal_id)])

    def walk(who: Actor) -> StepView:
        return next(one for one in current_plan(actor=who, case_id=cast.case_id, log=False).steps if one.what == "Walk")

    step = walk(bo)
    mark_step(actor=bo, case_id=cast.case_id, step_id=step.id, revision=step.revision, state=StepState.DONE)
    for kind, said in ((StepKind.CARE, StepState.NOT_DONE), (StepKind.DAILY, StepState.DONE)):
        step = walk(bo)
        change_step(actor=bo, case_id=cast.case_id, step_id=step.id, revision=step.revision, step=NewStep("Walk", kind))
        assert walk(bo).state == walk(cast.at_table(cast.cleo, Purpose.PLAN)).state == StepState.OPEN
        step = walk(bo)
        mark_step(actor=bo, case_id=cast.case_id, step_id=step.id, revision=step.revision, state=said, reason=WORD)
        assert (walk(cast.at_table(cast.cleo, Purpose.PLAN)).state == said) is (kind == StepKind.DAILY)
        assert (walk(cast.at_table(cast.cleo, Purpose.PLAN)).state_reason == WORD) is (kind == StepKind.DAILY)


def test_no_version_and_no_other_table_holds_how_far_treatment_is(cast: Cast) -> None:
    word = f"qua{uuid4().hex}"
    mark(cast, cast.at_table(cast.bo), reason=word)
    fix_plan(cast)
    mark(cast, cast.amal, reason=f"{word} again")
    assert _holding(word) == {"plans_progress"}
    snapshot = "SELECT snapshot::text FROM plans_version v JOIN plans_plan p ON p.item_id = v.plan_id WHERE p.case_id = %s"
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(snapshot, [cast.case_id])
        kept = cursor.fetchone()[0]
    assert '"state"' not in kept and "not_done" not in kept
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE plans_progress SET state = 'done'")


def _holding(word: str) -> set[str]:
    """Tables in which a word stands, as the server's own superuser sees them."""
    every = "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        tables = [row[0] for row in connection.execute(every).fetchall()]
        return {table for table in tables if connection.execute(f"SELECT 1 FROM {table} t WHERE t::text LIKE %s", [f"%{word}%"]).fetchone()}


def test_amal_can_show_it_to_the_jobcentre_and_take_it_back(cast: Cast) -> None:
    mark(cast, cast.at_table(cast.bo))
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT id FROM seats_item WHERE case_id = %s AND kind = 'plan_progress'", [cast.case_id])
        item_id = cursor.fetchone()[0]
    cleo = cast.at_table(cast.cleo, Purpose.PLAN)
    given = release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[item_id], to_seat_id=cast.seats["cleo"], purpose="plan")
    assert (care(cast, cleo).state, care(cast, cleo).state_reason) == (StepState.NOT_DONE, WORD)
    with pytest.raises(NotHere):
        mark(cast, cleo)
    mark(cast, cast.at_table(cast.bo), StepState.DONE, "")
    assert care(cast, cleo).state == StepState.NOT_DONE, "what is said later was not given"
    withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=given.disclosure_id)
    assert (care(cast, cleo).state, care(cast, cleo).state_reason) == (StepState.OPEN, "")
