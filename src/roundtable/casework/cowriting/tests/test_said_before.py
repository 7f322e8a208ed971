"""Nothing is asked twice: what somebody has said where the table reads it stands in their box; what only they read they put there."""

from uuid import UUID, uuid4

import pytest
from tests.cast import Cast, build_cast

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.cowriting.actions import begin_own, put_in_what_i_said, write_box
from roundtable.casework.cowriting.rules import BoxKind
from roundtable.casework.cowriting.tests.scene import address, box, meeting, page, sheet, text_of
from roundtable.casework.plans.actions import GoalWords, say, write_goal
from roundtable.casework.plans.rules.content import GoalKind, SayingKind
from roundtable.casework.roundtables.tests.addresses import sign_in

MINE = "I want to wake up calm"
LINE = "I am good with systems"


@pytest.fixture
def cast() -> Cast:
    found, goal = build_cast(), uuid4()
    bo, amal = found.at_table(found.bo), found.amal.on(found.case_id)
    write_goal(actor=bo, case_id=found.case_id, goal_id=goal, words=GoalWords(GoalKind.SHARED, "Mornings without fear"))
    say(actor=amal, case_id=found.case_id, kind=SayingKind.OWN_WORDS, text=MINE, goal_id=goal, said_by_id=found.amal_id, revision=0)
    bring_lines(actor=amal, case_id=found.case_id, text=LINE)
    return found


def own(cast: Cast, found: UUID, kind: str) -> UUID:
    return box(cast, found, kind, cast.amal_id)


def test_live_amals_words_of_the_shared_goal_stand_there_when_she_comes_and_once(live: str, cast: Cast) -> None:
    found = meeting(cast)
    words = own(cast, found, "own_words")
    with page(live, cast, found, cast.bo.person_id, "Bo") as bo:
        assert bo.text(words) == "", "nobody writes in her name"
        for _ in range(2):
            with page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal:
                amal.sees(words, MINE)
                bo.sees(words, MINE)
        assert bo.text(words) == MINE
    assert text_of(cast, found, words) == MINE
    assert text_of(cast, found, own(cast, found, "bring")) == "", "what she brings is hers until she says so"


def test_what_she_emptied_does_not_come_back(cast: Cast) -> None:
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    place = {"actor": amal, "case_id": cast.case_id}
    words, item = own(cast, found, "own_words"), sheet(cast, found).item_id
    begin_own(**place, sheet_id=item)
    write_box(**place, box_id=words, seen=sheet(cast, found).seen, text="")
    begin_own(**place, sheet_id=item)
    assert put_in_what_i_said(**place, sheet_id=item, kind=BoxKind.OWN_WORDS) is None
    assert text_of(cast, found, words) == ""


def test_without_scripts_she_puts_in_her_lines_with_one_press_and_nobody_else_does(cast: Cast) -> None:
    found = meeting(cast)
    bring, item = own(cast, found, "bring"), sheet(cast, found).item_id
    for other in (cast.bo, cast.cleo):  # each their own box, and they have nothing there
        assert put_in_what_i_said(actor=cast.at_table(other), case_id=cast.case_id, sheet_id=item, kind=BoxKind.BRING) is False
    assert text_of(cast, found, bring) == ""
    amal = sign_in(cast.amal_id, "Amal", "citizen")
    together = address(cast, found)
    shown = amal.get(together).content.decode()
    for what in ("bring", "own_words"):
        put = address(cast, found, "put_in", what)
        assert put in shown
        assert amal.post(put).status_code == 302
        assert put not in amal.get(together).content.decode()
    assert text_of(cast, found, bring) == LINE
    assert text_of(cast, found, own(cast, found, "own_words")) == MINE
    assert amal.post(address(cast, found, "put_in", "goal")).status_code == 404


def test_without_scripts_who_comes_late_reads_why_their_box_is_empty_and_what_one_press_does(cast: Cast) -> None:
    found = meeting(cast)
    late, together = sign_in(cast.amal_id, "Amal", "citizen"), address(cast, found, "write_together")
    why = "What you wrote before the meeting does not come here by itself. One press puts it in. You can change it then."
    own_words = f'<p class="rt-no-print" data-live-plain data-live-late>{why}'
    shown = late.get(together).text
    assert shown.count(why) == 2 and own_words in shown, "her words of the goal, which come by themselves where scripts run, and her lines"
    late.post(address(cast, found, "put_in", "own_words"))
    late.post(address(cast, found, "put_in", "bring"))
    assert why not in late.get(together).text
    assert text_of(cast, found, own(cast, found, "own_words")) == MINE and text_of(cast, found, own(cast, found, "bring")) == LINE
