"""The end of a meeting and the days after it, in a browser: one thing each, the call, a correction, five questions for Amal alone."""

from uuid import UUID

import pytest

from roundtable.casework.afterwards.tests.conftest import days_ago
from roundtable.casework.roundtables.tests.addresses import SOON, call
from tests.cast import Cast, build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table

pytestmark = pytest.mark.journey

HERS, BOS, CLEOS = "I ring the union", "I write to the doctor", "I ask two employers"
HER_WORDS = "I ring the union, with my sister beside me"
RIGHT, WHY = "I ask three employers", "We said three, I counted wrong"
HOME = "What we take home"


class AfterTheMeeting(Table):
    """Amal on her phone, Bo and Cleo at their laptops."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.meeting: UUID = call(cast)
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)

    def page(self, place: str) -> str:
        return self.at(f"meeting/{self.meeting}/{place}")


def before_leaving(story: AfterTheMeeting) -> None:
    """Bo writes one thing for each; Amal says hers differently there and then, Cleo says yes to hers."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    bo.opens(story.at("meeting/")).follows("At the end: what we take home").reads(HOME, "read this together", "Nothing is written yet.")
    story.calm(bo)
    bo.reads("Who decides about the money", "Cleo Test, Jobcentre", "70 12 34 56").follows("Write what is missing: Amal, Bo, Cleo")
    story.calm(bo)
    for name, what in (("Amal", HERS), ("Bo", BOS), ("Cleo", CLEOS)):
        bo.writes(f"What does {name} take home?", what).writes(f"By which day? ({name})", f"{SOON:%d.%m.%Y}")
    bo.presses("Write it down").reads(HERS, BOS, CLEOS, "Amal has not said yes to this yet").does_not_read("Write what is missing")
    amal.opens(story.page("take-home/")).reads(HERS, "You have not said yes to this yet", "Whom to call", "70 12 34 56")
    story.calm(amal)
    amal.follows("I said it differently").writes("How would you say it?", HER_WORDS).presses("Put my words beside it")
    cleo.opens(story.page("take-home/")).reads(HERS, HER_WORDS).presses("Yes, that is what I take home").reads("Cleo said yes to this")


def the_call(story: AfterTheMeeting) -> None:
    """Once they have met the call stands first on Bo's first page, and on nobody else's, until he has made it."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    bo.opens(story.at("meeting/")).follows("We have met").chooses("Amal Test").chooses("Cleo Test")
    bo.ticks("We have met already").presses("Note that we have met")
    amal.opens(story.page("take-home/")).reads("Bo calls you by")
    cleo.opens("/").does_not_read("Call Amal after the meeting")
    bo.opens("/").reads("Call Amal after the meeting", "is anything unclear?").follows("Note the call")
    story.calm(bo)
    bo.chooses("I called, and reached nobody").presses("Note it").reads("Tried, and not reached yet.")
    bo.opens("/").reads("Call Amal after the meeting").follows("Note the call").chooses("I called, and we talked").presses("Note it")
    bo.reads("Bo called Amal on").opens("/").does_not_read("Call Amal after the meeting")
    amal.opens(story.at("")).reads("The call after our meeting, noted by Bo")


def a_correction(story: AfterTheMeeting) -> None:
    """Cleo sees that her own line is wrong: it stays, what is right stands beside it, and Amal is told of news."""
    amal, cleo = story.amal, story.cleo
    cleo.opens(story.page("")).follows("Something that was written is not right")
    story.calm(cleo)
    cleo.chooses(CLEOS).writes("How should it be?", RIGHT).writes("Why?", WHY).presses("Put my correction beside it")
    amal.opens("/").reads("About your meeting.")
    for who in (amal, cleo):
        who.opens(story.page("")).reads(CLEOS, "Corrected by Cleo", RIGHT, WHY)
    story.calm(amal)


def the_day_after(story: AfterTheMeeting) -> None:
    """Amal is asked once; she answers one, stops, and nobody else learns even that."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    days_ago(story.meeting, 1)
    amal.opens("/").reads("How was the meeting for you?", "Only you can read your answers.").follows("Look at the first")
    story.calm(amal)
    amal.reads("I could say what mattered to me.", "Question 1 of 5").chooses("Mostly").presses("Next")
    amal.reads("I know what we agreed and who does it.", "Question 2 of 5").presses("Stop here").reads("only you can read it")
    amal.opens("/").does_not_read("How was the meeting for you?")
    amal.opens(story.at("time-line/")).reads("An answer for yourself")
    for other in (bo, cleo):
        other.opens(story.at("time-line/")).does_not_read("An answer for", "mattered to me")
        other.finds_nothing_at(story.page("day-after/"))


def test_after_a_meeting_each_knows_what_they_do_amal_is_called_and_asked_once(signed_in_page: SignedInPage) -> None:
    story = AfterTheMeeting(build_cast(), signed_in_page)
    before_leaving(story)
    the_call(story)
    a_correction(story)
    the_day_after(story)


def test_a_call_is_given_to_a_colleague_who_finds_it_on_her_first_page(signed_in_page: SignedInPage) -> None:
    cast = build_cast()
    story = AfterTheMeeting(cast, signed_in_page)
    bo: Somebody = story.bo
    bo.opens(story.page("held/")).chooses("Amal Test").ticks("We have met already").presses("Note that we have met")
    bo.opens(story.page("call/")).chooses("A colleague calls").chooses("Cleo", among="Which colleague?").presses("Note it")
    story.cleo.opens("/").reads("Call Amal after the meeting")
    bo.opens("/").does_not_read("Call Amal after the meeting")
