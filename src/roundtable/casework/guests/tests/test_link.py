"""A guest's link: taken by one browser, ended by the citizen, over with what it was for; for everybody else it never was."""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from tests.cast import account, build_cast
from tests.privacy.test_attacks_sql_more import ask
from tests.statements import count_statements

from roundtable.casework.cases.actions import start_case
from roundtable.casework.cases.queries import open_shares
from roundtable.casework.guests import queries
from roundtable.casework.guests.actions import end_guest, renew_guest_link, take_link
from roundtable.casework.guests.rules import MOST_GUESTS, AlreadyAsked, NothingToAskTo, Said, TooManyGuests, TwoAreNeeded
from roundtable.casework.guests.tests.conftest import SOON, STEP, Scene, add_steps, call, open_link, page_of, path_of
from roundtable.casework.plans.queries import current_plan, steps_to_ask
from roundtable.casework.roundtables.actions import add_point, cancel_roundtable, move_roundtable
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import Answer, Channel, Why
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.actions.closing import close_for
from roundtable.ground.seats.actions import end_all_seats, write_words
from roundtable.ground.seats.queries import rows, seats_on, words
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere, Stale

NEVER = {404}


def words_of(answer: object) -> bytes:
    """The page's bytes without what is new in every page of ours."""
    content: bytes = answer.content  # type: ignore[attr-defined]
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', b"", content)


def test_una_takes_a_step_by_a_link_and_without_an_account(scene: Scene) -> None:
    una = open_link(asked := scene.ask())
    page = una.get(page_of(asked))
    assert STEP in page.content.decode() and "Amal asks you to take a step" in page.content.decode()
    assert una.post(page_of(asked), {"reply": "takes", "once": str(uuid4())}).status_code == 302
    assert "I take it" in una.get(page_of(asked)).content.decode()
    plan = current_plan(actor=scene.cast.amal, case_id=scene.cast.case_id)
    step = next(one for one in plan.steps if one.id == scene.step_id)
    assert len(step.taken_by) == 1 and step.who_id is None
    amal = Client()
    amal.force_login(account(scene.cast.amal_id, "Amal", kind="citizen"))
    assert "Una from outside takes it" in amal.get(f"/course/{scene.cast.case_id}/plan/").content.decode()


def test_the_last_answer_counts(scene: Scene) -> None:
    una = open_link(asked := scene.ask())
    for reply in ("takes", "no_room"):
        una.post(page_of(asked), {"reply": reply, "once": str(uuid4())})
    plan = current_plan(actor=scene.cast.amal, case_id=scene.cast.case_id)
    assert all(not step.taken_by for step in plan.steps)
    assert una.post(page_of(asked), {"reply": "comes", "once": str(uuid4())}).status_code == 200, "a meeting's answer is none to a step"


def test_kim_says_that_he_comes_and_the_table_sees_it(scene: Scene) -> None:
    kim = open_link(asked := scene.ask(meeting=True))
    page = kim.get(page_of(asked)).content.decode()
    assert "10:00" in page and "Room 2" not in page, "the place is read where it was given"
    kim.post(page_of(asked), {"reply": "comes", "once": str(uuid4())})
    data = meeting_page(actor=scene.cast.at_table(scene.cast.cleo), case_id=scene.cast.case_id)
    guest = next(seat for seat in data.seats if seat.hat == "guest")
    assert data.answers[guest.person_id].answer == Answer.COMES
    bo = Client()
    bo.force_login(account(scene.cast.bo.person_id, "Bo"))
    told = bo.get(f"/course/{scene.cast.case_id}/meeting/").content.decode()
    assert "Kim Holm" in told and "Employer, asked by a link, reads only what is given" in told


def test_the_link_is_taken_by_the_first_browser_and_by_no_other(scene: Scene) -> None:
    asked = scene.ask()
    watcher = Client()
    assert watcher.get(path_of(asked)).status_code == 200, "a mail server that looks takes nothing"
    una = open_link(asked)
    for late in (watcher, Client()):
        assert late.get(path_of(asked)).status_code == late.post(path_of(asked)).status_code == late.get(page_of(asked)).status_code == 404
    assert una.get(path_of(asked)).status_code == 302, "the same browser is led on"
    with pytest.raises(NotHere):
        take_link(link_id=asked.link_id, secret=asked.secret)


