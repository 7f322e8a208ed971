"""Who comes with a citizen, and whose note a place beside her stands on."""

from collections.abc import Sequence

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.queries import SeatView


def notes_beside(actor: Actor, seat: SeatView, seats: Sequence[SeatView]) -> bool:
    """Whether the actor may note what a citizen says of who comes with her: that they do not any more, or what they read.

    Only of a place that stands on a note of the actor's own organisation, never through an authority's login. The database decides; this
    says where the buttons stand.
    """
    if actor.hat != Hat.PROFESSIONAL or actor.authority or seat.noted_by_id is None or not seat.live:
        return False
    staff = [one for one in seats if one.hat == "professional" and one.ground != "referral"]
    noted = {one.organisation_id for one in staff if one.person_id == seat.noted_by_id}
    return any(one.live and one.person_id == actor.person_id and one.organisation_id in noted for one in staff)
