"""Each hat's first page: one thing first, and never more statements for more courses."""

import re
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast, build_family, build_people, person
from tests.statements import count_statements

from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.notes.actions import write_message
from roundtable.casework.plans.actions import NewStep, keep_step, write_steps
from roundtable.casework.plans.rules.content import StepKind, StepState
from roundtable.casework.plans.tests.scene import plan_of, write_plan
from roundtable.casework.referrals.actions import decline_referral, return_referral, send_referral
from roundtable.casework.referrals.rules.draft import ConsentHow, NewCitizen
from roundtable.casework.roundtables.actions import call_roundtable, invite_companion
from roundtable.casework.roundtables.rules import Channel
from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.context import through
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_all_seats, end_intake, open_case, seat_person
from roundtable.ground.seats.models import Seat


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def page(person_id: object, kind: str = "staff") -> str:
    client = Client()
    client.force_login(account(person_id, "Somebody Test", kind))  # type: ignore[arg-type]
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_of_a_family_the_one_who_wrote_waits_for_an_answer(cast: Cast) -> None:
    family = build_family(cast)
    write_message(actor=family.citizens["Jo"], case_id=family.case_id, to_id=cast.bo.person_id, body="Can we talk?")
    assert "Jo Test waits for an answer" in page(cast.bo.person_id)


def test_amal_sees_one_card_and_who_is_at_her_table(cast: Cast) -> None:
    shown = page(cast.amal_id, "citizen")
    assert shown.count("rt-card") >= 1
    assert "Bo" in shown
    assert "Cleo" in shown
    assert "Dag" not in shown


def test_bo_sees_that_amal_waits_for_an_answer_and_cleo_does_not(cast: Cast) -> None:
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="I lie awake")
    assert "Amal Test waits for an answer" in page(cast.bo.person_id)
    shown = page(cast.cleo.person_id)
    assert "waits" not in shown.replace("Nobody waits for you", "")
    assert "lie awake" not in shown


def test_news_of_several_is_one_line_with_their_names(cast: Cast) -> None:
    for member in (cast.bo, cast.cleo, cast.bo):
        write_message(actor=cast.at_table(member), case_id=cast.case_id, to_id=cast.amal_id, body="Hello")
    shown = page(cast.amal_id, "citizen")
    assert shown.count("It is not urgent.</li>") == 1
    assert any(f"News from {names}. It is not urgent." in shown for names in ("Bo and Cleo", "Cleo and Bo"))


def test_whom_amal_can_call_is_one_person_on_her_meeting_page_and_at_the_foot_of_every_page() -> None:
    cast = build_people()
    amal_id = person("Amal", "Test")
    case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[amal_id])
    intake = cast.gro.intake(case_id)
    for member in (cast.dag, cast.jon, cast.bo):  # who decides about her money sat down first
        seat_person(actor=intake, case_id=case_id, person_id=member.person_id)
    end_intake(actor=intake, case_id=case_id, accepted=True)
    call_roundtable(
        actor=cast.bo.on(case_id, Purpose.MEETING),
        case_id=case_id,
        on=timezone.localdate() + timedelta(days=8),
        clock=time(10),
        minutes=60,
        channel=Channel.TELEPHONE,
    )
    client = Client()
    client.force_login(account(amal_id, "Amal Test", "citizen"))
    shown = client.get(reverse("roundtable", args=[case_id])).content.decode()
    contact = re.search(r"Your contact: <strong>([^<]+)</strong>", shown)
    assert contact and contact[1] == "Jon Test" and ">Jon Test, Care manager<br>" in shown


def test_of_several_seated_in_the_same_moment_the_foot_of_the_page_names_the_one_the_meeting_names(cast: Cast) -> None:
    amal_id, at_once = person("Amal", "Test"), timezone.now()
    case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[amal_id])
    with through("loader"):
        for member in (cast.jon, cast.ida, cast.eve, cast.bo):
            Seat.objects.create(
                case_id=case_id, person_id=member.person_id, hat="professional", role_id=member.role_id,
                organisation_id=member.organisation_id, from_at=at_once, seated_by_id=cast.gro.person_id,
            )  # fmt: skip
    client = Client()
    client.force_login(account(amal_id, "Amal Test", "citizen"))
    contact = re.search(r"Your contact: <strong>([^<]+)</strong>", client.get("/").text)
    assert contact and contact[1] == "Bo Test"