def test_forged_expired_ended_other_and_blocked_are_the_same_page_for_what_is_not_there(scene: Scene) -> None:
    ended, other, blocked, over = scene.ask(), scene.ask(name="Ulla"), scene.ask(name="Bea"), scene.ask(meeting=True)
    browsers = {one.link_id: open_link(one) for one in (ended, other, blocked, over)}
    end_guest(actor=scene.cast.amal, case_id=scene.cast.case_id, link_id=ended.link_id)
    seat = next(seat for seat in seats_on(actor=scene.cast.amal, case_ids=[scene.cast.case_id]) if seat.name == "Bea")
    close_for(actor=scene.cast.amal, case_id=scene.cast.case_id, person_id=seat.person_id)
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE seats_seat SET from_at = now() - interval '2 hours', until_at = now() - interval '1 minute'"
            " WHERE id = (SELECT place_id FROM guests_guestlink WHERE id = %s)",
            [over.link_id],
        )
    nothing = Client().get(f"/guest/{uuid4()}/")
    assert nothing.status_code == 404
    seen = [browsers[one.link_id].get(page_of(one)) for one in (ended, blocked, over)]
    swapped = Client()
    swapped.cookies["guest"] = browsers[other.link_id].cookies["guest"].value
    seen += [swapped.get(page_of(ended)), swapped.get(page_of(blocked)), Client().get(page_of(other))]
    seen += [Client().get(f"/guest/{other.link_id}/{uuid4().hex}/"), Client().get(f"/guest/{uuid4()}/{other.secret}/")]
    assert {answer.status_code for answer in seen} == NEVER
    assert {words_of(answer) for answer in seen} == {words_of(nothing)}
    posted = [browsers[one.link_id].post(page_of(one), {"reply": "takes", "once": str(uuid4())}) for one in (ended, blocked, over)]
    assert {answer.status_code for answer in posted} == NEVER
    assert browsers[other.link_id].get(page_of(other)).status_code == 200, "Ulla reads on"


def test_a_guest_reads_exactly_what_was_ticked(scene: Scene) -> None:
    cast = scene.cast
    first = add_point(actor=cast.amal, case_id=cast.case_id, text="The noise in the open office")
    asked = scene.ask(meeting=True, item_ids=[first])
    add_point(actor=cast.amal, case_id=cast.case_id, text="How I sleep")
    page = open_link(asked).get(page_of(asked)).content.decode()
    assert "The noise in the open office" in page and "How I sleep" not in page and "Talk every Tuesday" not in page
    with pytest.raises(Stale):
        scene.ask(meeting=True, item_ids=[uuid4()])


