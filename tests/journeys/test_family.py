"""Mia and Per, in conflict, and Jo, 15, with a worker each from three organisations: what each tells stays where it was told."""

from uuid import UUID

import pytest

from tests.cast import Cast, build_people
from tests.journeys.conftest import SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table, course_of, day, person_called, sheet_words
from tests.journeys.watching import may_be_refused

pytestmark = pytest.mark.journey

TOLD = "I sleep in the wardrobe when they quarrel"
NOTED = "Jo asks for a place of her own at the youth club"
RANG = "Jo rang from the bicycle shed"
ASKED = "Jo would like a quiet room for homework"
BOOK = "Nobody knows about the lighthouse"
JO_BRINGS = "I am good at chess"
EVE_BRINGS = "Jo arrives before the school opens"
FROM_JO = (TOLD, NOTED, RANG, ASKED, BOOK, JO_BRINGS, EVE_BRINGS)
LOOKED_FOR = ("wardrobe", "youth club", "bicycle", "homework", "lighthouse", "chess", "school opens")
MIA_TOLD = "I have spoken with a lawyer in Aalborg"
PER_TOLD = "I want the house to be sold"
SHARED = "Evenings in which nobody shouts"
PLACES = (
    "", "notes/", "contacts/", "time-line/", "people/", "sharing/", "who-opened-what/", "what-we-bring/", "may-i/",
    "meeting/", "meeting/prepare/", "referral/", "plan/", "plan/easy/", "plan/take-home/", "plan/versions/",
)  # fmt: skip
PHONES = {"Mia": "20 11 11 11", "Per": "20 22 22 22", "Jo": "20 33 33 33"}
MAILS = {name: f"{name.lower()}.at.home@example.org" for name in PHONES}


