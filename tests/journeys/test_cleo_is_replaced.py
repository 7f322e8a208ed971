"""A moment: Cleo is replaced. Amal hears it first, from Cleo; what passes, what stays; her note; steps pass; and the sudden way."""

import pytest

from roundtable.casework.cases.actions import start_case
from roundtable.casework.plans.tests.scene import write_plan
from tests.cast import Cast, build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.story import Table

pytestmark = pytest.mark.journey

TOLD = "My brother lends me the rent"
FAREWELL = "Friday is my last day here. Dag comes after me. Shall the three of us say hello on Thursday at ten?"
FIRST = "Please call after ten, and say who you are"


class AtTheTable(Table):
    """Amal with a phone; Bo, Cleo, Dag and Gro at laptops. Dag sits nowhere yet."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.cast = cast
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.dag = self.staff("Dag", cast.dag.person_id)
        self.gro = self.staff("Gro", cast.gro.person_id)


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    write_plan(made)
    return made


def test_amal_hears_first_from_cleo_and_what_was_told_to_cleo_stays_there(cast: Cast, signed_in_page: SignedInPage) -> None:
    story = AtTheTable(cast, signed_in_page)
    amal, cleo, dag, gro = story.amal, story.cleo, story.dag, story.gro
    amal.opens(story.at(f"messages/{cast.cleo.person_id}/")).writes("Your message", TOLD).presses("Send to Cleo")
    cleo.opens(story.at("")).follows("I leave this table: tell Amal first").reads("Amal hears it first, and from you.", "Your last day.")
    story.calm(cleo)
    cleo.writes("Your message", FAREWELL).presses("Send to Amal")
    amal.opens("/").reads("A message from Cleo")
    amal.opens(story.at(f"messages/{cast.cleo.person_id}/")).reads(FAREWELL).does_not_read("You leave this table")
    assert "News from" not in story.bo.opens("/").sees(), "nobody else has been told yet"

    gro.opens(story.at("hand-over/")).reads("What was told in confidence. It passes only if the citizen opens it.")
    gro.chooses("Cleo Test", among="Who leaves?").chooses("Dag Test", among="Who comes?")
    gro.chooses("Yes, by the one who leaves").presses("Change who sits at the table").reads("The place at the table has changed hands.")
    amal.opens(story.at("people/")).reads("Dag sits here in place of Cleo since", "What you told Cleo in confidence does not pass.")
    story.calm(amal)
    amal.follows("What Dag should read first").writes("Please read this first", FIRST).presses("Send to Dag").reads("Dag has your note.")

    dag.opens(story.at("")).reads("You sit here in place of Cleo", "Begin with a hello, all three of you: Amal, Cleo and you.")
    story.calm(dag)
    dag.unfolds("What passed to you, and what did not").reads("Promises made in the role, with their dates")
    dag.opens(story.at("plan/")).reads("Call the employer", "You, in place of Cleo")
    amal.opens(story.at("plan/")).reads("Dag, in place of Cleo")
    amal.opens(story.at("plan/easy/")).reads("What Dag does").does_not_read("What Cleo does")
    dag.opens(story.at("time-line/")).does_not_read(TOLD, FAREWELL)
    dag.opens(story.at(f"messages/{cast.amal_id}/")).reads("Please read this first", FIRST).does_not_read(TOLD, FAREWELL)
    dag.opens("/search/").searches("please call").reads("after ten")
    dag.opens("/search/").searches("brother").does_not_read(TOLD)
    dag.opens(story.at("")).follows("Plan the hello").reads("How?")
    cleo.finds_nothing_at(story.at("write/"))


def test_where_it_is_sudden_the_leader_does_it_and_amal_is_told_the_same_minute(cast: Cast, signed_in_page: SignedInPage) -> None:
    story = AtTheTable(cast, signed_in_page)
    amal, dag, gro = story.amal, story.dag, story.gro
    amal.opens("/").does_not_read("News from Gro")
    gro.opens("/team/").opens(story.at("hand-over/"))
    gro.chooses("Cleo Test", among="Who leaves?").chooses("Dag Test", among="Who comes?")
    gro.chooses("Not yet: it is sudden, a notice goes out now").presses("Change who sits at the table")
    amal.opens("/").reads("News from Gro").opens(story.at("people/")).reads("Dag sits here in place of Cleo since", "Was here before")
    dag.opens(story.at("")).reads("You sit here in place of Cleo")
    story.bo.opens(story.at("")).does_not_read("in place of Cleo")
