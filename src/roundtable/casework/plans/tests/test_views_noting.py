"""A yes said on the telephone to words written down: shown as noted, never as her own before she confirms it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.cast import Cast, build_cast

from roundtable.casework.plans.actions import YesWhen, call_for_answers, confirm_words, note_yes, say
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.plans.rules.agreement import NotReadBack
from roundtable.casework.plans.rules.content import SayingKind
from roundtable.casework.plans.tests.scene import plan_of, write_plan
from roundtable.casework.plans.tests.test_views import amal, bo, hidden, page, signed_in, url
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def planned() -> Cast:
    cast = build_cast()
    write_plan(cast)
    shared = plan_of(cast).shared_goal
    assert shared is not None
    say(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, kind=SayingKind.OWN_WORDS, goal_id=shared.id, text="That I still laugh",
        said_by_id=cast.amal_id,
    )  # fmt: skip
    return cast


def noted(cast: Cast, on: date | None = None) -> None:
    note_yes(actor=cast.at_table(cast.bo), case_id=cast.case_id, person_id=cast.amal_id, on=on or timezone.now().date(), read_back=True)


def test_bo_notes_a_yes_by_telephone_and_it_waits_for_amals_own(planned: Cast) -> None:
    client = bo(planned)
    plan = page(client, url("plan", planned))
    address = url("note_yes", planned, person_id=planned.amal_id)
    assert address in plan and "Amal has not confirmed it yet." in plan
    form = page(client, address)
    assert "That I still laugh" in form
    day = timezone.localdate()
    sent = {**hidden(form), "on": f"{day.day}.{day.month}.{day.year}", "read_back": "on"}
    assert client.post(address, sent).status_code == 302, page(client, address)
    for reader in (bo(planned), signed_in(planned.cleo.person_id, "Cleo")):
        shown = page(reader, url("plan", planned))
        assert "Amal said yes on the telephone on" in shown and "noted by Bo. Amal has not confirmed it yet." in shown
    assert "Is this what you said?" in page(amal(planned), url("plan", planned))
    confirm_words(actor=planned.amal, case_id=planned.case_id)
    after = page(bo(planned), url("plan", planned))
    assert "Said by Amal, written by Bo, confirmed." in after and "on the telephone" not in after


def test_words_changed_after_the_call_have_no_yes(planned: Cast) -> None:
    noted(planned)
    now = plan_of(planned)
    assert [one.noted_by_id for one in now.sayings if one.said_by_id == planned.amal_id] == [planned.bo.person_id]
    shared = now.shared_goal
    assert shared is not None
    said = next(one for one in now.sayings if one.said_by_id == planned.amal_id)
    say(
        actor=planned.at_table(planned.cleo), case_id=planned.case_id, kind=SayingKind.OWN_WORDS, goal_id=shared.id, text="Something else",
        said_by_id=planned.amal_id, revision=said.revision,
    )  # fmt: skip
    assert "said yes on the telephone on" not in page(bo(planned), url("plan", planned))


def test_a_yes_not_read_back_or_of_another_day_is_refused_and_nobody_else_notes_it(planned: Cast) -> None:
    today = timezone.localdate()
    with pytest.raises(NotReadBack):
        note_yes(actor=planned.at_table(planned.bo), case_id=planned.case_id, person_id=planned.amal_id, on=today, read_back=False)
    for on in (today + timedelta(days=1), today - timedelta(days=200)):
        with pytest.raises(YesWhen):
            noted(planned, on)
    for actor, person_id in (
        (planned.amal, planned.amal_id),
        (planned.at_table(planned.dag), planned.amal_id),
        (planned.at_table(planned.eve), planned.amal_id),
        (planned.at_table(planned.bo), planned.cleo.person_id),
        (planned.at_table(planned.bo), uuid4()),
    ):
        with pytest.raises(NotHere):
            note_yes(actor=actor, case_id=planned.case_id, person_id=person_id, on=today, read_back=True)
    assert page(amal(planned), url("note_yes", planned, person_id=planned.amal_id), 404) is not None
    assert all(one.said_yes_on is None for one in current_plan(actor=planned.amal, case_id=planned.case_id).sayings)


def test_an_answer_noted_for_amal_can_be_noted_anew_until_it_is_her_own(planned: Cast) -> None:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    address = url("record_answer", planned, person_id=planned.amal_id)
    for answer, words in (("not_yet", "Note that Amal says something else now"), ("yes", "Note that Amal says something else now")):
        sent = {**hidden(page(bo(planned), address)), "answer": answer, "how": "phone", "read_back": "on"}
        assert bo(planned).post(address, sent).status_code == 302
        assert words in page(bo(planned), url("plan", planned))
    call = plan_of(planned).call
    assert call is not None and str(call.answers[f"c:{planned.amal_id}"]) == "yes"