class FamilyTable(Table):
    """The three of the family and their three workers: Bo for Mia, Cleo for Per, Eve for Jo."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page)
        self.cast = cast
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.eve = self.staff("Eve", cast.eve.person_id)
        self.ids = refer_family(self)
        self.mia, self.per, self.jo = (self.citizen(name, self.ids[name]) for name in ("Mia", "Per", "Jo"))
        self.strangers = (self.mia, self.per, self.bo, self.cleo)
        """Everybody at the table but Jo and the one she talks with."""


def refer_family(story: FamilyTable) -> dict[str, UUID]:
    """Cleo refers the three on one page, each with a yes of their own; Gro seats one professional of each organisation."""
    cleo, cast, mark = story.cleo, story.cast, story.cast.programme_id.hex[:6]
    cleo.opens("/referrals/new/").writes("The text that is sent", "A family of three would like help from all of us.")
    for number, name in enumerate(PHONES):
        if number:
            cleo.presses("Add another person")
        for label, text in (("Given name", name), ("Family name", mark), ("Telephone", PHONES[name]), ("E-mail", MAILS[name])):
            cleo.writes(label, text, nth=number)
    story.calm(cleo)
    cleo.presses("Add another person").reads("How did Jo say yes?").presses("Take person 4 out")
    for number, name in enumerate(PHONES):
        cleo.chooses("Aloud, to me", among=f"How did {name} say yes?").writes("On which day?", day(0), nth=number)
    cleo.presses("Send the referral").reads("The referral is sent.", *(f"{name} {mark} said yes aloud" for name in PHONES))
    story.calm(cleo)
    ids = {name: person_called(name, mark) for name in PHONES}
    story.case_id = course_of(ids["Jo"])
    gro = story.staff("Gro", cast.gro.person_id).opens("/inbox/").reads("3 people")
    gro.follows(mark)
    for member in (cast.bo, cast.cleo, cast.eve):
        gro.ticks(f"{member.name} Test")
    gro.presses("Accept and set the table").reads("The referral is accepted")
    return ids


def confide(who: Somebody, story: FamilyTable, other: UUID, text: str) -> None:
    who.opens(story.at(f"messages/{other}/")).writes("Your message", text)
    who.page.get_by_role("button", name="Send to").click()
    who.reads(text)


def jo_confides(story: FamilyTable) -> None:
    """Jo tells Eve, and writes for herself; Eve notes what she heard, a call, and a question Jo has not answered."""
    jo, eve, cast = story.jo, story.eve, story.cast
    jo.opens(story.at("notebook/")).writes("Your thoughts", BOOK).presses("Keep it in my notebook")
    confide(jo, story, cast.eve.person_id, TOLD)
    story.calm(jo)
    eve.opens("/").reads("waits for an answer").opens(story.at(f"messages/{story.ids['Jo']}/")).reads(TOLD)
    eve.opens(story.at("write/")).chooses("Jo", among="Whom is it about?").chooses("In confidence", among="Who shall read it?")
    story.calm(eve)
    eve.writes("Your note", NOTED).presses("Keep this note")
    eve.opens(story.at("contacts/new/")).chooses("Jo", among="With whom?").picks("How?", "By telephone").writes("One line", RANG)
    eve.writes("Day", "2026-11-20").writes("At", "10.00").chooses("In confidence", among="Who shall know of it?").presses(
        "Note this contact"
    )
    eve.opens(story.at("may-i/")).chooses("Bo Test", among="To whom?").chooses("Jo", among="Whom do you ask?")
    eve.writes("The headline", ASKED).presses("Ask")
    confide(story.mia, story, cast.bo.person_id, MIA_TOLD)
    confide(story.per, story, cast.cleo.person_id, PER_TOLD)


def lines_before_the_meeting(story: FamilyTable) -> None:
    """Jo's lines, and Eve's about her, open to Jo alone, also when the lines are opened before all are ready."""
    place, button, field = story.at("what-we-bring/"), "My lines are ready", "What you want the others to know"
    story.jo.opens(place).writes(field, JO_BRINGS).presses(button)
    story.eve.opens(place).chooses("My own", among="Whose lines are these?").chooses("Jo", among="Whom are they about?")
    story.eve.writes(field, EVE_BRINGS).presses(button).unfolds("Open before all are ready")
    story.eve.writes("Why do you open it now?", "The meeting is tomorrow").presses("Open now")
    story.jo.opens(place).reads(EVE_BRINGS)
    story.calm(story.jo)


def hidden_from(story: FamilyTable, who: Somebody) -> list[str]:
    """Words that must be on no page of this person: what others told, and where the others of the household are reached."""
    found: list[str] = []
    if who in story.strangers:
        found += [*FROM_JO, "Message from Jo", "Note by Eve", "Contact, noted by Eve", "asked by Eve"]
    found += [text for text, knows in ((MIA_TOLD, (story.mia, story.bo)), (PER_TOLD, (story.per, story.cleo))) if who not in knows]
    if who in (story.mia, story.per, story.jo):
        found += [facts[name] for facts in (PHONES, MAILS) for name in PHONES if name != who.name]
    return found


def stays_where_it_was_told(story: FamilyTable) -> None:
    """No page of anybody says what somebody else told in confidence, nor that there is something; nor where the others are reached."""
    people = [f"/people/{person_id}/" for person_id in story.ids.values()]
    for who in (*story.strangers, story.jo, story.eve):
        answered = 0
        for place in ("/", *map(story.at, PLACES), *people):
            may_be_refused(who.page.context, place)
            page = who.page.goto(place)
            answered += page is not None and page.status == 200
            who.does_not_read(*hidden_from(story, who))
        assert answered >= 12, (who.name, answered)
    story.mia.opens(story.at("time-line/"))
    story.calm(story.mia)
    story.bo.opens(story.at("referral/")).reads(*PHONES.values(), *MAILS.values())
    story.mia.opens(story.at("referral/")).reads("A family of three")
    story.calm(story.mia)


def search_finds_nothing_of_it(story: FamilyTable) -> None:
    """Whoever looks for Jo's words finds them only where they were told."""
    for who in story.strangers:
        for place, looked_for in (("/search/", LOOKED_FOR), (story.at("search/"), LOOKED_FOR[:2])):
            for word in looked_for:
                who.opens(place).searches(word).does_not_read(*FROM_JO)
    for word in ("wardrobe", "youth club"):
        story.eve.opens("/search/").searches(word).reads(word)


def answer(who: Somebody, story: FamilyTable, own_words: str, said: str, reason: str = "") -> None:
    who.opens(story.at("plan/answer/"))
    one_at_a_time = who.page.get_by_role("button", name="Keep and go on")
    who.writes("What does", own_words)
    if one_at_a_time.count():
        who.presses("Keep and go on")
    who.page.get_by_role("radio", name=said, exact=True).check()
    if reason:
        who.writes("What do you see differently?", reason)
    who.presses("Keep this answer")


