"""While the database is busy nobody gets a page about a fault, and what was typed is kept to be sent again."""

from uuid import uuid4

import pytest
from django.db import connections, transaction
from tests.cast import Cast, account, build_cast

from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.queries import questions
from roundtable.ground.people.tests.window import window, words

WORDS = "She sleeps better since the summer"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_what_bo_typed_is_kept_and_can_be_sent_when_the_course_is_free_again(cast: Cast) -> None:
    bo, path = window(), f"/course/{cast.case_id}/may-i/"
    bo.force_login(account(cast.bo.person_id, "Bo"))
    typed = {"to": str(cast.seats["cleo"]), "headline": WORDS, "body": "", "once": str(uuid4()), "how": "ask"}
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('case:' || %s, 0))", [str(cast.case_id)])
        answer = bo.post(path, typed)
    assert answer.status_code == 302 and answer["Location"].startswith("/kept/")
    assert WORDS in words(bo.get(answer["Location"]))
    sent = bo.post(f"{answer['Location']}send/")
    assert (sent.status_code, sent["Location"]) == (307, path)
    assert WORDS in words(bo.get(answer["Location"])), "until it has arrived"
    assert bo.post(path, {**typed, "_kept": answer["Location"].split("/")[2]}).status_code == 302
    assert bo.get(answer["Location"]).status_code == 404
    assert [one.words.headline for one in questions(actor=cast.at_table(cast.bo, Purpose.SHARE), case_id=cast.case_id) if one.words] == [
        WORDS
    ]


def test_reading_waits_for_nobody(cast: Cast) -> None:
    amal = window()
    amal.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('case:' || %s, 0))", [str(cast.case_id)])
        assert amal.get(f"/course/{cast.case_id}/sharing/").status_code == 200
