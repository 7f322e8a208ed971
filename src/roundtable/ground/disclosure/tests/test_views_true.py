"""The pages of sharing say what is open now, for whom, and who can see that it was asked."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import (
    answer_may_i,
    ask_to_share,
    close_for,
    countersign,
    disclose_on_ground,
    open_again,
    release_items,
)
from roundtable.ground.disclosure.queries import days
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.rules import confidence, side, table


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def page(person_id: UUID, name: str, address: str, kind: str = "staff") -> str:
    client = Client()
    client.force_login(account(person_id, name, kind))
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def amal(cast: Cast, name: str = "sharing", query: str = "", **more: Any) -> str:
    return page(cast.amal_id, "Amal", reverse(name, kwargs={"case_id": cast.case_id, **more}) + query, "citizen")


def by_law(cast: Cast, **more: Any) -> UUID:
    place, bo = side(), cast.at_table(cast.bo)
    item = write_words(actor=bo, case_id=cast.case_id, place=place, kind="note", headline="First talk", body="A child is at risk").item_id
    said = {"paragraph": "Health act § 43(2)", "necessity": "She cannot be asked in time", "countersigner_id": cast.jon.person_id, **more}
    until = days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=30)
    seat = cast.seats["cleo"]
    return disclose_on_ground(actor=bo, case_id=cast.case_id, item_id=item, to_seat_id=seat, until_on=until, **said).disclosure_id


def sign(cast: Cast, disclosure_id: UUID, *, yes: bool = True) -> None:
    countersign(actor=cast.jon.on(cast.case_id, Purpose.COUNTERSIGN), disclosure_id=disclosure_id, yes=yes)


def test_what_amal_shared_with_cleo_is_not_listed_as_open_while_her_course_is_closed_for_cleo(cast: Cast) -> None:
    told = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="I lie awake")
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[told.item_id], to_seat_id=cast.seats["cleo"], purpose="meeting")
    assert "<h2>Open now</h2>" in amal(cast) and "Closed for Cleo" not in amal(cast)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    shown = amal(cast)
    assert (
        "<h2>Open now</h2>" not in shown
        and "Not open now, because you closed your course" in shown
        and "Closed for Cleo Test since" in shown
    )
    assert "You have shared nothing yet" not in shown and "Take it back" in shown
    open_again(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert "<h2>Open now</h2>" in amal(cast)


def test_the_time_line_leaves_out_who_is_closed_out_for_amal_and_tells_bo_nothing_of_it(cast: Cast) -> None:
    told = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="I lie awake")
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[told.item_id], to_seat_id=cast.seats["cleo"], purpose="meeting")
    write_words(actor=cast.amal, case_id=cast.case_id, place=table(), kind="note", body="I can repair a lamp")
    line = reverse("time_line", args=[cast.case_id])
    assert "You, Bo and Cleo" in amal(cast, "time_line")
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    shown = amal(cast, "time_line")
    assert "Everyone at the table but Cleo, now and later" in shown and "You and Bo" in shown and "You, Bo and Cleo" not in shown
    bos = page(cast.bo.person_id, "Bo", line)
    assert "Everyone at the table, now and later" in bos and "but Cleo" not in bos


def test_after_closing_the_page_says_that_only_amal_and_the_one_it_is_closed_for_can_know_it(cast: Cast) -> None:
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    shown = amal(cast, "close_for", "?done=1", person_id=cast.cleo.person_id)
    assert "Only you. Cleo can notice that nothing opens any more. Nobody else at the table is told." in shown


def test_before_the_second_signature_nothing_is_listed_as_shared_and_after_a_no_it_never_was(cast: Cast) -> None:
    asked = by_law(cast)
    for shown in (amal(cast), page(cast.bo.person_id, "Bo", reverse("sharing", args=[cast.case_id]))):
        assert "Not yet shared with <strong>Cleo" in shown and "Shared with <strong>Cleo" not in shown and "Asked on" in shown
    assert "Asked for by a rule of law, not open yet" in amal(cast) and "<h2>Shared by a rule of law</h2>" not in amal(cast)
    sign(cast, asked)
    assert "Shared with <strong>Cleo" in amal(cast) and "<h2>Shared by a rule of law</h2>" in amal(cast)
    sign(cast, by_law(cast), yes=False)
    assert "Not shared with <strong>Cleo" in amal(cast)


def test_who_asks_by_law_is_told_that_amal_sees_it_too_unless_she_is_told_later(cast: Cast) -> None:
    def banner(asked: UUID) -> str:
        shown = page(cast.bo.person_id, "Bo", reverse("sharing", args=[cast.case_id]) + f"?done=by_law&share={asked}")
        return shown.split("Who can see it:")[1].split("What comes next:")[0]

    told = banner(by_law(cast))
    assert "Jon" in told and "Amal" in told and "You" in told and "Cleo" not in told
    on = days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=10)
    assert "Amal" not in banner(by_law(cast, tell_later=True, tell_on=on, deferral_ground="Danger"))


def test_amals_first_page_and_her_course_say_what_was_shared_by_law_and_lead_to_it(cast: Cast) -> None:
    home = page(cast.amal_id, "Amal", "/", "citizen")
    assert "rule of law" not in home
    asked = by_law(cast)
    assert "By a rule of law: Bo asks to share a text about you" in page(cast.amal_id, "Amal", "/", "citizen")
    sign(cast, asked)
    home = page(cast.amal_id, "Amal", "/", "citizen")
    assert "Cleo can read a text about you now" in home and "Bo decided it by a rule of law" in home and "Nothing to do today" not in home
    assert "First talk" not in home and "at risk" not in home
    course = amal(cast, "case_page")
    link = f'<a href="{reverse("sharing", args=[cast.case_id])}">Sharing by a rule of law, asked for by Bo'
    assert link in course and "Text by Bo" not in course


def test_where_amal_may_be_told_later_her_first_page_says_nothing_before_that_day(cast: Cast) -> None:
    on = days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=10)
    sign(cast, by_law(cast, tell_later=True, tell_on=on, deferral_ground="Danger"))
    assert "rule of law" not in page(cast.amal_id, "Amal", "/", "citizen") + amal(cast) + amal(cast, "case_page")


def test_a_version_of_the_plan_is_given_as_everybodys_and_the_formula_of_the_referral_is_not_offered(cast: Cast) -> None:
    finn = enrol_person(actor=cast.amal, given_name="Finn")
    seat = seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    cleo = cast.at_table(cast.cleo)
    plan = write_words(actor=cleo, case_id=cast.case_id, place=table(), kind="plan", body="Amal: I want my days back").item_id
    write_words(
        actor=cast.amal, case_id=cast.case_id, place=table(), kind="referral_consent", headline="1", body="I agree that the jobcentre"
    )
    url = reverse("release_items", args=[cast.case_id, seat])
    offered = page(cast.amal_id, "Amal", url, "citizen")
    assert "A version of the plan, with everybody’s words and answers" in offered and "I agree that the jobcentre" not in offered
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", "citizen"))
    until = days(actor=cast.amal, case_id=cast.case_id).usual.isoformat()
    chosen = {"items": [str(plan)], "purpose": "meeting", "until": until, "once": str(uuid4()), "step": "preview"}
    shown = unescape(client.post(url, chosen).content.decode())
    assert "A version of the plan, with everybody’s words and answers" in shown and "From Cleo" not in shown


def test_both_see_the_words_amal_allowed_and_cleo_is_not_told_that_only_two_read_them(cast: Cast) -> None:
    seat = cast.seats["cleo"]
    asked = ask_to_share(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_seat_id=seat, headline="Sleeps badly")
    answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=asked, answer="other_words", headline="Mornings are hard")
    for shown in (amal(cast, "may_i"), page(cast.bo.person_id, "Bo", reverse("may_i", args=[cast.case_id]))):
        assert "<strong>Mornings are hard</strong>" in shown
        assert "Asked in these words, which are not shared: “Sleeps badly”" in shown
    cleos = page(cast.cleo.person_id, "Cleo", reverse("time_line", args=[cast.case_id]))
    assert (
        "You and Amal, and whoever it was told to" in cleos
        and "Sleeps badly" not in cleos
        and "Bo" not in cleos.split("whoever it was")[0][-400:]
    )
