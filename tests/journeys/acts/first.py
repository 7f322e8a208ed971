"""Who acts in the first journey, what they write, and what may be asked of them."""

from uuid import UUID

from tests.cast import Cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table

SECRET = "I lie awake and count the lorries"
THERAPY = "She fears the open-plan office"
SIDE = "Sleep diary begun with the health service"
NOTEBOOK = "Nobody knows that I went back and turned round at the door"
MISSED = "She rang from the bicycle lane instead"
CONFIDED = (SECRET, THERAPY, SIDE, NOTEBOOK, MISSED)
LOOKED_FOR = ("lorries", "office", "diary", "turned", "bicycle")
SENT = "Amal has been on sick leave since August. She would like help from both of us."
BO_BRINGS = "She concentrates for an hour at a time"
SAID = "She concentrates for half an hour at a time"
AMAL_BRINGS = "I am good at systems"
CLEO_BRINGS = "Two employers close to her home"
PLACE = "The library, first floor"
SHARED = "Work that leaves something for the evening"
HER_GOAL = "A day that does not end in a headache"
HER_WORDS = "That I still laugh at dinner"
FIXED = "Back to work or education, in a way that lasts"


MOST_TASKS = 4
"""For Amal before the roundtable."""
MOST_FORMS = 12
"""For Bo and for Cleo, each, in the whole journey."""

OF_HER_OWN = frozenset(
    {
        "notebook", "write_message", "release_items", "withdraw_release", "invite_companion", "print_letter", "give_meeting",
    }
)  # fmt: skip
"""What Amal does before the meeting because she wants to: nothing in the house asks her for it."""

ASKED_OF_HER = {
    "confirm_referral": "Look at what was sent about you",
    "what_we_bring": "What do you bring to the table?",
    "answer_may_i": "Bo asks: may I say this?",
    "answer_invitation": "You are invited to a meeting",
}
"""Every form that is somebody else's wish, with the words in which her first page asks for it."""


class Story(Table):
    """The people of one journey, and the course they share."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage, *, scripts: bool = True) -> None:
        super().__init__(signed_in_page, scripts=scripts)
        self.cast = cast
        self.mark = "J" + cast.programme_id.hex[:6]
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)
        self.dag = self.staff("Dag", cast.dag.person_id)
        self.eve = self.staff("Eve", cast.eve.person_id)
        self.gro = self.staff("Gro", cast.gro.person_id)
        self.jon = self.staff("Jon", cast.jon.person_id)
        self.amal: Somebody
        self.amal_id: UUID
        self.finn: Somebody
