"""Attacks by ordinary pages on what is confirmed: somebody else's goal, the box of the sheet it comes from, and whom to ring afterwards."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.casework.cases.actions import answer_bridge, name_bridge, start_case
from roundtable.casework.cases.queries import BridgeView, bridge_of
from roundtable.casework.cases.rules import Said, SaidThemselves, YesToYourself
from roundtable.casework.cowriting.actions import write_box
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet
from roundtable.casework.plans.actions import GoalWords, write_goal
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.content import GoalKind
from roundtable.ground.access.context import through
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import table
from tests.cast import Cast, Member, account, build_cast, build_family
from tests.privacy.test_attacks_sql_more import ask

FORM = {
    "revision": "0",
    "kind": "vocational",
    "text": "Ten hours",
    "gives": "",
    "fears": "",
    "protection": "",
    "level": "micro",
    "fixed_link": "",
    "fixed_how": "",
    "link_to": "",
    "link_how": "",
}


def _cleo(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account(cast.cleo.person_id, "Cleo Test"))
    return client


def _plan(cast: Cast) -> CurrentPlan:
    return current_plan(actor=cast.at_table(cast.bo), case_id=cast.case_id, log=False, answers=False)


def test_what_cleo_put_into_amals_goal_still_waits_for_amals_yes_after_a_letter_amal_writes_on_the_sheet() -> None:
    cast = build_cast()
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    hers = box(cast, found, "own_goal", cast.amal_id)
    write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text="Walk every day")
    (goal,) = _plan(cast).goals
    assert goal.confirmed
    sent = {"once": str(uuid4()), "revision": str(goal.revision), "kind": "personal", "owner": str(cast.amal_id), "text": "Walk every day"}
    changes = reverse("change_goal", args=[cast.case_id, goal.id])
    assert _cleo(cast).post(changes, {**FORM, **sent, "fears": "I fear that I am lazy"}).status_code == 302
    write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text="Walk every day.")
    (goal,) = _plan(cast).goals
    assert (goal.text, goal.fears, goal.confirmed) == ("Walk every day.", "I fear that I am lazy", False)


def test_amals_own_words_alone_stay_confirmed_when_she_writes_on() -> None:
    cast = build_cast()
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    hers = box(cast, found, "own_goal", cast.amal_id)
    for text in ("Walk every day", "Walk every day, in the wood"):
        write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text=text)
    (goal,) = _plan(cast).goals
    assert (goal.text, goal.confirmed) == ("Walk every day, in the wood", True)


def test_what_amal_writes_in_her_box_never_stands_in_a_goal_of_cleos_that_took_the_boxs_id() -> None:
    cast = build_cast()
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    hers = box(cast, found, "own_goal", cast.amal_id)
    _cleo(cast).post(reverse("write_goal", args=[cast.case_id]), {**FORM, "once": str(hers), "owner": str(cast.cleo.person_id)})
    write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text="Walk every day")
    assert {(goal.owner_id, goal.text, goal.confirmed) for goal in _plan(cast).goals} == {
        (cast.cleo.person_id, "Ten hours", True),
        (cast.amal_id, "Walk every day", True),
    }


def test_a_shared_goal_written_live_stands_in_the_plan_whatever_cleo_sent_under_its_boxs_id() -> None:
    cast = build_cast()
    found = meeting(cast)
    shared = box(cast, found, "goal")
    _cleo(cast).post(reverse("write_goal", args=[cast.case_id]), {**FORM, "once": str(shared), "owner": str(cast.cleo.person_id)})
    for text in ("Back to work at our pace", "Back to work at Amal's pace"):
        write_box(actor=cast.at_table(cast.bo), case_id=cast.case_id, box_id=shared, seen=sheet(cast, found).seen, text=text)
        goal = _plan(cast).shared_goal
        assert goal is not None
        assert goal.text == text


def test_cleo_moves_no_line_of_amals_confirmed_goal_into_another_part_of_it() -> None:
    cast = build_cast()
    words = GoalWords(GoalKind.PERSONAL, "I work full time\nonly when I am well", cast.amal_id)
    mine = write_goal(actor=cast.amal.on(cast.case_id), case_id=cast.case_id, goal_id=uuid4(), words=words)
    as_cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan")
    for change in ("text = 'I work full time', gives = 'only when I am well', protection = E'\\n'", "kind = 'vocational'"):
        with pytest.raises(DatabaseError, match="nobody confirms"):
            ask(*as_cleo, (f"UPDATE plans_goal SET {change} WHERE id = %s RETURNING text", mine))
    (goal,) = _plan(cast).goals
    assert (goal.text, goal.kind, goal.confirmed) == (words.text, GoalKind.PERSONAL, True)


NEXT_SPRING = date(2027, 3, 1)
SAYS = (
    "INSERT INTO cases_bridgeanswer (id, contact_id, scope_id, wall, person_id, yes, how, at, by_id)"
    " SELECT gen_random_uuid(), item_id, scope_id, wall, %s, %s, 'telephone', now(), %s FROM cases_bridgecontact"
    " WHERE item_id = %s RETURNING 1"
)


def _named(cast: Cast, who: Member) -> UUID:
    """Cleo names one of the table, for Amal to ring after the course."""
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    names = {"name": "Somebody Test", "organisation": "", "telephone": "20 30 40 50", "until_on": NEXT_SPRING}
    item_id: UUID = name_bridge(actor=cast.at_table(cast.cleo), case_id=cast.case_id, person_id=who.person_id, **names)
    return item_id


def _said(cast: Cast) -> tuple[bool, str]:
    bridge: BridgeView | None = bridge_of(actor=cast.amal, case_id=cast.case_id)
    assert bridge is not None
    answer = bridge.answers[cast.amal_id]
    return answer.yes, answer.how


def _told(cast: Cast) -> int:
    with through("loader"):
        return Notice.objects.filter(person_id=cast.amal_id, case_id=cast.case_id).count()


def test_amals_own_no_is_made_a_yes_by_nobody_else() -> None:
    cast = build_cast()
    item = _named(cast, cast.bo)
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=False)
    sent = {"item": str(item), "whose": f"telephone:{cast.amal_id}", "answer": "yes"}
    page = _cleo(cast).post(reverse("bridge", args=[cast.case_id]), sent).content.decode()
    assert "They have given their answer here themselves." in page
    with pytest.raises(SaidThemselves):
        answer_bridge(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item, yes=True, for_id=cast.amal_id, how=Said.ALOUD)
    as_cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "case")
    with pytest.raises(DatabaseError, match="row-level security"):
        ask(*as_cleo, (SAYS, cast.amal_id, True, cast.cleo.person_id, item))
    assert _said(cast) == (False, "self")


def test_cleo_who_is_named_notes_no_yes_to_herself_and_a_no_may_be_told_to_her() -> None:
    cast = build_cast()
    item, cleo = _named(cast, cast.cleo), cast.at_table(cast.cleo)
    with pytest.raises(YesToYourself):
        answer_bridge(actor=cleo, case_id=cast.case_id, item_id=item, yes=True, for_id=cast.amal_id, how=Said.TELEPHONE)
    as_cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "case")
    with pytest.raises(DatabaseError, match="row-level security"):
        ask(*as_cleo, (SAYS, cast.amal_id, True, cast.cleo.person_id, item))
    answer_bridge(actor=cleo, case_id=cast.case_id, item_id=item, yes=False, for_id=cast.amal_id, how=Said.TELEPHONE)
    assert _said(cast) == (False, "telephone")


def test_amal_is_told_of_a_yes_that_bo_notes_for_her() -> None:
    cast = build_cast()
    item, before = _named(cast, cast.cleo), _told(cast)
    answer_bridge(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item, yes=True, for_id=cast.amal_id, how=Said.ALOUD)
    assert (_told(cast), _said(cast)) == (before + 1, (True, "aloud"))


def test_who_sits_at_another_table_learns_nothing_of_what_amal_said() -> None:
    cast = build_cast()
    item = _named(cast, cast.bo)
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=False)
    asked = ("SELECT guard.answered_self(%s, %s)", item, cast.amal_id)
    assert ask("web_authority", cast.cleo.person_id, "professional", cast.case_id, "case", asked) == [(True,)]
    assert ask("web_authority", cast.dag.person_id, "professional", cast.case_id, "case", asked) == [(False,)]


def test_cleo_puts_no_number_of_her_own_under_bos_name_and_amal_reads_who_wrote_it_down() -> None:
    cast = build_cast()
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    sent = {"who": str(cast.bo.person_id), "telephone": "99 99 99 99", "until_on": "2027-03-01", "rings_on": "", "once": str(uuid4())}
    assert _cleo(cast).post(reverse("name_bridge", args=[cast.case_id]), sent).status_code == 302
    bridge: BridgeView | None = bridge_of(actor=cast.amal, case_id=cast.case_id)
    assert bridge is not None
    assert bridge.telephone == "70 12 34 56"
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal Test", "citizen"))
    assert "Written down by Cleo." in amal.get(reverse("bridge", args=[cast.case_id])).content.decode()
    as_cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "case")
    words = write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), kind="bridge", headline="Bo Test", body="1")
    forged = (
        "INSERT INTO cases_bridgecontact (item_id, scope_id, wall, case_id, person_id, name, organisation, telephone, until_on, at)"
        " VALUES (%s, %s, %s, %s, %s, 'Bo Test', '', '99 99 99 99', '2027-03-01', now()) RETURNING 1"
    )
    with pytest.raises(DatabaseError, match="row-level security"):
        ask(*as_cleo, (forged, words.item_id, words.scope_id, words.wall, cast.case_id, cast.bo.person_id))


def test_a_later_yes_of_one_parent_does_not_take_away_the_others_no() -> None:
    cast = build_cast()
    family = build_family(cast)
    start_case(actor=cast.gro.leading(family.case_id), case_id=family.case_id)
    names = {"name": "Bo Test", "organisation": "", "telephone": "20 30 40 50", "until_on": NEXT_SPRING, "person_id": cast.bo.person_id}
    item = name_bridge(actor=cast.bo.on(family.case_id), case_id=family.case_id, rings_on=timezone.localdate(), **names)

    def due() -> bool:
        with connections["worker"].cursor() as cursor:
            cursor.execute("SELECT about FROM guard.due_bridge_rings()")
            return (item,) in cursor.fetchall()

    assert due()
    answer_bridge(actor=family.citizens["Mia"], case_id=family.case_id, item_id=item, yes=False)
    answer_bridge(actor=family.citizens["Per"], case_id=family.case_id, item_id=item, yes=True)
    assert not due()
    answer_bridge(actor=family.citizens["Mia"], case_id=family.case_id, item_id=item, yes=True)
    assert due()