def each_answers_alone(story: FamilyTable) -> None:
    """Three of the family and three organisations answer. Mia's no stands beside Jo's yes and changes nothing of it."""
    mia, per, jo, bo = story.mia, story.per, story.jo, story.bo
    jo.opens(story.at("plan/goal/")).writes("The goal, in the words of the one it belongs to", "A door I can close")
    jo.presses("Put it in the plan")
    bo.opens(story.at("plan/shared-goal/")).writes("What do we want together?", SHARED).presses("Put it in the plan")
    bo.opens(story.at("plan/ask/")).reads("Mia", "Per", "Jo", "Mental Health", "Jobcentre", "Health South").presses("Ask for answers")
    answer(jo, story, "That I can do my homework", "Yes")
    answer(mia, story, "Nothing, as long as he lives here", "No", reason="First the house")
    for place in (f"plan/answer/{story.ids['Jo']}/", f"plan/words/{story.ids['Jo']}/"):
        for who in (mia, per):
            who.finds_nothing_at(story.at(place))
    jo.opens(story.at("plan/answer/?next=answer"))
    assert jo.page.get_by_role("radio", name="Yes", exact=True).is_checked()
    jo.opens(story.at("plan/"))
    story.calm(jo)
    answer(per, story, "That we eat together", "Yes, but …", reason="On Sundays too")
    for who in (bo, story.cleo, story.eve):
        answer(who, story, f"{who.name} says it in other words", "Yes")
    bo.opens(story.at("plan/versions/1/")).reads(SHARED, "Not shared by all", "First the house", "On Sundays too")
    said = {line.split("\n")[0]: line for line in bo.page.locator("main .rt-people li").all_inner_texts()}
    assert len(said) == len(story.ids) + 3, said
    assert "No" in said["Mia"] and "Yes, but" in said["Per"] and said["Jo"].split("\n")[1:] == ["Yes"], said
    story.calm(bo)


def on_paper(story: FamilyTable) -> None:
    """The printed plan has what stands in the plan, and nothing of what was told."""
    for who in (story.mia, story.per, story.bo, story.cleo):
        for place in ("plan/versions/1/plan.pdf", "plan/take-home/take-home.pdf"):
            answered = who.page.request.get(story.at(place))
            assert answered.status == 200, place
            words = sheet_words(answered.body())
            assert SHARED in words
            assert not [text for text in (*FROM_JO, MIA_TOLD, PER_TOLD) if text in words]


def closing_is_ones_own(story: FamilyTable) -> None:
    """Mia closes for Eve: what is about Mia is closed for her, and Jo and Eve go on as before."""
    mia, jo, eve, cast = story.mia, story.jo, story.eve, story.cast
    confide(mia, story, cast.eve.person_id, "Please ring me in the morning")
    eve.opens(story.at(f"messages/{story.ids['Mia']}/")).reads("Please ring me in the morning")
    mia.opens(story.at(f"close-for/{cast.eve.person_id}/")).reads("only about the others in your family", "The joint plan and the meeting")
    story.calm(mia)
    mia.presses("Close for Eve")
    eve.looks_at(story.at(f"messages/{story.ids['Mia']}/"))
    eve.does_not_read("Please ring me in the morning")
    eve.opens(story.at(f"messages/{story.ids['Jo']}/")).reads(TOLD)
    eve.opens(story.at("plan/")).reads(SHARED, "A door I can close")
    confide(jo, story, cast.eve.person_id, "Are you still there?")
    eve.opens(story.at(f"messages/{story.ids['Jo']}/")).reads("Are you still there?")
    jo.opens(story.at("sharing/")).does_not_read("Open again for Eve", "is closed for Eve")
    story.calm(jo)


def who_opened(story: FamilyTable) -> None:
    """Each reads who opened what is about themselves; nobody reads there what the others told."""
    story.jo.opens(story.at("who-opened-what/")).reads("Eve")
    for who in (story.mia, story.per):
        who.opens(story.at("who-opened-what/")).does_not_read(*FROM_JO)
    story.calm(story.mia)


def test_what_jo_tells_her_worker_stays_there_and_nobody_answers_for_her(signed_in_page: SignedInPage) -> None:
    story = FamilyTable(build_people(), signed_in_page)
    jo_confides(story)
    lines_before_the_meeting(story)
    each_answers_alone(story)
    stays_where_it_was_told(story)
    search_finds_nothing_of_it(story)
    on_paper(story)
    who_opened(story)
    closing_is_ones_own(story)
    assert len(set(story.looked_at)) >= 8, story.looked_at
