"""From a referral to a joint plan everyone at the table has answered, in a browser, each as their own signed-in person."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from roundtable.ground.access.context import through
from roundtable.ground.access.hats import hats_of
from roundtable.ground.people.models import Person
from tests.cast import Cast, account, build_people
from tests.journeys.conftest import LAPTOP, SignedInPage
from tests.journeys.people import Somebody

pytestmark = pytest.mark.journey

SECRET = "I lie awake and count the lorries"
THERAPY = "She fears the open-plan office"
SIDE = "Sleep diary begun with the health service"
NOTEBOOK = "Nobody knows that I went back and turned round at the door"
MISSED = "Did not come to the therapy hour"


class Story:
    """The people of one journey, and the course they share."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        self.cast, self._signed_in_page = cast, signed_in_page
        self.case_id = UUID(int=0)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.dag = self.staff("Dag", cast.dag.person_id)
        self.eve = self.staff("Eve", cast.eve.person_id)
        self.gro = self.staff("Gro", cast.gro.person_id)
        self.jon = self.staff("Jon", cast.jon.person_id)

    def staff(self, name: str, person_id: UUID) -> Somebody:
        return Somebody(name, self._signed_in_page(account(person_id, f"{name} Test"), size=LAPTOP))

    def citizen(self, name: str, person_id: UUID) -> Somebody:
        return Somebody(name, self._signed_in_page(account(person_id, f"{name} Test", kind="citizen")))

    def at(self, place: str) -> str:
        return f"/course/{self.case_id}/{place}"


def person_called(given_name: str, family_name: str) -> UUID:
    with through("loader"):
        return Person.objects.get(given_name=given_name, family_name=family_name).id


def refer(cleo: Somebody, given: str, family: str, text: str) -> None:
    cleo.opens("/referrals/").follows("Write a referral")
    cleo.reads("A no changes nothing about your sickness benefit.")
    cleo.writes("Given name", given).writes("Family name", family).writes("The text that is sent", text)
    cleo.chooses("Aloud, to me").writes("On which day?", datetime.now(UTC).strftime("%Y-%m-%d")).presses("Send the referral")


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%d")


def referral(story: Story, mark: str) -> Somebody:
    """1. Cleo refers Amal; Gro accepts and seats Bo and Cleo; others are declined, returned and sent again, withdrawn."""
    cleo, gro = story.cleo, story.gro
    refer(cleo, "Amal", mark, "Amal has been on sick leave since August. She would like help from both of us.")
    amal_id = person_called("Amal", mark)
    story.case_id = next(row.case_id for row in hats_of(amal_id) if row.case_id is not None)
    gro.opens("/").reads("A referral waits", f"Amal {mark}").opens(story.at("referral/"))
    gro.reads("on sick leave since August").chooses("Bo Test").chooses("Cleo Test").presses("Accept and set the table")
    amal = story.citizen("Amal", amal_id)
    amal.opens("/").reads("Look at what was sent about you").follows("Read it")
    amal.reads("on sick leave since August").presses("Yes, this is right")
    for stranger in (story.dag, story.eve):
        stranger.opens("/").does_not_read(mark).finds_nothing_at(story.at("")).finds_nothing_at(story.at("plan/"))
    return amal


def other_referrals(story: Story, mark: str) -> None:
    """A second is declined with a reason, a third returned and sent again, a fourth withdrawn."""
    other = story.staff("Dag", story.cast.dag.person_id)
    gro = story.gro
    for name in ("Second", "Third", "Fourth"):
        refer(other, name, mark, f"{name} would like help.")
    cases = {name: next(row.case_id for row in hats_of(person_called(name, mark)) if row.case_id) for name in ("Second", "Third", "Fourth")}
    gro.opens(f"/course/{cases['Second']}/referral/").unfolds("The programme cannot take this referral")
    gro.writes("The reason, in a sentence or two", "She lives outside our four municipalities").presses("Say no, with this reason")
    other.opens("/referrals/").reads("She lives outside our four municipalities")
    gro.opens(f"/course/{cases['Third']}/referral/").unfolds("Something is missing")
    gro.writes("What is missing?", "When did the sick leave begin?").presses("Send it back")
    other.opens(f"/course/{cases['Third']}/referral/").reads("When did the sick leave begin?")
    other.writes("The text that is sent", "Third has been on sick leave since May.").chooses("Aloud, to me")
    other.writes("On which day?", day(0)).presses("Send it again")
    gro.opens(f"/course/{cases['Third']}/referral/").reads("since May")
    other.opens(f"/course/{cases['Fourth']}/referral/").unfolds("Take this referral back").presses("Take it back")
    gro.opens("/inbox/").does_not_read("Fourth")


