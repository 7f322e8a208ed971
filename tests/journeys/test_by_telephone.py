"""The whole first journey with Amal never signing in: by telephone and on paper, noted by Bo, and shown so wherever it stands."""

from uuid import UUID

import pytest
from django.urls import reverse

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.people.models import Account
from roundtable.ground.seats.queries import words
from tests.cast import Cast, build_people
from tests.journeys.conftest import SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table, course_of, day, person_called, sheet_words

pytestmark = pytest.mark.journey

TOLD = "I am afraid of the letter that comes each month"
LINES = "I can repair a lamp\nMornings are hard"
FOR_FINN = "I would rather sit near the window"
PLACE = "The library, first floor"
MAY_SAY = "An hour at a time, with a door that closes"
SHARED = "Work that leaves something for the evening"
HER_GOAL = "A day that does not end in a headache"
HER_WORDS = "That I still laugh at dinner"
HER_END = "I can laugh again"
BY_PHONE = "by telephone, noted by Bo, read back"
NOTED = "said by telephone or on paper, noted by Bo Test"
SIDE = "Sleep diary begun with the health service"
CASE_PAGES = ("", "notes/", "contacts/", "time-line/", "people/", "sharing/")


class ByTelephone(Table):
    """Amal at the telephone: Bo, Cleo and Gro in their windows."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page)
        self.cast = cast
        self.amal_id, self.mark = UUID(int=0), "T" + cast.programme_id.hex[:6]
        self.finn: Somebody
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.gro = self.staff("Gro", cast.gro.person_id)
        self.jon = self.staff("Jon", cast.jon.person_id)


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
    bo.opens(story.at("write/")).chooses("Mental Health", among="Who shall read it?").writes("Your note", SIDE).presses("Keep this note")
    for place in CASE_PAGES:
        cleo.opens(story.at(place)).does_not_read(TOLD, "stairs", SIDE)


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


def companion(story: ByTelephone) -> None:
    """She names Finn on the telephone: he gets a sign-in of his own and reads what she gives him, shown as it came."""
    bo, cleo = story.bo, story.cleo
    cleo.finds_nothing_at(story.at("meeting/companion/"))
    bo.opens(story.at("meeting/prepare/")).follows("Note who comes with Amal, by telephone or on paper")
    bo.reads("Only for somebody who does not sign in here", "Read this aloud")
    story.calm(bo)
    bo.chooses("Amal said it by telephone", among="Who wants it, and how did they say so?")
    bo.writes("First name", "Finn").writes("Family name", story.mark).presses("Note it: give them a place")
    bo.reads(f"Finn {story.mark}", f"Amal said so {BY_PHONE}")
    story.calm(bo)
    cleo.opens(story.at("people/")).reads(f"Finn {story.mark}", f"Amal gave this place {BY_PHONE}")
    story.calm(cleo)
    bo.follows("A letter with a code, so that Finn").presses("Make the letter").reads("For Finn")
    code = bo.page.locator("main ol strong").nth(1).inner_text()
    finn = story.nobody("Finn")
    finn.opens("/sign-in/letter/").writes("The code in your letter", code).presses("Go on")
    finn.writes("Choose a PIN", "274951").writes("The same PIN again", "274951").presses("Save and sign in")
    finn.opens(story.at("meeting/")).reads("13:00").does_not_read(PLACE)
    bo.opens(story.at("meeting/prepare/")).follows("Note what Finn").reads("Read this aloud to Amal first", PLACE)
    story.calm(bo)
    bo.presses("Amal said yes, read aloud: give it to Finn").reads("Finn can read it now")
    bo.opens(story.at("may-i/")).chooses("Finn").writes("The headline", FOR_FINN)
    bo.presses("We talk just now, here or on the telephone: read it aloud").presses("Amal said yes, read aloud")
    finn.opens(story.at("meeting/")).reads("13:00", PLACE)
    finn.opens(story.at("sharing/")).reads(FOR_FINN).does_not_read(MAY_SAY)
    finn.opens(story.at("meeting/what-i-may-do/")).reads(f"Amal said so {BY_PHONE}")
    story.calm(finn)
    for place in ("", "notebook/", "notes/", "time-line/", "people/", "plan/", "may-i/"):
        finn.looks_at(story.at(place)).does_not_read(TOLD, SIDE, MAY_SAY, "repair a lamp")
    cleo.opens(story.at("sharing/")).does_not_read(FOR_FINN)
    story.finn = finn


def companion_goes(story: ByTelephone) -> None:
    """She rings: Finn does not come any more. From that moment he reads nothing here."""
    bo, finn = story.bo, story.finn
    bo.opens(story.at("meeting/prepare/")).unfolds(f"Finn {story.mark} does not come any more")
    bo.presses(f"Note it: end the place of Finn {story.mark}").does_not_read(f"Finn {story.mark}")
    for place in ("meeting/", "sharing/", "meeting/what-i-may-do/"):
        finn.finds_nothing_at(story.at(place)).does_not_read(PLACE, FOR_FINN)


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


def who_opened(story: ByTelephone) -> None:
    """6. Who opened what, on a sheet that Bo prints for her: what he can read too, no words, and how to see the rest. Cleo's is another."""
    bo, cleo = story.bo, story.cleo
    bo.opens(story.at("paper/")).reads("nobody’s words")
    story.calm(bo)
    with bo.page.expect_download() as download:
        bo.page.get_by_role("link", name="Print who opened what, for Amal").click()
    sheet = sheet_words(download.value.path().read_bytes())
    for said in (
        "For Amal", "This sheet is not everything", "Cleo Test, Employment consultant, Jobcentre: opened",
        "It was written for them to read.",
        "You shared it with them.", "Words you were asked about, to Cleo Test", "noted by Bo Test", "How to see the rest", "70 12 34 56",
    ):  # fmt: skip
        assert said in sheet, said
    cleos = sheet_words(cleo.page.request.get(story.at(f"paper/who-opened-what/{story.amal_id}.pdf")).body())
    assert "This sheet is not everything" in cleos and "a line about a talk" not in cleos
    for words_of_hers in (TOLD, MAY_SAY, HER_WORDS, SIDE, "stairs"):
        assert words_of_hers not in sheet + cleos, words_of_hers
    cleo.opens(story.at("time-line/")).does_not_read("Who opened what")


