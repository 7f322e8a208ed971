"""A moment: Bo on holiday. He says it once; it stands wherever one writes to him; Ida covers, and reads no confidence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.formats import date_format

from roundtable.casework.cases.actions import start_case
from roundtable.ground.access.context import through
from roundtable.ground.programmes.models import Absence
from tests.cast import Cast, build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table, day

pytestmark = pytest.mark.journey

TOLD = "I have not slept since the letter came"
TO_ALL = "Amal would like to begin at ten"


class AtTheTable(Table):
    """Amal with a phone; Bo, Cleo, Ida and Gro at laptops. Ida sits nowhere yet."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.cast = cast
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.ida = self.staff("Ida", cast.ida.person_id)
        self.gro = self.staff("Gro", cast.gro.person_id)


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def day_words(iso: str) -> str:
    """A day as the house says it without its year."""
    return date_format(date.fromisoformat(iso), "MONTH_DAY_FORMAT")


def words_to(who: Somebody, story: AtTheTable, other: Somebody, text: str) -> None:
    """A message from one to the other of a citizen and a professional."""
    to = story.cast.bo.person_id if other is story.bo else story.cast.amal_id
    who.opens(story.at(f"messages/{to}/")).writes("Your message", text)
    who.page.get_by_role("button", name="Send to").click()
    who.reads(text)


def test_bo_says_once_that_he_is_away_and_it_stands_wherever_somebody_writes_to_him(cast: Cast, signed_in_page: SignedInPage) -> None:
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo, ida, gro = story.amal, story.bo, story.cleo, story.ida, story.gro
    words_to(amal, story, bo, TOLD)
    bo.opens(story.at("write/")).chooses("Everyone at the table", among="Who shall read it?").writes("Your note", TO_ALL).presses(
        "Keep this note"
    )
    sent = len(bo.sent)
    bo.opens("/about-me/").follows("I am away: say it once")
    story.calm(bo)
    bo.is_refused("Note these days", "Write a date first", "Choose who covers")
    bo.writes("First day away", day(0)).writes("First day back", day(10)).chooses("Ida Test", among="Who covers?")
    bo.presses("Note these days").reads("It is noted. It ends by itself.", "Ida covers.")
    assert bo.sent[sent:] == ["away", "away"], "one form, after one that was not complete"
    until = day_words(day(10))
    says = (f"Bo is away until {until}. What you write waits for Bo.", "If it cannot wait: Ida, 70 12 34 56.")
    for place in (f"messages/{cast.bo.person_id}/", "people/", f"read-first/{cast.bo.person_id}/"):
        amal.opens(story.at(place)).reads(*says, "Ida cannot read what you wrote to Bo.")
        story.calm(amal)
    amal.opens("/").reads(f"Bo Test is away until {until}.", "If it cannot wait: Ida, 70 12 34 56")
    words_to(amal, story, bo, "Good morning")
    amal.reads(*says)
    cleo.opens(story.at("people/")).reads(*says).does_not_read("Ida cannot read")
    cleo.opens(story.at("ask/")).reads(says[0])

    ida.opens("/").reads("You cover for Bo from", "You sit at none of those tables, and read nothing of them.")
    story.calm(ida)
    for place in ("", "people/", "notes/", "plan/", f"messages/{cast.amal_id}/"):
        ida.finds_nothing_at(story.at(place))
    gro.opens("/team/").reads("Bo is away from", "Ida covers.").follows("Let Ida sit at the tables of Bo")
    story.calm(gro)
    gro.ticks("Amal Test").presses("Let Ida sit there").reads("Ida sits at 1 more table. The citizen has been told.")
    assert "News from" in amal.opens("/").sees(), "she is told"
    amal.opens(story.at("people/")).reads(f"Ida sits here for Bo until {until}.", "Ida Test")
    ida.opens("/").reads("You sit at the table of Amal Test.")
    ida.opens(story.at("notes/")).reads("Everyone at the table").does_not_read(TOLD)
    ida.opens(story.at("time-line/")).does_not_read(TOLD, "Message from Amal")
    ida.opens(story.at(f"messages/{cast.amal_id}/")).does_not_read(TOLD)
    for place in ("search/", "people/", "sharing/"):
        ida.opens(story.at(place)).does_not_read(TOLD)

    bo.opens("/away/").presses("I am back, or it will not happen").reads("The absence has ended.")
    amal.opens(story.at("people/")).does_not_read("is away", "Ida sits here")
    amal.opens("/").does_not_read("is away")
    ida.finds_nothing_at(story.at("notes/"))
    ida.opens("/").does_not_read("You cover for")


def test_an_absence_ends_by_itself_and_so_does_the_place_of_who_covered(cast: Cast, signed_in_page: SignedInPage) -> None:
    """Nobody has to remember: on the day Bo is back nothing says away, and Ida's place is over."""
    story = AtTheTable(cast, signed_in_page)
    amal, ida, gro = story.amal, story.ida, story.gro
    today = datetime.now(UTC).date()
    gro.opens("/team/").opens(f"/team/away/{cast.bo.person_id}/").reads("Bo is away")
    story.calm(gro)
    gro.writes("First day away", day(3)).writes("First day back", day(6)).chooses("Ida Test", among="Who covers?").presses(
        "Note these days"
    )
    amal.opens(story.at("people/")).reads(f"Bo is away from {day_words(day(3))} until {day_words(day(6))}.", "waits for Bo")
    amal.opens("/").does_not_read("is away until")
    gro.opens("/team/").follows("Let Ida sit at the tables of Bo").ticks("Amal Test").presses("Let Ida sit there")
    ida.finds_nothing_at(story.at("notes/"))
    amal.opens(story.at("people/")).does_not_read("Ida Test")
    days_pass(cast, today)
    amal.opens(story.at("people/")).does_not_read("is away").reads("Was here before", "Ida Test")
    ida.finds_nothing_at(story.at("write/"))


def days_pass(cast: Cast, today: date) -> None:
    """A week later: what was to come is over. Told to the database, since no test waits a week."""
    from roundtable.ground.seats.models import Seat

    with through("loader"):
        Absence.objects.filter(person_id=cast.bo.person_id).update(first_day=today - timedelta(days=4), back_on=today - timedelta(days=1))
        for seat in Seat.objects.filter(person_id=cast.ida.person_id, ground="cover"):
            seat.from_at -= timedelta(days=7)
            seat.until_at = seat.until_at - timedelta(days=7) if seat.until_at else None
            seat.save()