def confidences(story: Story, amal: Somebody) -> None:
    """2. What is told in confidence stays there; a missed therapy hour is a contact Bo sees and Cleo does not."""
    bo, cleo, cast = story.bo, story.cleo, story.cast
    amal.opens(story.at("notebook/")).writes("Your thoughts", NOTEBOOK).presses("Keep it in my notebook")
    amal.opens(story.at(f"messages/{cast.bo.person_id}/")).reads("You and Bo").writes("Your message", SECRET).presses("Send to Bo")
    bo.opens("/").reads("waits for an answer")
    bo.opens(story.at("write/")).chooses("You and Amal").writes("Your note", THERAPY).presses("Keep this note")
    bo.opens(story.at("write/")).chooses("Mental Health").writes("Your note", SIDE).presses("Keep this note")
    bo.opens(story.at("contacts/new/")).picks("What became of it?", "Did not come").writes("One line", MISSED)
    bo.writes("Day", day(-1)).writes("At", "10.00").presses("Note this contact")
    bo.opens(story.at("contacts/")).reads("Did not come")
    for place in (
        "",
        "notes/",
        "contacts/",
        "time-line/",
        "people/",
        "search/?q=lorries",
        "search/?q=office",
        "sharing/",
        "what-we-bring/",
    ):
        cleo.opens(story.at(place)).does_not_read(SECRET, THERAPY, SIDE, NOTEBOOK, MISSED, "id not come")
    for word in ("lorries", "office", "diary"):
        cleo.opens("/search/").searches(word).does_not_read("count the lorries", THERAPY, SIDE)
    bo.opens("/search/").searches("lorries").reads("count the lorries")
    cleo.opens("/").does_not_read("waits for an answer")


BRING_BO = "She concentrates for an hour at a time"
SAID = "An hour at a time, with a door that closes"


def what_each_brings(story: Story, amal: Somebody) -> None:
    """3. Nobody sees the others' lines until all are ready; Amal previews, changes a word, releases, and takes one back."""
    bo, cleo = story.bo, story.cleo
    place, button = story.at("what-we-bring/"), "Put my lines on the table"
    bo.opens(place).writes("What you want the others to know", BRING_BO).presses(button)
    amal.opens(place).does_not_read(BRING_BO).writes("What you want the others to know", "I am good at systems").presses(button)
    cleo.opens(place).does_not_read(BRING_BO, "good at systems")
    cleo.writes("What you want the others to know", "Two employers close to her home").presses(button)
    amal.opens(place).reads(BRING_BO, "Two employers close to her home")
    bo.opens(place).does_not_read("Two employers", "good at systems")
    cleo.opens(place).does_not_read(BRING_BO, "good at systems")
    bo.opens(story.at("may-i/")).chooses("Cleo Test").writes("The headline", BRING_BO).presses("Ask")
    amal.opens("/").reads("Bo asks: may I say this?").follows("Look at it").reads(BRING_BO)
    amal.unfolds("Yes, in other words").writes("The headline", SAID).presses("Yes, with my words")
    cleo.opens(story.at("sharing/")).reads(SAID).does_not_read(BRING_BO)
    share_with(amal, story, "Cleo", "good at systems")
    cleo.opens(place).reads("good at systems")
    amal.opens(story.at("sharing/"))
    amal.page.locator("li", has_text="good at systems").get_by_role("link", name="Take it back").first.click()
    amal.presses("Take it back now")
    cleo.opens(place).does_not_read("good at systems").opens(story.at("sharing/")).does_not_read("good at systems")


def share_with(amal: Somebody, story: Story, name: str, item: str) -> None:
    amal.opens(story.at("sharing/")).follows(f"Share something with {name}")
    amal.ticks(item).chooses("To prepare our meeting").presses("Look at it before you share").reads("good at systems").presses(
        f"Share this with {name}"
    )


def roundtable(story: Story, amal: Somebody, mark: str) -> Somebody:
    """4a. Cleo calls the meeting and moves it once; Amal answers, and invites Finn, who reads what she gives."""
    cleo, bo = story.cleo, story.bo
    cleo.opens(story.at("meeting/call/")).writes("On which day?", day(6)).writes("At what time?", "10.00")
    cleo.writes("Where, and how to get in", "The library, first floor").presses("Call the meeting")
    cleo.opens(story.at("meeting/")).follows("Move the meeting").writes("On which day?", day(7)).writes("At what time?", "13.00")
    cleo.writes("Why is it moved?", "The room was taken").presses("Move the meeting")
    amal.opens("/").reads("You are invited to a meeting").opens(story.at("meeting/")).reads(
        "The library, first floor", "The room was taken"
    )
    amal.follows("Answer the invitation").chooses("Yes").presses("Send the answer")
    amal.opens(story.at("meeting/companion/")).writes("First name", "Finn").writes("Family name", mark).presses(
        "Give them a place beside me"
    )
    finn = story.citizen("Finn", person_called("Finn", mark))
    finn.opens("/").opens(story.at("meeting/")).does_not_read("The library, first floor")
    amal.opens(story.at("meeting/prepare/")).follows("Give").presses("Give it to Finn")
    finn.opens(story.at("meeting/")).reads("The library, first floor")
    for place in ("notebook/", "sharing/", f"messages/{story.cast.bo.person_id}/"):
        finn.page.goto(story.at(place))
        finn.does_not_read(SECRET, NOTEBOOK)
    bo.opens(story.at("meeting/")).does_not_read("good at systems")
    return finn