def test_the_page_is_kept_nowhere_and_its_address_says_nothing(scene: Scene) -> None:
    asked = scene.ask(meeting=True)
    browser = open_link(asked)
    answer = browser.get(page_of(asked))
    assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "same-origin" and "noindex" in answer["X-Robots-Tag"]
    cookie = browser.cookies["guest"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == page_of(asked)
    assert asked.secret not in answer.content.decode()
    with acting(scene.cast.amal):
        with pytest.raises(Exception, match="permission denied"):
            rows("SELECT secret_hash FROM guests_guestlink")


def test_every_reading_of_a_guest_stands_in_who_opened_what(scene: Scene) -> None:
    una = open_link(asked := scene.ask())
    una.get(page_of(asked))
    amal = Client()
    amal.force_login(account(scene.cast.amal_id, "Amal", kind="citizen"))
    page = amal.get(f"/course/{scene.cast.case_id}/who-opened-what/").content.decode()
    assert "Una" in page


def test_a_guest_sees_no_fact_of_the_course_and_nobody_who_sits_there(scene: Scene) -> None:
    asked = scene.ask(meeting=True)
    found = queries.guest_here(asked.link_id, take_link(link_id=asked.link_id, secret=asked.secret))
    assert found is not None
    with acting(found.actor):
        for table in ("seats_case", "roundtables_roundtableevent", "guests_guestlink", "plans_step", "plans_stepreply", "seats_scope"):
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        assert rows("SELECT count(*) FROM seats_seat") == rows("SELECT count(*) FROM people_person") == [(1,)], "only themselves"
        assert rows("SELECT count(*) FROM seats_item") == [(1,)], "the words they were asked with"


@pytest.mark.parametrize("login", ["web_citizen", "web_authority"])
def test_a_guest_comes_through_one_login_only(scene: Scene, login: str) -> None:
    asked = scene.ask(meeting=True)
    found = queries.guest_here(asked.link_id, take_link(link_id=asked.link_id, secret=asked.secret))
    assert found is not None
    assert ask(login, found.person_id, "guest", scene.cast.case_id, "meeting", ("SELECT count(*) FROM seats_item",)) == [(0,)]


def test_nobody_answers_for_a_guest_and_no_guest_for_another(scene: Scene) -> None:
    una, ulla = scene.ask(), scene.ask(name="Ulla")
    found = queries.guest_here(ulla.link_id, take_link(link_id=ulla.link_id, secret=ulla.secret))
    assert found is not None
    statement = ("SELECT guard.guest_answers(gen_random_uuid(), %s, 'takes')", [una.link_id])
    for actor in (found.actor, scene.cast.at_table(scene.cast.bo), Actor(found.person_id, Hat.PROFESSIONAL, False, scene.cast.case_id)):
        with pytest.raises(Exception, match="not_here"), acting(actor, write=True):
            rows(*statement)


def test_the_citizen_and_the_professional_who_asked_end_it_and_nobody_else(scene: Scene) -> None:
    cast = scene.cast
    hers, bos = scene.ask(), scene.ask(by_bo=True, name="Ulla")
    stranger = build_cast()
    for actor, asked in ((cast.at_table(cast.cleo), hers), (cast.at_table(cast.cleo), bos), (cast.at_table(cast.bo), hers)):
        with pytest.raises(NotHere):
            end_guest(actor=actor, case_id=cast.case_id, link_id=asked.link_id)
    with pytest.raises(NotHere):
        end_guest(actor=stranger.amal, case_id=stranger.case_id, link_id=hers.link_id)
    end_guest(actor=cast.at_table(cast.bo), case_id=cast.case_id, link_id=bos.link_id)
    end_guest(actor=cast.amal, case_id=cast.case_id, link_id=hers.link_id)
    assert not any(guest.live for guest in queries.guests_of(actor=cast.amal, case_id=cast.case_id))


def test_a_new_link_ends_the_old_one_and_the_browser_that_had_it(scene: Scene) -> None:
    una = open_link(asked := scene.ask())
    secret = renew_guest_link(actor=scene.cast.amal, case_id=scene.cast.case_id, link_id=asked.link_id)
    assert una.get(page_of(asked)).status_code == 404 and Client().get(path_of(asked)).status_code == 404
    assert Client().get(f"/guest/{asked.link_id}/{secret}/").status_code == 200
    end_guest(actor=scene.cast.amal, case_id=scene.cast.case_id, link_id=asked.link_id)
    with pytest.raises(NothingToAskTo):
        renew_guest_link(actor=scene.cast.amal, case_id=scene.cast.case_id, link_id=asked.link_id)


def test_the_seat_follows_the_meeting_and_is_over_with_it(scene: Scene) -> None:
    cast = scene.cast
    kim = open_link(asked := scene.ask(meeting=True))
    kim.post(page_of(asked), {"reply": "comes", "once": str(uuid4())})
    later = SOON + timedelta(days=3)
    move_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=scene.meeting_id, version=1, on=later, clock=time(10), minutes=60,
        channel=Channel.IN_PERSON, place="Room 2, House of Health",
    )  # fmt: skip
    guest = queries.guests_of(actor=cast.amal, case_id=cast.case_id)[0]
    assert guest.until_at.date() == later
    found = queries.guest_here(asked.link_id, kim.cookies["guest"].value)
    assert found is not None and found.reply is None, "a meeting that was moved is asked again"
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=scene.meeting_id, version=2, why=Why.NOT_NEEDED)
    assert queries.guest_here(asked.link_id, kim.cookies["guest"].value) is None
    assert "The meeting was cancelled" in kim.get(page_of(asked)).text