def taken_back(story: ByTelephone) -> None:
    """6b. She rings: Cleo shall not read it any more. Bo notes it; from that moment it is gone, and the page says how it came."""
    bo, cleo = story.bo, story.cleo
    cleo.opens(story.at("sharing/")).reads(MAY_SAY)
    bo.opens(story.at("sharing/")).follows("note it (Cleo Test").reads("Read this aloud first", MAY_SAY)
    story.calm(bo)
    bo.presses("Amal takes it back: note it").reads(NOTED, "Cleo Test cannot open it any more")
    story.calm(bo)
    cleo.page.reload()
    cleo.does_not_read(MAY_SAY).opens("/search/").searches("door").does_not_read(MAY_SAY)


def asked(story: ByTelephone) -> None:
    """7a. Cleo asks for something that was told to Bo: a message, not an access; and gets a reply."""
    bo, cleo = story.bo, story.cleo
    cleo.opens(story.at("ask/")).chooses("Bo Test").writes("What do you ask for?", "What is she afraid of?").presses("Send the question")
    for place in CASE_PAGES:
        cleo.opens(story.at(place)).does_not_read(TOLD, SIDE)
    bo.opens(story.at("ask/")).reads("What is she afraid of?").follows("Reply").writes("Your reply", "Ask her, she says.")
    bo.presses("Send the reply")
    cleo.opens(story.at("ask/")).reads("Ask her, she says.")


def by_law(story: ByTelephone) -> None:
    """7b. Bo shares one note on a rule of law, Jon signs; Amal is told on paper and by telephone, and that she was told is noted."""
    bo, cleo, jon = story.bo, story.cleo, story.jon
    bo.opens(story.at("share-by-law/")).follows(SIDE[:20])
    bo.chooses("Cleo Test", among="Who needs it?").writes("Which rule of law allows it?", "Health Act § 43(2)2")
    bo.writes("Why is it necessary?", "The benefit would stop without it").chooses("Jon Test")
    bo.presses("Record it and ask for the second signature")
    cleo.opens(story.at("sharing/")).does_not_read(SIDE)
    jon.opens("/").follows("Read it").reads(SIDE).does_not_read(TOLD).presses("Yes, I sign")
    cleo.opens(story.at("sharing/")).reads(SIDE).does_not_read(TOLD)
    sheet = sheet_words(bo.page.request.get(story.at(f"paper/who-opened-what/{story.amal_id}.pdf")).body())
    assert "Health Act § 43(2)2. Decided by Bo Test, second person Jon Test." in sheet and SIDE not in sheet
    bo.opens(story.at("contacts/new/")).picks("How?", "By telephone").writes("One line", "I told Amal what the law let me share")
    bo.writes("Day", day(0)).writes("At", "00.05").presses("Note this contact").reads("I told Amal what the law")