def joint_plan(story: Story, amal: Somebody) -> None:
    """4b. Goals with an owner each, one shared goal in each party's words, steps, answers; then version 1 is fixed."""
    bo, cleo = story.bo, story.cleo
    amal.opens(story.at("plan/goal/")).writes("The goal, in the words of the one it belongs to", "A day that does not end in a headache")
    amal.chooses("Personal", among="What kind of goal is it?").presses("Put it in the plan")
    bo.opens(story.at("plan/goal/")).writes("The goal, in the words of the one it belongs to", "Six hours of sleep")
    bo.chooses("Treatment", among="What kind of goal is it?").writes("Step 1: what", "Ring the doctor").picks("Who (you can", "Me")
    bo.writes("By when", day(10)).presses("Put it in the plan")
    cleo.opens(story.at("plan/goal/")).writes("The goal, in the words of the one it belongs to", "Two mornings a week")
    cleo.chooses("Work", among="What kind of goal is it?").writes("Step 1: what", "Talk with the employer").picks("Who (you can", "Me")
    cleo.unfolds("More about this goal").picks("Does it help with another goal?", "Six hours of sleep")
    cleo.writes("How", "She knows why she gets up", nth=1).presses("Put it in the plan")
    bo.opens(story.at("plan/shared-goal/")).writes("What do we want together?", "Work that leaves something for the evening")
    bo.presses("Put it in the plan")
    bo.opens(story.at("plan/ask/")).presses("Ask for answers")
    answer(amal, story, "That I still laugh at dinner", "Yes")
    bo.opens(story.at("plan/")).reads("Cleo").does_not_read("Version 1 as PDF")
    answer(bo, story, "Sleep first, then hours", "Yes")
    answer(cleo, story, "Hours that last", "Yes, but …", reason="I would like to look again in January")
    amal.opens(story.at("plan/")).reads("That I still laugh at dinner", "Sleep first, then hours", "Hours that last", "Version 1")
    amal.reads("Back to work or education, in a way that lasts", "Nobody here is asked to agree to it")


def answer(who: Somebody, story: Story, own_words: str, said: str, reason: str = "") -> None:
    who.opens(story.at("plan/answer/"))
    if who.page.get_by_role("button", name="Keep and go on").count():  # a citizen is asked one question at a time
        who.writes("What does it mean to you", own_words).presses("Keep and go on")
    else:
        who.writes("What does the shared goal mean to you", own_words)
    who.page.get_by_role("radio", name=said, exact=True).check()
    if reason:
        who.writes("What do you see differently?", reason)
    who.presses("Keep this answer")


def on_paper(story: Story, amal: Somebody) -> None:
    """5. The plan as PDF, an easy-read page, a take-home sheet, and a copy for one's own record."""
    for place in ("plan/versions/1/plan.pdf", "plan/take-home/take-home.pdf"):
        answered = amal.page.request.get(story.at(place))
        assert answered.status == 200, place
        assert answered.body().startswith(b"%PDF-1.7")
        assert b"/StructTreeRoot" in answered.body()
    amal.opens(story.at("plan/easy/")).reads("Work that leaves something for the evening")
    amal.opens(story.at("plan/take-home/")).reads("70 12 34 56")
    story.cleo.opens(story.at("plan/versions/1/copy/")).reads("Work that leaves something for the evening")


def who_opened(story: Story, amal: Somebody) -> None:
    """6. One sentence per person first, then each reading, in plain words."""
    amal.opens(story.at("who-opened-what/")).reads("Cleo", "Bo", "Jobcentre", "Mental Health").does_not_read("Dag", "Eve")