def test_the_seat_is_over_with_the_step(scene: Scene) -> None:
    una = open_link(asked := scene.ask())
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE plans_step SET state = 'done', state_at = now(), state_by_id = %s WHERE id = %s", [scene.cast.amal_id, scene.step_id]
        )
    assert una.get(page_of(asked)).status_code == 404
    with pytest.raises(NothingToAskTo):
        scene.ask(name="Ulla")


def test_a_step_of_care_is_for_nobody_outside(scene: Scene) -> None:
    cast = scene.cast
    care = next(one.id for one in current_plan(actor=cast.amal, case_id=cast.case_id).steps if one.what == "Talk every Tuesday")
    assert care not in {one.id for one in steps_to_ask(actor=cast.amal, case_id=cast.case_id)}
    with pytest.raises(NothingToAskTo):
        scene.ask(step_id=care)


def test_a_professional_asks_with_her_yes_and_not_without(scene: Scene) -> None:
    cast = scene.cast
    with pytest.raises(TwoAreNeeded):
        scene.ask(by_bo=True, said=Said.SELF)
    with pytest.raises(TwoAreNeeded):
        scene.ask(by_bo=True, for_id=None)
    with pytest.raises(ActRefused):
        scene.ask(by_bo=True, for_id=cast.max_id)
    asked = scene.ask(by_bo=True, name="Ulla")
    page = open_link(asked).get(page_of(asked)).content.decode()
    assert "written by Bo, with a yes from Amal" in page
    guest = queries.guests_of(actor=cast.amal, case_id=cast.case_id)[0]
    assert (guest.said, guest.by_id, guest.for_id) == (Said.TELEPHONE, cast.bo.person_id, cast.amal_id)


def test_who_does_not_sit_there_asks_nobody_in(scene: Scene) -> None:
    cast = scene.cast
    for actor in (cast.at_table(cast.dag), cast.at_table(cast.eve), cast.gro.leading(cast.case_id)):
        with pytest.raises(NotHere):
            scene.ask(actor=actor, for_id=cast.amal_id, said=Said.TELEPHONE)
    other = build_cast()
    meeting_id = call(other)
    add_steps(other)
    with pytest.raises(NothingToAskTo):
        scene.ask(meeting=True, roundtable_id=meeting_id)


def test_the_same_form_twice_asks_once_and_there_is_room_for_so_many(scene: Scene) -> None:
    once = uuid4()
    scene.ask(once=once)
    with pytest.raises(AlreadyAsked):
        scene.ask(once=once)
    for number in range(MOST_GUESTS - 1):
        scene.ask(name=f"Guest {number}")
    with pytest.raises(TooManyGuests):
        scene.ask(name="One more")


def test_a_closed_course_closes_for_its_guests(scene: Scene) -> None:
    una = open_link(asked := scene.ask())
    end_all_seats(actor=scene.cast.at_table(scene.cast.bo), case_id=scene.cast.case_id)
    assert una.get(page_of(asked)).status_code == 404


def test_a_guests_page_asks_as_much_for_few_texts_as_for_many(scene: Scene) -> None:
    cast = scene.cast
    points = [add_point(actor=cast.amal, case_id=cast.case_id, text=f"Point {number}") for number in range(8)]
    asked = [scene.ask(meeting=True, name="Few"), scene.ask(meeting=True, name="Many", item_ids=points)]
    counts = []
    for one in asked:
        browser = open_link(one)
        with count_statements() as counted:
            assert browser.get(page_of(one)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 12


def test_una_who_was_asked_for_a_step_is_not_among_those_who_come_to_the_meeting(scene: Scene) -> None:
    cast = scene.cast
    scene.ask()
    scene.ask(meeting=True)
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    page = amal.get(reverse("roundtable", args=[cast.case_id])).text
    comes = page[page.index('id="who-comes"') : page.index("</section>", page.index('id="who-comes"'))]
    assert "Kim Holm" in comes and "Una" not in comes
    letter = amal.get(reverse("invitation", args=[cast.case_id])).text
    assert "<strong>Kim Holm</strong>" in letter and "Una" not in letter


def test_the_day_it_ends_for_una_is_the_same_on_every_page(scene: Scene) -> None:
    cast = scene.cast
    una = open_link(asked := scene.ask())
    day = date_format(localtime(asked.until_at - timedelta(seconds=1)), "DATE_FORMAT")
    amal, bo = Client(), Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    bo.force_login(account(cast.bo.person_id, "Bo"))
    assert f"It ends on {day} at the latest." in una.get(page_of(asked)).text
    assert f"Until {day} at the latest" in amal.get(reverse("guests", args=[cast.case_id])).text
    sharing = amal.get(reverse("sharing", args=[cast.case_id])).text
    assert f", until {day}" in sharing and sharing.count(", until ") == sharing.count(f", until {day}")
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    close = bo.get(reverse("close_case", args=[cast.case_id])).text
    assert "With Una, until" not in close or f"With Una, until {day}" in close
    assert {share.until_at for share in open_shares(actor=cast.amal, case_id=cast.case_id)} == {asked.until_at}


def test_the_yes_outlasts_the_place_so_that_a_meeting_moved_later_is_still_read(scene: Scene) -> None:
    cast = scene.cast
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    kim = open_link(asked := scene.ask(meeting=True))
    later = SOON + timedelta(days=60)
    move_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=scene.meeting_id, version=1, on=later, clock=time(10), minutes=60,
        channel=Channel.IN_PERSON, place="Room 2, House of Health",
    )  # fmt: skip
    assert f"It ends on {date_format(later, 'DATE_FORMAT')} at the latest." in kim.get(page_of(asked)).text
    assert {share.until_at.date() for share in open_shares(actor=cast.amal, case_id=cast.case_id)} == {later}


