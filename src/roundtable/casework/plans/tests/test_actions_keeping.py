"""What one form says is kept as a whole; a yes is to the words that were seen."""

from uuid import UUID, uuid4

import pytest
from tests.cast import Cast, build_cast

from roundtable.casework.plans.actions import GoalWords, NewStep, call_for_answers, confirm_words, keep_step, keep_words, say, write_goal
from roundtable.casework.plans.queries import CurrentPlan, StepView
from roundtable.casework.plans.rules.content import GoalKind, ReasonMissing, SayingKind, StepState
from roundtable.casework.plans.tests.scene import answer, plan_of, write_plan
from roundtable.casework.plans.tests.test_views import amal, hidden, page, url
from roundtable.kernel.refusal import Stale


@pytest.fixture
def planned() -> Cast:
    cast = build_cast()
    write_plan(cast)
    return cast


def call_the_employer(now: CurrentPlan) -> StepView:
    return next(step for step in now.steps if step.what == "Call the employer")


def goal_for_amal(cast: Cast, text: str, goal_id: UUID, revision: int = 0) -> None:
    words = GoalWords(GoalKind.PERSONAL, text, cast.amal_id)
    write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=goal_id, words=words, revision=revision)


def test_a_step_whose_reason_is_missing_keeps_nothing_of_its_form(planned: Cast) -> None:
    cleo, before = planned.at_table(planned.cleo), call_the_employer(plan_of(planned))
    step = NewStep("Write to the employer", before.kind, before.who_id, goal_id=before.goal_id)
    wanted = {"actor": cleo, "case_id": planned.case_id, "step_id": before.id, "revision": before.revision, "step": step}
    with pytest.raises(ReasonMissing):
        keep_step(**wanted, state=StepState.NOT_DONE)
    assert call_the_employer(plan_of(planned)) == before
    keep_step(**wanted, state=StepState.NOT_DONE, reason="They moved")
    after = next(step for step in plan_of(planned).steps if step.id == before.id)
    assert (after.what, after.state, after.state_reason) == ("Write to the employer", StepState.NOT_DONE, "They moved")


def test_words_of_which_half_is_stale_are_not_kept_by_halves(planned: Cast) -> None:
    say(actor=planned.amal, case_id=planned.case_id, kind=SayingKind.WORK_GIVES, text="My colleagues")
    with pytest.raises(Stale):
        keep_words(
            actor=planned.amal, case_id=planned.case_id, said_by_id=planned.amal_id, own_words="Calm", own_revision=0, work_gives="Money",
            gives_revision=0,
        )  # fmt: skip
    assert [one.text for one in plan_of(planned).sayings if one.said_by_id == planned.amal_id] == ["My colleagues"]


def test_amal_confirms_what_she_read_and_not_what_bo_wrote_over_it_meanwhile(planned: Cast) -> None:
    goal_id = uuid4()
    goal_for_amal(planned, "To sleep", goal_id)
    client, address = amal(planned), url("confirm_words", planned)
    shown = hidden(page(client, url("plan", planned)))
    goal_for_amal(planned, "To work full time", goal_id, revision=1)
    again = client.post(address, {"seen": shown["seen"]})
    assert again.status_code == 409 and "To work full time" in again.content.decode()
    assert not next(goal for goal in plan_of(planned).goals if goal.id == goal_id).confirmed
    assert client.post(address, {"seen": hidden(again.content.decode())["seen"]}).status_code == 302
    assert next(goal for goal in plan_of(planned).goals if goal.id == goal_id).confirmed


def test_a_yes_confirms_no_help_that_was_written_down_after_everybody_was_asked(planned: Cast) -> None:
    bo, goal_id = planned.at_table(planned.bo), plan_of(planned).goals[1].id
    asked = uuid4()

    def helps(text: str, revision: int) -> None:
        say(
            actor=bo, case_id=planned.case_id, kind=SayingKind.HELP, goal_id=goal_id, text=text, said_by_id=planned.amal_id,
            revision=revision,
        )  # fmt: skip

    def confirmed() -> bool:
        return next(one for one in plan_of(planned).sayings if one.kind == SayingKind.HELP).confirmed

    helps("I go to bed at ten", 0)
    call_for_answers(actor=bo, case_id=planned.case_id, call_id=asked)
    helps("I take every pill", 1)
    answer(planned.amal, planned.case_id, asked)
    assert not confirmed()
    call_for_answers(actor=bo, case_id=planned.case_id, call_id=(again := uuid4()))
    answer(planned.amal, planned.case_id, again)
    assert confirmed()


def test_confirming_by_its_own_page_needs_no_mark_where_nothing_waits(planned: Cast) -> None:
    assert confirm_words(actor=planned.amal, case_id=planned.case_id, seen="") == 0