def asking_and_law(story: Story, amal: Somebody) -> None:
    """7a. Cleo asks: a message, not an access. Bo shares one note on a ground of law, Jon signs, Amal is told."""
    bo, cleo, jon = story.bo, story.cleo, story.jon
    cleo.opens(story.at("ask/")).chooses("Bo Test").writes("What do you ask for?", "How long can she sit?").presses("Send the question")
    cleo.opens(story.at("sharing/")).does_not_read(THERAPY, SECRET)
    bo.opens(story.at("ask/")).reads("How long can she sit?").follows("Reply").writes("Your reply", "An hour, Amal says.").presses(
        "Send the reply"
    )
    cleo.opens(story.at("ask/")).reads("An hour, Amal says.")
    bo.opens(story.at("share-by-law/"))
    bo.page.locator("a", has_text=re.compile(re.escape(SIDE[:20]))).first.click()
    bo.reads(SIDE).chooses("Cleo Test", among="Who needs it?").writes("Which rule of law allows it?", "Health Act § 43(2)2")
    bo.writes("Why is it necessary?", "The benefit would stop without it").chooses("Jon Test")
    bo.presses("Record it and ask for the second signature")
    cleo.opens(story.at("sharing/")).does_not_read(SIDE)
    jon.opens("/").reads("A colleague needs your signature").follows("Read it").reads(SIDE, "The benefit would stop without it")
    jon.does_not_read(SECRET, THERAPY).presses("Yes, I sign")
    cleo.opens(story.at("sharing/")).reads(SIDE)
    amal.opens(story.at("sharing/")).reads("Shared by a rule of law", "Health Act § 43(2)2")
    jon.opens("/").finds_nothing_at(story.at(""))


def closing_doors(story: Story, amal: Somebody) -> None:
    """7b. Amal closes the case for Cleo and opens it again; Jon replaces Bo and reads none of his confidences until she opens them."""
    cleo, gro, jon = story.cleo, story.gro, story.jon
    amal.opens(story.at("sharing/")).follows("Close for Cleo").reads("What stays open").presses("Close for Cleo")
    cleo.finds_nothing_at(story.at("")).finds_nothing_at(story.at("plan/"))
    cleo.opens("/").reads("closed for you by the citizen")
    amal.opens(story.at(f"close-for/{story.cast.cleo.person_id}/")).presses("Open again for Cleo")
    cleo.opens(story.at("plan/")).reads("Work that leaves something for the evening")
    gro.opens(replace_address(story))
    gro.chooses("Bo Test", among="Who leaves?").chooses("Jon Test", among="Who comes?").chooses("Yes, by the one who leaves")
    gro.presses("Change who sits at the table")
    story.bo.finds_nothing_at(story.at("plan/"))
    jon.opens(story.at("plan/")).reads("Work that leaves something for the evening")
    for place in ("", "notes/", "time-line/"):
        jon.opens(story.at(place)).does_not_read(SECRET, THERAPY, NOTEBOOK)
    jon.opens("/search/").searches("lorries").does_not_read(SECRET)
    amal.opens(story.at("sharing/")).follows("Share something with Jon")
    amal.ticks("lorries").chooses("To prepare our meeting").presses("Look at it before you share").presses("Share this with Jon")
    jon.opens(story.at("sharing/")).reads(SECRET)


def replace_address(story: Story) -> str:
    return reverse("replace_professional", args=[story.case_id])


def the_end(story: Story, amal: Somebody) -> None:
    """7c. The course is closed with its outcome; Amal keeps it, the others do not."""
    cleo = story.cleo
    cleo.opens(reverse("close_case", args=[story.case_id])).chooses("Back at work for some of the hours")
    cleo.writes("How does the citizen say it?", "I can laugh again").presses("Close the course")
    cleo.finds_nothing_at(story.at("plan/"))
    story.jon.finds_nothing_at(story.at("plan/"))
    amal.opens(story.at("")).reads("Back at work for some of the hours")
    amal.opens(story.at("plan/")).reads("That I still laugh at dinner")


@pytest.fixture
def story(signed_in_page: SignedInPage) -> Story:
    return Story(build_people(), signed_in_page)


def test_from_a_referral_to_a_plan_everyone_has_answered(story: Story) -> None:
    mark = "J" + story.cast.programme_id.hex[:6]
    amal = referral(story, mark)
    other_referrals(story, mark)
    confidences(story, amal)
    what_each_brings(story, amal)
    roundtable(story, amal, mark)
    joint_plan(story, amal)
    on_paper(story, amal)
    who_opened(story, amal)
    asking_and_law(story, amal)
    closing_doors(story, amal)
    the_end(story, amal)
    budgets(story, amal)


MOST_STAFF_FORMS = 12


def budgets(story: Story, amal: Somebody) -> None:
    """Counted: Bo and Cleo at most twelve forms each in the whole journey."""
    for one in (story.bo, story.cleo):
        assert len(one.sent) <= MOST_STAFF_FORMS, (one.name, one.sent)