def test_who_acts_for_amal_opens_her_course_and_plan_and_no_link_leads_nowhere(cast: Cast) -> None:
    guardian = person("Per", "Test")
    with through("loader"):
        Seat.objects.create(
            case_id=cast.case_id, person_id=guardian, hat="representative", for_person_id=cast.amal_id,
            powers=["see", "write"], power_kinds=["table", "own"], ground="law", seated_by_id=cast.amal_id,
        )  # fmt: skip
    client = Client()
    client.force_login(account(guardian, "Per Test", "citizen"))
    followed = {"/"}
    for place in ("/", reverse("case_page", args=[cast.case_id]), reverse("plan", args=[cast.case_id])):
        answer = client.get(place)
        assert answer.status_code == 200 and "acting for somebody" in answer.text, place
        followed |= set(re.findall(r'href="(/(?!static|quick)[^"#?]*)"', answer.text))
    assert {address for address in followed if client.get(address).status_code == 404} == set()
    assert len(followed) >= 5
    for closed in ("notebook", "search_case", "who_opened_what"):
        assert client.get(reverse(closed, args=[cast.case_id])).status_code == 404


def test_who_has_no_course_is_told_what_will_come(cast: Cast) -> None:
    assert "No courses yet" in page(cast.dag.person_id)
    assert "Amal" not in page(cast.dag.person_id)


def test_the_leader_sees_the_oldest_referral_or_that_none_waits(cast: Cast) -> None:
    assert "No referral waits" in page(cast.gro.person_id)


def test_every_first_page_asks_at_most_twelve_statements(cast: Cast) -> None:
    for person_id, kind in ((cast.amal_id, "citizen"), (cast.bo.person_id, "staff"), (cast.gro.person_id, "staff")):
        client = Client()
        client.force_login(account(person_id, "Somebody Test", kind))
        client.get("/")
        with count_statements() as asked:
            client.get("/")
        assert len(asked) <= 12, [statement[:90] for statement in asked]


def test_who_has_two_hats_changes_them_with_one_click(cast: Cast) -> None:
    case_id = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[person("Max")])
    with through("loader"):  # nobody seats herself
        Membership.objects.filter(person_id=cast.ida.person_id).update(leads=True)
    seat_person(actor=cast.ida.leading(case_id), case_id=case_id, person_id=cast.gro.person_id)
    with through("loader"):
        Membership.objects.filter(person_id=cast.ida.person_id).update(leads=False)
    end_intake(actor=cast.gro.intake(case_id), case_id=case_id, accepted=True)
    client = Client()
    client.force_login(account(cast.gro.person_id, "Gro Test"))
    assert "My work" in client.get("/").content.decode()
    client.post("/hat/", {"hat": "professional"})
    shown = client.get("/").content.decode()
    assert "Max" in shown
    assert "My team" in shown
    assert client.post("/hat/", {"hat": "companion"}).status_code == 404


def test_a_list_of_twelve_courses_asks_no_more_than_a_list_of_one(cast: Cast) -> None:
    client = Client()
    client.force_login(account(cast.bo.person_id, "Bo Test"))
    with count_statements() as with_one:
        client.get("/")
    for number in range(11):
        case_id = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[person(f"Citizen {number}")])
        seat_person(actor=cast.gro.intake(case_id), case_id=case_id, person_id=cast.bo.person_id)
        end_intake(actor=cast.gro.intake(case_id), case_id=case_id, accepted=True)
    with count_statements() as with_twelve:
        shown = client.get("/").content.decode()
    assert shown.count("Citizen ") == 11
    assert len(with_twelve) == len(with_one)


def test_amal_finds_what_she_brings_from_her_start_and_her_course_before_any_meeting_is_called(cast: Cast) -> None:
    address = f"/course/{cast.case_id}/what-we-bring/"
    assert address in page(cast.amal_id, "citizen")
    client = Client()
    client.force_login(account(cast.amal_id, "Somebody Test", "citizen"))
    assert address in client.get(f"/course/{cast.case_id}/").content.decode()
    assert address in client.get(f"/course/{cast.case_id}/meeting/").content.decode()


def test_before_the_referral_is_answered_nobody_asks_amal_for_lines(cast: Cast) -> None:
    new = person("Amal", "Waiting")
    case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[new])
    assert f"/course/{case_id}/what-we-bring/" not in page(new, "citizen")


def test_max_with_no_course_reads_that_there_is_nothing_and_whom_to_call() -> None:
    max_id = person("Max", "Test")
    client = Client()
    client.force_login(account(max_id, "Max", kind="citizen"))
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Nothing here now" in answer.text and "call the person who wrote to you" in answer.text


