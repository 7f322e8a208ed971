"""The planned end, whom to ring afterwards, and her yes: by who may, and never as if by somebody else's hand."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, account, build_cast, build_family

from roundtable.casework.cases.actions import answer_bridge, close_case, name_bridge, plan_end, start_case
from roundtable.casework.cases.pages import bridge_card, end_line, missing_at_end
from roundtable.casework.cases.queries import BridgeView, bridge_of, case_phase
from roundtable.casework.cases.rules import BridgeWhen, EndWhen, NotThatBridge, NotThatPhase, Outcome, Said, is_ending, usual_end
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere
from roundtable.kernel.texts import TextMissing

PHONE = "20 30 40 50"


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def named(cast: Cast, actor: Actor | None = None, **over: object) -> UUID:
    given = {"name": "Kirsten Holm", "organisation": "Café Sund", "telephone": PHONE, "until_on": today() + timedelta(days=90), **over}
    item_id: UUID = name_bridge(actor=actor or cast.at_table(cast.bo), case_id=cast.case_id, **given)
    return item_id


def found(actor: Actor, case_id: UUID) -> BridgeView:
    bridge: BridgeView | None = bridge_of(actor=actor, case_id=case_id)
    assert bridge is not None
    return bridge


def test_a_course_ends_on_its_usual_day_until_bo_plans_another_and_everyone_at_the_table_reads_it(cast: Cast) -> None:
    before = case_phase(actor=cast.amal, case_id=cast.case_id)
    assert (before.ends_on, before.chosen) == (usual_end(today()), False)
    day = today() + timedelta(days=20)
    plan_end(actor=cast.at_table(cast.bo), case_id=cast.case_id, ends_on=day)
    plan_end(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, ends_on=day + timedelta(days=1))
    for actor in (cast.amal, cast.at_table(cast.cleo), cast.gro.leading(cast.case_id)):
        view = case_phase(actor=actor, case_id=cast.case_id)
        assert (view.ends_on, view.chosen, view.number) == (day + timedelta(days=1), True, before.number)
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            plan_end(actor=stranger, case_id=cast.case_id, ends_on=day)
    for wrong in (today() - timedelta(days=1), today() + timedelta(days=2000), date(9999, 12, 31)):
        with pytest.raises(EndWhen):
            plan_end(actor=cast.at_table(cast.bo), case_id=cast.case_id, ends_on=wrong)


def test_the_end_is_told_four_weeks_before_and_not_a_day_earlier(cast: Cast) -> None:
    plan_end(actor=cast.at_table(cast.bo), case_id=cast.case_id, ends_on=today() + timedelta(days=29))
    phase = case_phase(actor=cast.amal, case_id=cast.case_id)
    assert end_line(phase, today()) == ""
    assert not is_ending(phase.ends_on, today())
    near = end_line(phase, today() + timedelta(days=1))
    assert near.endswith("Before that there is a last meeting.")
    assert end_line(phase, today() + timedelta(days=1), held=True).endswith("The last meeting was held.")
    assert end_line(phase, phase.ends_on + timedelta(days=1)).startswith("The course was planned to end on")


def test_who_is_named_is_read_at_the_table_and_by_nobody_else(cast: Cast) -> None:
    named(cast, rings_on=today() + timedelta(days=30))
    for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        bridge = found(actor, cast.case_id)
        assert (bridge.name, bridge.organisation, bridge.telephone, bridge.answers) == ("Kirsten Holm", "Café Sund", PHONE, {})
    for other in (cast.at_table(cast.dag), cast.at_table(cast.eve), cast.gro.leading(cast.case_id)):
        assert bridge_of(actor=other, case_id=cast.case_id) is None
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert bridge_of(actor=cast.at_table(cast.cleo), case_id=cast.case_id) is None


def test_only_a_professional_at_the_table_names_somebody_and_never_one_who_does_not_sit_there(cast: Cast) -> None:
    for other in (cast.amal, cast.at_table(cast.dag), cast.at_table(cast.eve), cast.gro.leading(cast.case_id)):
        with pytest.raises(NotHere):
            named(cast, other)
    with pytest.raises(NotHere):
        named(cast, person_id=cast.dag.person_id)
    assert found(cast.amal, cast.case_id) if named(cast, person_id=cast.cleo.person_id) else None
    with pytest.raises(TextMissing):
        named(cast, name=" … ")
    for days in ({"until_on": today() - timedelta(days=1)}, {"rings_on": today() + timedelta(days=91)}, {"rings_on": date(2000, 1, 1)}):
        with pytest.raises(BridgeWhen):
            named(cast, **days)


def test_a_second_click_names_nobody_twice_and_a_new_name_needs_a_new_yes(cast: Cast) -> None:
    once = uuid4()
    assert named(cast, item_id=once) == named(cast, item_id=once, name="Somebody") == once
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=once, yes=True)
    assert found(cast.amal, cast.case_id).agreed([cast.amal_id])
    second = named(cast, name="Ruth Ask")
    bridge = found(cast.amal, cast.case_id)
    assert (bridge.item_id, bridge.name, bridge.agreed([cast.amal_id])) == (second, "Ruth Ask", False)
    with pytest.raises(NotThatBridge):
        answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=once, yes=True)


def test_amals_yes_is_hers_and_what_bo_notes_for_her_says_so_until_she_says_it_herself(cast: Cast) -> None:
    item, bo = named(cast), cast.at_table(cast.bo)
    answer_bridge(actor=bo, case_id=cast.case_id, item_id=item, yes=True, for_id=cast.amal_id, how=Said.TELEPHONE)
    seats = seats_on(actor=cast.amal, case_ids=[cast.case_id])
    card = bridge_card(found(cast.amal, cast.case_id), seats, cast.amal, today())
    assert card is not None and card.said == ("Amal says yes. By telephone, noted by Bo, read back.",)
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=True)
    card = bridge_card(found(bo, cast.case_id), seats, bo, today())
    assert card is not None and card.said == ("Amal says yes.",)
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=False)
    assert not found(bo, cast.case_id).agreed([cast.amal_id])


def test_nobody_says_yes_as_if_by_amals_hand(cast: Cast) -> None:
    item, bo = named(cast), cast.at_table(cast.bo)
    with pytest.raises(NotHere):
        answer_bridge(actor=bo, case_id=cast.case_id, item_id=item, yes=True, for_id=cast.amal_id)
    for for_id in (None, cast.bo.person_id, cast.max_id):
        with pytest.raises(NotHere):
            answer_bridge(actor=bo, case_id=cast.case_id, item_id=item, yes=True, for_id=for_id, how=Said.ALOUD)
    with pytest.raises(NotHere):
        answer_bridge(actor=cast.at_table(cast.dag), case_id=cast.case_id, item_id=item, yes=True, for_id=cast.amal_id, how=Said.ALOUD)
    forged = (
        "INSERT INTO cases_bridgeanswer (id, contact_id, scope_id, wall, person_id, yes, how, at, by_id)"
        " SELECT gen_random_uuid(), item_id, scope_id, wall, %s, true, %s, now(), %s FROM cases_bridgecontact WHERE item_id = %s"
    )
    for person, how, by in (
        (cast.amal_id, "self", cast.amal_id),
        (cast.bo.person_id, "self", cast.bo.person_id),
        (cast.amal_id, "aloud", cast.cleo.person_id),
        (cast.max_id, "aloud", cast.bo.person_id),
    ):
        with (
            pytest.raises(Exception, match="row-level security"),
            acting(bo, write=True) as context,
            connections[context.alias].cursor() as cursor,
        ):
            cursor.execute(forged, [person, how, by, item])
    assert found(cast.amal, cast.case_id).answers == {}


def test_what_was_named_and_said_is_never_changed(cast: Cast) -> None:
    item = named(cast)
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=True)
    for statement in (
        "UPDATE cases_bridgecontact SET telephone = '1'",
        "DELETE FROM cases_bridgecontact",
        "UPDATE cases_bridgeanswer SET yes = false",
        "UPDATE cases_plannedend SET ends_on = now()",
    ):
        for actor in (cast.amal, cast.at_table(cast.bo)):
            with (
                pytest.raises(Exception, match="permission denied"),
                acting(actor, write=True) as context,
                connections[context.alias].cursor() as cursor,
            ):
                cursor.execute(statement)


def test_in_a_family_each_says_yes_alone(cast: Cast) -> None:
    family = build_family(cast)
    item = name_bridge(
        actor=cast.bo.on(family.case_id), case_id=family.case_id, name="Ruth", organisation="", telephone=PHONE, until_on=today()
    )
    answer_bridge(actor=family.citizens["Mia"], case_id=family.case_id, item_id=item, yes=True)
    seats = seats_on(actor=cast.bo.on(family.case_id), case_ids=[family.case_id])
    missing = missing_at_end(found(cast.bo.on(family.case_id), family.case_id), seats, held=True)
    assert missing == ("Jo, Per has not said yes to Ruth.",)
    assert missing_at_end(None, seats, held=False)[0] == "The last meeting has not been held."


def test_after_the_end_amal_alone_reads_it_and_nobody_plans_or_names_any_more(cast: Cast) -> None:
    named(cast, cast.at_table(cast.cleo))
    close_case(actor=cast.at_table(cast.cleo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    assert found(cast.amal, cast.case_id).name == "Kirsten Holm"
    assert bridge_of(actor=cast.at_table(cast.bo), case_id=cast.case_id) is None
    with pytest.raises(NotHere):
        named(cast)
    with pytest.raises(NotThatPhase):
        plan_end(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, ends_on=today())


def test_the_form_takes_bos_own_number_and_asks_for_one_where_there_is_none(cast: Cast) -> None:
    client, address = Client(), f"/course/{cast.case_id}/afterwards/name/"
    client.force_login(account(cast.cleo.person_id, "Cleo Test"))
    sent = {"who": str(cast.bo.person_id), "until_on": "2027-03-01", "once": str(uuid4())}
    assert client.post(address, sent | {"rings_on": ""}).status_code == 302
    bridge = found(cast.amal, cast.case_id)
    assert (bridge.name, bridge.organisation, bridge.telephone, bridge.person_id) == (
        "Bo Test",
        "Mental Health",
        "70 12 34 56",
        cast.bo.person_id,
    )
    empty = client.post(address, {"who": "outside", "name": "", "telephone": "", "until_on": "", "once": str(uuid4())})
    assert "Write their name." in empty.content.decode() and "Write a telephone number." in empty.content.decode()
    for who in (str(cast.dag.person_id), str(uuid4()), "x"):
        assert client.post(address, sent | {"who": who, "once": str(uuid4())}).status_code in (200, 422)
    assert found(cast.amal, cast.case_id).item_id == bridge.item_id
