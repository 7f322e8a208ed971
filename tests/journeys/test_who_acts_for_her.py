"""A moment: Hanne acts for Amal. Amal names her on her phone, Hanne reads along with a sign-in of her own, and one press ends it."""

import pytest

from roundtable.casework.cases.actions import start_case
from roundtable.casework.notes.actions import write_note
from roundtable.ground.seats.rules import confidence, own, side, table, team
from tests.cast import build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.story import Table

pytestmark = pytest.mark.journey

HERS = ("Mornings are best", "Two of us go along on Tuesday")
NOT_HERS = ("The lorries at night", "A page for nobody", "Only for the health service")


def test_hanne_acts_for_amal_until_amal_ends_it(signed_in_page: SignedInPage) -> None:
    cast = build_cast()
    bo = cast.at_table(cast.bo)
    start_case(actor=bo, case_id=cast.case_id)
    for words, place in zip((*HERS, *NOT_HERS), (table(), team(), confidence(), own(), side()), strict=True):
        write_note(actor=cast.amal if place.kind == "own" else bo, case_id=cast.case_id, place=place, body=words)
    story = Table(signed_in_page, cast.case_id)
    amal, hanne, cleo = story.citizen("Amal", cast.amal_id), story.nobody("Hanne"), story.staff("Cleo", cast.cleo.person_id)
    story.calm(amal.opens(story.at("people/")).follows("Let somebody act for me"))
    amal.reads("They write nothing here", "Your notebook stays yours").writes("First name", "Hanne").writes("Family name", "Holm")
    amal.ticks("What you and all the professionals at your table read").presses("Let them act for me")
    story.calm(amal.reads("Hanne acts for you until", "what all the professionals at the table read"))
    cleo.opens(story.at("people/")).reads("Hanne acts for Amal until")
    amal.follows("A letter with a code, so that Hanne can sign in").presses("Make the letter").reads("For Hanne")
    code = amal.page.locator("main ol strong").nth(1).inner_text()
    hanne.opens("/sign-in/letter/").writes("The code in your letter", code).presses("Go on")
    hanne.writes("Choose a PIN", "274951").writes("The same PIN again", "274951").presses("Save and sign in")
    for place in ("", "people/", "notes/", "time-line/", "meeting/", "plan/", "acting-for/", "sharing/"):
        story.calm(hanne.opens(story.at(place)).does_not_read(*NOT_HERS))
    for number, words in enumerate(reversed(HERS)):
        hanne.opens(story.at("notes/")).page.get_by_role("link", name="Note by Bo").nth(number).click()
        story.calm(hanne.reads(words))
    for place in ("notebook/", "contacts/", "plan/answer/", "people/acts-for-me/"):
        hanne.finds_nothing_at(story.at(place))
    amal.opens(story.at("who-opened-what/")).reads("Hanne")
    amal.opens(story.at("people/")).presses("Hanne does not act for me any more").reads("It has ended")
    for place in ("", "people/", "time-line/", "plan/", "acting-for/"):
        hanne.finds_nothing_at(story.at(place))
    assert amal.sent == ["name_representative", "print_letter", "end_representative"]
