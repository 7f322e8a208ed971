"""The whole first journey with Amal never signing in: by telephone and on paper, noted by Bo, and shown so wherever it stands."""

from uuid import UUID

import pytest

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.people.models import Account
from roundtable.ground.seats.queries import words
from tests.cast import Cast, build_people
from tests.journeys.conftest import SignedInPage
from tests.journeys.story import Table, course_of, day, person_called

pytestmark = pytest.mark.journey

TOLD = "I am afraid of the letter that comes each month"
LINES = "I can repair a lamp\nMornings are hard"
MAY_SAY = "An hour at a time, with a door that closes"
SHARED = "Work that leaves something for the evening"
HER_GOAL = "A day that does not end in a headache"
HER_WORDS = "That I still laugh at dinner"
HER_END = "I can laugh again"
BY_PHONE = "by telephone, noted by Bo, read back"


class ByTelephone(Table):
    """Amal at the telephone: Bo, Cleo and Gro in their windows."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page)
        self.cast = cast
        self.amal_id = UUID(int=0)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.gro = self.staff("Gro", cast.gro.person_id)


def referred(story: ByTelephone, mark: str) -> None:
    """Cleo asks Amal aloud; the page says so, and goes on saying so, since nobody confirms it."""
    cleo, gro, bo = story.cleo, story.gro, story.bo
    cleo.opens("/referrals/").follows("Write a referral").reads("Read this aloud before you ask for a yes")
    story.calm(cleo)
    cleo.writes("Given name", "Amal").writes("Family name", mark)
    cleo.writes("The text that is sent", "Amal has been on sick leave since August.")
    cleo.chooses("Aloud, to me").writes("On which day?", day(0)).presses("Send the referral")
    story.amal_id = person_called("Amal", mark)
    story.case_id = course_of(story.amal_id)
    gro.opens(story.at("referral/")).reads("said yes aloud on", "recorded by Cleo", "Not yet confirmed by Amal")
    story.calm(gro)
    gro.chooses("Bo Test").chooses("Cleo Test").presses("Accept and set the table")
    bo.opens(story.at("referral/")).reads("said yes aloud", "recorded by Cleo", "Not yet confirmed by Amal")


def told_by_telephone(story: ByTelephone) -> None:
    """Bo notes the call, and what she told him in her words; Cleo reads none of it."""
    bo, cleo = story.bo, story.cleo
    bo.opens(story.at("contacts/new/")).picks("How?", "By telephone").writes("One line", "She rang from the stairs")
    bo.writes("Day", day(-1)).writes("At", "10.00").presses("Note this contact")
    bo.reads("Telephone", "She rang from the stairs")
    bo.opens(story.at("write/")).chooses("Amal said it", among="Whose words are these?")
    story.calm(bo)
    bo.chooses("In confidence", among="Who shall read it?").writes("Your note", TOLD).presses("Keep this note")
    bo.reads(TOLD, "said by Amal")
    bo.opens(story.at("time-line/")).reads("Note by Amal, written down by you")
    story.calm(bo)
    for place in ("", "notes/", "contacts/", "time-line/", "people/", "sharing/"):
        cleo.opens(story.at(place)).does_not_read(TOLD, "stairs")


def brought(story: ByTelephone) -> None:
    """Her lines are hers, and say how they came; all are ready without her having signed in."""
    bo, cleo = story.bo, story.cleo
    place, button, field = story.at("what-we-bring/"), "My lines are ready", "What you want the others to know"
    bo.opens(place).chooses("Amal said them, by telephone or on paper", among="Whose lines are these?").writes(field, LINES).presses(button)
    bo.reads("repair a lamp", "Said by telephone or on paper, written down by Bo", "read back")
    story.calm(bo)
    bo.opens(place).chooses("My own", among="Whose lines are these?").writes(field, "She concentrates for an hour").presses(button)
    cleo.opens(place).does_not_read("repair a lamp").writes(field, "Two employers close to her home").presses(button)
    cleo.does_not_read("repair a lamp", "concentrates for an hour")


def may_i_say(story: ByTelephone) -> None:
    """Read aloud on the telephone, her yes noted: Cleo reads the words, and that the yes was said aloud."""
    bo, cleo = story.bo, story.cleo
    bo.opens(story.at("may-i/")).chooses("Cleo Test").writes("The headline", MAY_SAY)
    bo.presses("We talk just now, here or on the telephone: read it aloud").reads(MAY_SAY, "a no changes nothing")
    cleo.opens(story.at("sharing/")).does_not_read(MAY_SAY)
    story.calm(bo)
    bo.presses("Amal said yes, read aloud").reads("can read these words now")
    cleo.opens(story.at("sharing/")).reads(MAY_SAY, "yes said aloud or on the telephone on", "noted by Bo")
    story.calm(cleo)


def invited(story: ByTelephone) -> None:
    """The invitation is paper; her answer and her wishes come by telephone and are shown so."""
    bo, cleo = story.bo, story.cleo
    cleo.opens(story.at("meeting/call/")).writes("On which day?", day(7)).writes("At what time?", "13.00")
    cleo.writes("Where, and how to get in", "The library, first floor").presses("Call the meeting")
    bo.opens(story.at("meeting/invitation/")).reads("Invitation to our meeting", "The library, first floor", "70 12 34 56")
    story.calm(bo)
    given(story, "invitation", "bring")
    bo.opens(story.at("meeting/")).follows("Answer the invitation")
    bo.chooses("Amal said it by telephone", among="Whose answer is this?").page.get_by_role("group", name="Do they come?").get_by_role(
        "radio"
    ).first.check()
    bo.presses("Send the answer").reads(BY_PHONE)
    bo.opens(story.at("meeting/wishes/")).chooses("Amal said it by telephone", among="Whose words are these?")
    bo.reads("How they want the meeting")
    story.calm(bo)
    bo.writes("Something else that helps them", "A seat near the door").presses("Keep it")
    cleo.opens(story.at("meeting/")).reads("A seat near the door", BY_PHONE)
    story.calm(cleo)


def given(story: ByTelephone, *papers: str) -> None:
    """Bo prints a sheet for her with one press; the time line says that it was given."""
    bo = story.bo
    bo.opens(story.at("paper/")).reads("On paper, for Amal")
    story.calm(bo)
    for paper in papers:
        form = bo.page.locator(f"form:has(input[name=paper][value={paper}])")
        with bo.page.expect_download() as download:
            form.get_by_role("button").click()
        assert download.value.path().read_bytes()[:5] == b"%PDF-", paper
    story.cleo.opens(story.at("time-line/")).reads(f"given on paper by {bo.name}")


def planned(story: ByTelephone) -> None:
    """Her goal is not her yes before she has confirmed it; her answer says how it came, and version 1 says exactly that."""
    bo, cleo = story.bo, story.cleo
    bo.opens(story.at("plan/goal/")).writes("The goal, in the words of the one it belongs to", HER_GOAL)
    bo.picks("Whose goal is it?", "Amal").chooses("Personal", among="What kind of goal is it?")
    bo.writes("Step 1: what", "Ring the doctor").picks("Who", "Me").presses("Put it in the plan")
    bo.reads(HER_GOAL, "Said by Amal, written by Bo. Amal has not confirmed it yet.")
    bo.opens(story.at("plan/shared-goal/")).writes("What do we want together?", SHARED).presses("Put it in the plan")
    bo.follows("Write down what Amal says").writes("What does the shared goal mean to", HER_WORDS).presses("Put it in the plan")
    bo.reads(HER_WORDS, "Said by Amal, written by Bo. Amal has not confirmed it yet.")
    bo.follows("Amal said yes on the telephone to what is written down").reads(HER_GOAL, HER_WORDS)
    bo.writes("On which day did you talk?", day(0)).chooses("I have read it back, and it is right").presses("Note the yes")
    cleo.opens(story.at("plan/")).reads("Amal said yes on the telephone on", "noted by Bo. Amal has not confirmed it yet.")
    story.calm(cleo)
    bo.opens(story.at("plan/ask/")).presses("Ask for answers")
    bo.opens(story.at("plan/")).follows("Note what Amal said by phone or on paper")
    story.calm(bo)
    bo.page.get_by_role("radio", name="Yes", exact=True).check()
    bo.chooses("By telephone").chooses("I have read it back, and it is right").presses("Keep this answer")
    bo.opens(story.at("plan/")).reads("By phone, noted by Bo, read back on")
    for who, own in ((bo, "Sleep first, then hours"), (cleo, "Hours that last")):
        who.opens(story.at("plan/answer/")).writes("What does the shared goal mean to you", own)
        who.page.get_by_role("radio", name="Yes", exact=True).check()
        who.presses("Keep this answer")
    cleo.reads("Version 1").opens(story.at("plan/versions/1/"))
    cleo.reads(HER_GOAL, HER_WORDS, "By phone, noted by Bo, read back on", "Said by Amal, written by Bo.")
    story.calm(cleo)


def on_paper(story: ByTelephone) -> None:
    """What she takes home is a sheet of paper; the plan is one too."""
    for place in ("plan/versions/1/plan.pdf", "plan/take-home/take-home.pdf"):
        answered = story.bo.page.request.get(story.at(place))
        assert (answered.status, answered.body()[:5]) == (200, b"%PDF-"), place
    story.bo.opens(story.at("plan/take-home/")).reads("70 12 34 56", "Ring the doctor")
    story.calm(story.bo)
    story.bo.opens(story.at("plan/easy/")).reads(SHARED)
    story.calm(story.bo)


def ended(story: ByTelephone) -> None:
    """The course ends with how she says it."""
    bo = story.bo
    bo.opens(story.at("close/")).chooses("Back at work for some of the hours")
    bo.writes("How does", HER_END)
    story.calm(bo)
    bo.presses("Close the course")
    bo.opens(story.at("plan/")).reads("The course of Amal has ended", "You closed it.")
    story.calm(bo)
    amal = Actor(story.amal_id, Hat.CITIZEN, False, story.case_id)
    (kept,) = words(actor=amal, case_id=story.case_id, kinds=["outcome"])
    assert (kept.body, kept.said_by_id, kept.author_id) == (HER_END, story.amal_id, story.cast.bo.person_id)


def test_amal_never_signs_in_and_everything_she_says_is_shown_as_it_came(signed_in_page: SignedInPage) -> None:
    story = ByTelephone(build_people(), signed_in_page)
    referred(story, "T" + story.cast.programme_id.hex[:6])
    told_by_telephone(story)
    brought(story)
    may_i_say(story)
    invited(story)
    planned(story)
    on_paper(story)
    ended(story)
    assert not Account.objects.filter(person_id=story.amal_id, last_login__isnull=False).exists()
    assert len(set(story.looked_at)) >= 8, story.looked_at
    print(f"Bo sent {len(story.bo.sent)} forms, Cleo {len(story.cleo.sent)}: {story.bo.sent}")