def test_what_was_sent_back_waits_for_cleo_and_not_for_gro_and_a_refused_one_says_so(cast: Cast) -> None:
    def sent(name: str) -> UUID:
        citizen = NewCitizen(name, "Test", consent_how=ConsentHow.ORALLY, consent_on=timezone.localdate())
        about = {"programme_id": cast.programme_id, "citizens": [citizen], "text": "Stress since August"}
        made = send_referral(actor=cast.cleo.on(None, Purpose.REFERRAL), referral_id=uuid4(), **about)
        return made.case_id

    back, gone = sent("Sentback"), sent("Refused")
    decline_referral(actor=cast.gro.intake(gone), case_id=gone, seen=1, reason="Lives elsewhere")
    assert "A referral waits: Sentback" in page(cast.gro.person_id)
    assert "Close the course" not in _course(cast.cleo.person_id, back), "nobody has taken it yet"
    return_referral(actor=cast.gro.intake(back), case_id=back, seen=1, reason="Since when?")
    assert "No referral waits" in page(cast.gro.person_id)
    shown = page(cast.cleo.person_id)
    assert "The referral of Sentback Test came back" in shown and reverse("referral", args=[back]) in shown
    assert "Not accepted" in shown and "Nobody waits for you" not in shown
    for person_id in (cast.cleo.person_id, cast.gro.person_id):
        assert "Where the course goes" not in _course(person_id, gone), "it came to nothing"


def _course(person_id: UUID, case_id: UUID) -> str:
    client = Client()
    client.force_login(account(person_id, "Somebody Test", "staff"))
    return client.get(reverse("case_page", args=[case_id])).content.decode()


def test_when_her_course_has_ended_nothing_is_asked_of_amal_any_more() -> None:
    cast = build_cast()
    case_id, bo = cast.case_id, cast.at_table(cast.bo)
    call_roundtable(
        actor=bo, case_id=case_id, on=timezone.localdate() + timedelta(days=3), clock=time(10), minutes=60, channel=Channel.TELEPHONE
    )
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    assert "You are invited to a meeting" in amal.get("/").content.decode()
    end_all_seats(actor=bo, case_id=case_id)
    page = amal.get("/").content.decode()
    assert "This course has ended" in page and "You are invited to a meeting" not in page


def test_after_the_end_the_first_pages_of_cleo_and_of_who_came_along_promise_no_meeting_and_no_course() -> None:
    cast = build_cast()
    case_id, cleo = cast.case_id, cast.at_table(cast.cleo)
    start_case(actor=cleo, case_id=case_id)
    along = invite_companion(actor=cast.amal, case_id=case_id, given_name="Finnur").person_id
    call_roundtable(
        actor=cast.at_table(cast.bo), case_id=case_id, on=timezone.localdate() + timedelta(days=3), clock=time(10), minutes=60,
        channel=Channel.TELEPHONE,
    )  # fmt: skip
    assert "About your meeting." in page(cast.cleo.person_id)
    close_case(actor=cleo, case_id=case_id, outcome=Outcome.WORK, seen=1)
    shown = page(cast.cleo.person_id)
    assert "About your meeting." not in shown
    assert ">The course of Amal</a>" in shown and "You closed it." in shown
    bo = page(cast.bo.person_id)
    assert ">The course of Amal</a>" in bo and "Cleo closed it." in bo and "About your meeting." not in bo
    his = page(along, "citizen")
    assert "it has ended, or your place in it has" in his and "Nothing here yet" not in his


def test_cleo_reads_that_a_step_of_hers_is_past_its_day_and_not_that_nobody_waits(cast: Cast) -> None:
    """It stands on the card where nothing else does, for who is to do it alone, without a word of the step."""
    write_plan(cast)
    cleo, before = cast.at_table(cast.cleo), timezone.localdate() - timedelta(days=3)
    steps = [
        NewStep("Zanzibar by the employer", StepKind.WORK, cast.cleo.person_id, before),
        NewStep("Ring again", StepKind.WORK, cast.cleo.person_id, timezone.localdate() + timedelta(days=9)),
        NewStep("See the doctor", StepKind.CARE, cast.bo.person_id, before),
    ]
    write_steps(actor=cleo, case_id=cast.case_id, once=uuid4(), steps=steps)
    shown = page(cast.cleo.person_id)
    assert "A step of yours is past its day" in shown and "Nobody waits for you" not in shown and "Zanzibar" not in shown
    assert reverse("plan", args=[cast.case_id]) in shown
    assert "past its day" in page(cast.bo.person_id) and "past its day" not in page(cast.dag.person_id)
    late = next(one for one in plan_of(cast).steps if one.what.startswith("Zanzibar"))
    step = NewStep(late.what, late.kind, late.who_id, late.by_on, late.by_when, late.goal_id)
    keep_step(actor=cleo, case_id=cast.case_id, step_id=late.id, revision=late.revision, step=step, state=StepState.DONE)
    assert "past its day" not in page(cast.cleo.person_id)