def test_what_can_be_given_is_the_givers_own_words_and_the_place_never_the_referral_nor_a_formula(scene: Scene) -> None:
    cast, cleo = scene.cast, scene.cast.at_table(scene.cast.cleo)
    add_point(actor=cast.amal, case_id=cast.case_id, text="The noise in the open office")
    add_point(actor=cleo, case_id=cast.case_id, text="The rule of the sickness benefit")
    never = {"referral": "Off sick since May", "referral_consent": "I agree that this text is sent", "outcome": "It ended well"}
    for kind, said in never.items():
        write_words(actor=cleo, case_id=cast.case_id, place=table(), kind=kind, body=said)
    hers = {view.body for view in queries.to_give(actor=cast.amal, case_id=cast.case_id, limit=40)}
    assert hers == {"The noise in the open office", "Room 2, House of Health"}
    assert {view.body for view in queries.to_give(actor=cast.at_table(cast.bo), case_id=cast.case_id, limit=40)} == hers
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    page = amal.get(reverse("invite_guest_to_step", args=[cast.case_id, scene.step_id])).text
    assert "The noise in the open office" in page
    for said in (*never.values(), "The rule of the sickness benefit"):
        assert said not in page, said
    with pytest.raises(Stale):
        referral = next(one.item_id for one in words(actor=cast.amal, case_id=cast.case_id, kinds=["referral"]))
        scene.ask(item_ids=[referral])


def test_una_stands_in_the_chip_of_the_words_she_reads_and_no_longer_when_it_ended(scene: Scene) -> None:
    cast = scene.cast
    asked = scene.ask(text="Will you come to the garden with me?")
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))

    def chips() -> str:
        found = amal.post(reverse("search_case", args=[cast.case_id]), {"words": "garden"})
        return amal.get(reverse("time_line", args=[cast.case_id])).text + found.text

    assert chips().count("You, Bo, Cleo and Una") == 2
    end_guest(actor=cast.amal, case_id=cast.case_id, link_id=asked.link_id)
    assert "and Una" not in chips() and "You, Bo and Cleo" in chips()


def test_the_page_says_which_step_and_which_meeting_each_was_asked_to_and_for_whom_a_new_link_is(scene: Scene) -> None:
    cast = scene.cast
    una, _kim = scene.ask(text="Could you help us?"), scene.ask(meeting=True)
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    page = amal.get(reverse("guests", args=[cast.case_id])).text
    asked = page[page.index("<strong>Una</strong>") : page.index('id="ask"')]
    assert "Step: Go with Amal to the garden group" in asked and page.count("Meeting: ") == 1
    assert "The new link for Una" in amal.post(reverse("renew_guest_link", args=[cast.case_id, una.link_id])).text
    assert "<strong>Go with Amal" in amal.get(reverse("invite_guest_to_step", args=[cast.case_id, scene.step_id])).text
