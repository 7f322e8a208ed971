"""A table of one organisation, and who sits down later: Gro says who is still to come, adds Cleo, and the plan waits for her."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from roundtable.casework.referrals.actions import send_referral
from roundtable.casework.referrals.rules.draft import ConsentHow, NewCitizen
from roundtable.ground.access.actor import Purpose
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import confidence
from tests.cast import Cast, build_people
from tests.journeys.acts.table import answer
from tests.journeys.conftest import SignedInPage
from tests.journeys.story import Table

pytestmark = pytest.mark.journey

TO_COME = "Cleo of the jobcentre, from Monday"
TOLD = "Only Bo knows of the night work"
GOAL = "Mornings without fear"


class OneOrganisationFirst(Table):
    """Gro decides on a referral that Dag of the jobcentre sent; Bo and Amal begin, Cleo comes later."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        sent = send_referral(
            actor=cast.dag.on(None, Purpose.REFERRAL),
            referral_id=uuid4(),
            programme_id=cast.programme_id,
            citizens=[
                NewCitizen("Amal", uuid4().hex[:6], consent_how=ConsentHow.ORALLY, consent_on=datetime.now(UTC).date() - timedelta(days=1))
            ],
            text="Ill since August, wants to work in the mornings",
        )
        super().__init__(signed_in_page, sent.case_id)
        self.cast, cast.case_id, cast.amal_id = cast, sent.case_id, sent.citizen_ids[0]
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo, self.cleo, self.gro = (self.staff(one.name, one.person_id) for one in (cast.bo, cast.cleo, cast.gro))


def one_organisation(story: OneOrganisationFirst) -> None:
    """Gro chooses Bo alone, is asked about it, and says who is still to come; Amal and Bo read it."""
    story.gro.opens(story.at("referral/")).chooses("Bo Test").is_refused("Accept and set the table", "a joint plan needs two")
    story.calm(story.gro)
    story.gro.writes("Who is still to come?", TO_COME).presses("Accept and set the table").reads("the table is set")
    for who in (story.amal, story.bo):
        who.opens(story.at("referral/")).reads(TO_COME)


def cleo_sits_down(story: OneOrganisationFirst) -> None:
    """Amal tells Bo something, Bo writes the shared goal and asks; then Gro adds Cleo, and Amal sees her among the people."""
    amal, bo, cleo, gro, cast = story.amal, story.bo, story.cleo, story.gro, story.cast
    write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body=TOLD)
    bo.opens(story.at("plan/shared-goal/")).writes("What do we want together?", GOAL).presses("Put it in the plan")
    bo.opens(story.at("plan/")).follows("Ask for answers").presses("Ask for answers")
    cleo.finds_nothing_at(story.at("plan/"))
    gro.opens(story.at("")).follows("Somebody sits down as well").reads("A joint plan needs two.", "Bo Test, Care manager, Mental Health")
    story.calm(gro)
    gro.chooses("Cleo Test").presses("Add to the table").reads("Cleo Test sits at the table from now on.")
    amal.opens("/").reads("News from").opens(story.at("people/")).reads("Cleo Test", "At the table since", "What Cleo should read first")
    story.calm(amal)
    cleo.opens(story.at("plan/")).reads(GOAL)
    for place in ("", "notes/", "time-line/", "sharing/", f"messages/{cast.amal_id}/"):
        cleo.opens(story.at(place)).does_not_read(TOLD)


def the_plan_waits(story: OneOrganisationFirst) -> None:
    """All who were asked have answered, and nothing is fixed: Bo asks Cleo too, and with her answer it is."""
    amal, bo, cleo = story.amal, story.bo, story.cleo
    answer(amal, story, "To sleep, and to laugh", "Yes")
    answer(bo, story, "Sleep first", "Yes")
    bo.opens(story.at("plan/")).reads("Not asked yet: Cleo (Jobcentre)", "Ask who came later too").does_not_read("Version 1 as PDF")
    story.calm(bo)
    bo.follows("Ask for answers").reads("Who has answered is not asked again.").presses("Ask for answers")
    cleo.opens(story.at("plan/")).reads("What do you say to the plan?")
    answer(cleo, story, "Hours that last", "Yes")
    for who in (amal, bo, cleo):
        who.opens(story.at("plan/")).reads("Version 1, fixed on", "Everybody has answered")
        who.opens(story.at("plan/versions/1/")).reads("Shared by all", "Hours that last")


def test_gro_sets_a_table_of_one_organisation_adds_cleo_later_and_nothing_is_fixed_without_her(signed_in_page: SignedInPage) -> None:
    story = OneOrganisationFirst(build_people(), signed_in_page)
    one_organisation(story)
    cleo_sits_down(story)
    the_plan_waits(story)
