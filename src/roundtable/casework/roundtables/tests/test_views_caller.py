"""Who calls a meeting is not asked whether they come to it, and can say that they cannot."""

from datetime import time, timedelta

from django.test import Client
from tests.cast import Cast

from roundtable.casework.roundtables.actions import answer_invitation, move_roundtable
from roundtable.casework.roundtables.pages import prepare_page
from roundtable.casework.roundtables.queries import next_meeting, preparation
from roundtable.casework.roundtables.rules import Answer, Channel
from roundtable.casework.roundtables.tests.addresses import SOON, call, sign_in, url
from roundtable.ground.access.actor import Purpose


def said(client: Client, cast: Cast) -> str:
    return " ".join(client.get(url("roundtable", cast)).text.split("<main", 1)[1].split())


def test_bo_who_called_the_meeting_is_asked_nowhere_whether_he_comes_and_cleo_is(cast: Cast, bo: Client) -> None:
    call(cast)
    cleo = sign_in(cast.cleo.person_id, "Cleo")
    mine, hers = said(bo, cast), said(cleo, cast)
    assert "You called it." in mine and "Say if you cannot come" in mine and "Do you come?" not in mine
    assert "Do you come?" in hers and "Called it" in hers and "You called it." not in hers
    assert "Do you come to the meeting" not in bo.get("/").text and "Do you come to the meeting" in cleo.get("/").text
    page = prepare_page(preparation(actor=cast.at_table(cast.bo, Purpose.PREPARE), case_id=cast.case_id), cast.at_table(cast.bo))
    assert page.missing[0] == "No answer to the invitation yet: Amal, Cleo" and page.tasks[0].done


def test_bo_can_still_say_that_he_cannot_and_is_asked_when_cleo_moves_it(cast: Cast, bo: Client) -> None:
    meeting, case = call(cast), cast.case_id
    answer_invitation(actor=cast.at_table(cast.bo), case_id=case, roundtable_id=meeting, version=1, answer=Answer.CANNOT)
    assert "Your answer: <strong>Cannot come</strong>" in said(bo, cast) and "You called it." not in said(bo, cast)
    assert next_meeting(actor=cast.at_table(cast.bo), case_ids=[case])[case].my_answer == Answer.CANNOT
    later = {"on": SOON + timedelta(days=1), "clock": time(10), "minutes": 60, "channel": Channel.TELEPHONE}
    move_roundtable(actor=cast.at_table(cast.cleo), case_id=case, roundtable_id=meeting, version=1, **later)
    assert "Do you come?" in said(bo, cast)
    cleo = sign_in(cast.cleo.person_id, "Cleo")
    assert "You moved it." in said(cleo, cast) and "Do you come?" not in said(cleo, cast)