def closed_for_cleo(story: ByTelephone) -> None:
    """7c. She closes the course for Cleo by telephone: it binds at once; Cleo and Gro see who noted it; and it is opened the same way."""
    bo, cleo, gro = story.bo, story.cleo, story.gro
    cleo.opens(story.at("plan/")).reads(SHARED)
    bo.opens(story.at("sharing/")).follows("Note that it is closed for Cleo").reads(
        "Read this aloud first", "What was shared by a rule of law"
    )
    story.calm(bo)
    bo.chooses("I have read it aloud").presses("Note it: closed for Cleo")
    bo.reads("The course is closed for Cleo", "Said by Amal by telephone or on paper, noted by Bo Test")
    story.calm(bo)
    for place in ("plan/", "sharing/", "plan/versions/1/", "meeting/", "notes/"):
        cleo.finds_nothing_at(story.at(place)).does_not_read(SHARED)
    cleo.opens("/").reads("closed for you by the citizen", "noted by Bo Test").does_not_read("Amal")
    story.calm(cleo)
    gro.opens(story.at("people/")).reads("Closed for Cleo since", "noted by Bo Test")
    story.calm(gro)
    bo.opens(story.at("sharing/")).follows("Note that it is open again for Cleo")
    bo.chooses("I have read it aloud").presses("Note it: open again for Cleo")
    cleo.opens(story.at("plan/")).reads(SHARED)


def somebody_new(story: ByTelephone) -> None:
    """7d. Jon replaces Bo: he reads the table, none of what was told to Bo; and he looks after her paper now."""
    bo, gro, jon = story.bo, story.gro, story.jon
    gro.opens(reverse("replace_professional", args=[story.case_id])).chooses("Bo Test", among="Who leaves?").chooses(
        "Jon Test", among="Who comes?"
    )
    gro.chooses("Yes, by the one who leaves").presses("Change who sits at the table")
    bo.finds_nothing_at(story.at("plan/"))
    jon.opens(story.at("plan/")).reads(SHARED, HER_WORDS)
    for place in CASE_PAGES:
        jon.opens(story.at(place)).does_not_read(TOLD)
    given = jon.page.request.get(story.at(f"paper/who-opened-what/{story.amal_id}.pdf"))
    assert given.status == 200 and "Jon Test" in sheet_words(given.body())


def ended(story: ByTelephone) -> None:
    """The course ends with how she says it."""
    jon = story.jon
    jon.opens(story.at("close/")).chooses("Back at work for some of the hours")
    jon.writes("How does", HER_END)
    story.calm(jon)
    jon.presses("Close the course")
    jon.opens(story.at("plan/")).reads("The course of Amal has ended", "You closed it.")
    story.calm(jon)
    amal = Actor(story.amal_id, Hat.CITIZEN, False, story.case_id)
    (kept,) = words(actor=amal, case_id=story.case_id, kinds=["outcome"])
    assert (kept.body, kept.said_by_id, kept.author_id) == (HER_END, story.amal_id, story.cast.jon.person_id)


def test_amal_never_signs_in_and_everything_she_says_is_shown_as_it_came(signed_in_page: SignedInPage) -> None:
    story = ByTelephone(build_people(), signed_in_page)
    referred(story, story.mark)
    told_by_telephone(story)
    brought(story)
    may_i_say(story)
    invited(story)
    companion(story)
    planned(story)
    on_paper(story)
    who_opened(story)
    taken_back(story)
    companion_goes(story)
    asked(story)
    by_law(story)
    closed_for_cleo(story)
    somebody_new(story)
    ended(story)
    assert not Account.objects.filter(person_id=story.amal_id, last_login__isnull=False).exists()
    assert len(set(story.looked_at)) >= 8, story.looked_at
    print(f"Bo sent {len(story.bo.sent)} forms, Cleo {len(story.cleo.sent)}: {story.bo.sent}")
