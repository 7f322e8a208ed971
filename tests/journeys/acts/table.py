"""Steps 4 and 5: the roundtable, the joint plan, and the plan on paper."""

import re

from tests.journeys.acts.first import (
    CONFIDED,
    FIXED,
    HER_GOAL,
    HER_WORDS,
    NOTEBOOK,
    PLACE,
    SECRET,
    SHARED,
    Story,
)  # fmt: skip
from tests.journeys.people import Somebody
from tests.journeys.story import Table, day, sheet_words

WORDS = "The goal, in the words of the one it belongs to"
KIND = "What kind of goal is it?"


def called_and_moved(story: Story) -> None:
    """4a. Bo calls the meeting, Gro moves it once; everyone is told, and the page keeps what it was."""
    bo, gro = story.bo, story.gro
    bo.opens(story.at("meeting/call/")).writes("On which day?", day(6)).writes("At what time?", "10.00").chooses("We meet in person")
    bo.writes("Where, and how to get in", PLACE).presses("Call the meeting")
    gro.opens(story.at("meeting/")).follows("Move the meeting").writes("On which day?", day(7)).writes("At what time?", "13.00")
    gro.presses("Move the meeting")
    for who in (bo, story.cleo, story.amal):
        who.opens("/").reads("About your meeting.").opens(story.at("meeting/")).reads("13:00", PLACE, "It was:", "10:00", "Moved by Gro")


def invited(story: Story) -> None:
    """4b. Amal answers; and invites Finn, who gets a letter, his own sign-in, and reads what she gives."""
    amal = story.amal
    amal.opens("/").reads("You are invited to a meeting").follows("Say if it suits you")
    amal.follows("Answer the invitation").chooses("Yes, I come").presses("Send the answer")
    story.bo.opens(story.at("meeting/")).reads("Comes")
    amal.opens(story.at("meeting/companion/")).writes("First name", "Finn").writes("Family name", story.mark)
    amal.presses("Give them a place beside me").opens(story.at("meeting/prepare/"))
    amal.follows("A letter with a code").presses("Make the letter").reads("For Finn")
    code = amal.page.locator("main ol strong").nth(1).inner_text()
    finn = story.finn = story.nobody("Finn")
    finn.opens("/sign-in/letter/").writes("The code in your letter", code).presses("Go on")
    finn.writes("Choose a PIN", "274951").writes("The same PIN again", "274951").presses("Save and sign in")
    finn.opens("/").reads("Finn").opens(story.at("meeting/")).reads("13:00").does_not_read(PLACE)
    amal.opens(story.at("meeting/prepare/")).follows("Give Finn").reads(PLACE).presses("Give it to Finn")
    finn.opens(story.at("meeting/")).reads(PLACE)
    for place in ("", "notebook/", "notes/", "sharing/", "time-line/", "people/", f"messages/{story.cast.bo.person_id}/", "plan/"):
        finn.looks_at(story.at(place)).does_not_read(*CONFIDED)


