"""A guest's page in a world full of words: what was named for them, and not one word more."""

from django.test import Client

from roundtable.ground.access.context import acting
from roundtable.ground.seats.queries import rows
from tests.privacy.world import build_world


def test_a_guest_is_shown_the_words_named_for_them_and_no_other_word_of_the_course() -> None:
    world = build_world()
    una = Client()
    link = f"/guest/{world.items['guest link']}/"
    assert una.post(f"{link}{world.secret}/").status_code == 302
    answers = [una.get(link), una.post(link, {"reply": "nonsense"}), una.get(f"/course/{world.case_id}/plan/"), una.get("/")]
    page = "".join(answer.content.decode() for answer in answers)
    shown = {canary.what for word, canary in world.canaries.items() if word in page}
    assert shown == {canary.what for canary in world.canaries.values() if "una" in canary.readers} != set()


def test_what_a_guest_can_ask_of_the_database_is_what_was_named_for_them() -> None:
    world = build_world()
    with acting(world.actor("amal")):
        una = rows("SELECT person_id FROM seats_seat WHERE hat = 'guest'")[0][0]
    actor = world.actor("bo").__class__(una, "guest", False, world.case_id)  # type: ignore[arg-type]
    with acting(actor):
        assert rows("SELECT count(*) FROM seats_item") == rows("SELECT count(*) FROM seats_text") == [(2,)]
        tables = [row[0] for row in rows("SELECT DISTINCT tablename FROM pg_policies WHERE policyname IN ('sits', 'reads')")]
        seen = {table: rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    assert {table: count for table, count in seen.items() if count} == {"seats_item": 2, "seats_text": 2, "roundtables_meetingline": 1}
