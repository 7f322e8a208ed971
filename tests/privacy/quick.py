"""The same questions, many at once: a loop in the server asks as each person in turn, through the real login."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections, transaction

from roundtable.ground.disclosure.rules import Asker, may_read
from tests.privacy.asking import Stored, actor_of

LOGINS = ("web_citizen", "web_care", "web_authority")
ASK = """
CREATE SCHEMA asking;
GRANT USAGE ON SCHEMA asking TO web_citizen, web_care, web_authority;
CREATE FUNCTION asking.everybody(askers jsonb, deep boolean) RETURNS TABLE (number int, items uuid[], words uuid[], wraps uuid[])
LANGUAGE plpgsql VOLATILE AS $$
DECLARE one jsonb;
BEGIN
  FOR one IN SELECT * FROM jsonb_array_elements(askers) LOOP
    PERFORM set_config('rt.person', one ->> 1, true), set_config('rt.hat', one ->> 2, true), set_config('rt.case', one ->> 3, true),
      set_config('rt.purpose', one ->> 4, true);
    number := (one ->> 0)::int;
    items := ARRAY(SELECT id FROM seats_item);
    words := CASE WHEN deep THEN ARRAY(SELECT item_id FROM seats_text) ELSE items END;
    wraps := CASE WHEN deep THEN ARRAY(SELECT item_id FROM seats_itemkey) ELSE items END;
    RETURN NEXT;
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION asking.everybody(jsonb, boolean) TO web_citizen, web_care, web_authority;
"""

Question = tuple[Stored, Asker]


def install(keeper: psycopg.Connection[Any]) -> None:
    """The loop stands in this database; it is nobody's but the tests'."""
    keeper.execute(ASK)  # type: ignore[call-overload]


Seen = tuple[Question, frozenset[UUID], frozenset[UUID], frozenset[UUID]]


def answers(questions: Sequence[Question], alias: str, *, deep: bool = True) -> Iterator[Seen]:
    """What each asker sees through this login: items, words, keys; not `deep`: items only, three times as fast."""
    asked = [
        [number, str(asker.person), asker.hat, str(asker.case) if asker.case else "mine", asker.purpose]
        for number, (_, asker) in enumerate(questions)
    ]
    with transaction.atomic(alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT * FROM asking.everybody(%s::jsonb, %s)", [json.dumps(asked), deep])
        rows = cursor.fetchall()
    for number, *seen in rows:
        yield (questions[number], *map(frozenset, seen))


def first_difference(worlds: Sequence[Stored], *, deep: bool = False) -> str:
    """The first answer that is not the oracle's, or nothing."""
    for begin in range(0, len(worlds), 6):
        questions = [(stored, asker) for stored in worlds[begin : begin + 6] for asker in stored.scene.askers]
        for alias in LOGINS:
            mine = [question for question in questions if str(actor_of(question[1]).login) == alias]
            for (stored, asker), items, words, wraps in answers(mine, alias, deep=deep):
                expected = {item.id for item in stored.scene.world.items if may_read(stored.scene.world, asker, item)}
                if not items == words == wraps == expected:
                    counts = f"{len(items)} items, {len(words)} words, {len(wraps)} keys, expected {len(expected)}"
                    return f"world {worlds.index(stored)}: {asker}: {counts}"
    return ""