def written(story: Story) -> None:
    """4c. A goal each with its owner, the fixed goal as a condition, one shared goal; Bo writes down Amal's own words for her."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    amal.opens(story.at("plan/goal/")).writes(WORDS, HER_GOAL).chooses("Personal", among=KIND).presses("Put it in the plan")
    bo.opens(story.at("plan/goal/")).writes(WORDS, "Six hours of sleep").chooses("Treatment", among=KIND)
    bo.writes("Step 1: what", "Ring the doctor").picks("Who", "Me", nth=1).writes("By when", day(10)).presses("Put it in the plan")
    cleo.opens(story.at("plan/goal/")).writes(WORDS, "Two mornings a week").chooses("Work", among=KIND)
    cleo.writes("Step 1: what", "Talk with the employer").picks("Who", "Me", nth=1)
    cleo.unfolds("More about this goal").picks("Does it help with another goal?", "Six hours of sleep")
    cleo.writes("How", "She knows why she gets up", nth=1).presses("Put it in the plan")
    cleo.opens(story.at("plan/shared-goal/")).writes("What do we want together?", SHARED).presses("Put it in the plan")
    bo.opens(story.at("plan/")).follows("Write down what Amal says")
    bo.writes("What does the shared goal mean to", HER_WORDS).presses("Put it in the plan")
    bo.reads(HER_WORDS, "Said by Amal, written by Bo. Amal has not confirmed it yet.")
    cleo.opens(story.at("plan/")).reads(
        HER_GOAL, "Personal goal", "Six hours of sleep", "Treatment goal", "Two mornings a week", "Work goal",
        "This goal helps with “Six hours of sleep”", "She knows why she gets up", "Ring the doctor", "Talk with the employer", "by ",
        FIXED, "Set by The municipality", "It is a condition. Nobody here is asked to agree to it.",
        "Amal has not confirmed it yet",
    )  # fmt: skip
    amal.opens(story.at("plan/")).reads("Is this what you said?").presses("Yes, this is what I said")
    bo.opens(story.at("plan/")).reads("Said by Amal, written by Bo, confirmed.").does_not_read("has not confirmed it yet")


def answered(story: Story) -> None:
    """4d. Each party answers, with its own words for the shared goal and an exception to one goal; then version 1 is fixed."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    cleo.opens(story.at("plan/ask/")).reads("Amal", "Mental Health", "Jobcentre").presses("Ask for answers")
    amal.opens("/").reads("What do you say to the plan?")
    answer(amal, story, "", "Yes")
    bo.opens(story.at("plan/")).reads("We wait for").does_not_read("Version 1 as PDF")
    answer(bo, story, "Sleep first, then hours", "Yes", except_for=("Two mornings a week", "Not yet"))
    bo.opens(story.at("plan/")).does_not_read("Version 1 as PDF").reads("Not everybody has answered")
    answer(cleo, story, "Hours that last", "Yes, but …", reason="I would like to look again in January")
    for who in (amal, bo, cleo):
        who.opens(story.at("plan/versions/1/")).reads(
            HER_WORDS, "Sleep first, then hours", "Hours that last", SHARED, FIXED, "Shared by all"
        )
        who.reads("I would like to look again in January").does_not_read("Not shared by all")
        who.opens(story.at("plan/")).reads("Version 1, fixed on", "Everybody has answered", "Bo sees this differently")


def answer(who: Somebody, story: Table, own_words: str, said: str, *, reason: str = "", except_for: tuple[str, str] | None = None) -> None:
    """One party's answer to the whole plan; a citizen who has not said the shared goal in her own words is asked for these first."""
    who.opens(story.at("plan/answer/"))
    if who.page.get_by_role("button", name="Keep and go on").count():
        who.writes("What does it mean to you", own_words).presses("Keep and go on")
    elif own_words:
        who.writes("What does the shared goal mean to you", own_words)
    who.page.get_by_role("radio", name=said, exact=True).check()
    if reason:
        who.writes("What do you see differently?", reason)
    if except_for is not None:
        who.unfolds("I say something else to one of the goals").picks(*except_for)
    who.presses("Keep this answer")


def on_paper(story: Story) -> None:
    """5. The plan as PDF (A4, tagged), an easy-read page, a take-home sheet of one page, and a copy for one's own record."""
    amal = story.amal
    for place, pages in (("plan/versions/1/plan.pdf", 0), ("plan/take-home/take-home.pdf", 1)):
        got = amal.page.request.get(story.at(place))
        assert got.status == 200, place
        body = got.body()
        assert body.startswith(b"%PDF-1.7") and b"/StructTreeRoot" in body, place
        assert SHARED in sheet_words(body)
        is_a4(body, pages)
    amal.opens(story.at("plan/easy/")).reads(SHARED)
    amal.opens(story.at("plan/take-home/")).reads("70 12 34 56", SHARED)
    story.cleo.opens(story.at("plan/versions/1/copy/")).reads(SHARED, HER_WORDS)
    for who in (story.cleo, story.bo):
        printed = sheet_words(who.page.request.get(story.at("plan/versions/1/plan.pdf")).body())
        assert not [text for text in (SECRET, NOTEBOOK, *CONFIDED) if text in printed]


def is_a4(body: bytes, pages: int) -> None:
    """Every page is A4; `pages`: how many there are, 0 for any number."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0(?:\.0)?\s+0(?:\.0)?\s+([\d.]+)\s+([\d.]+)", body)
    assert boxes and {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(595, 842)}, boxes
    assert not pages or len(boxes) == pages, (len(boxes), pages)
