"""Can a unique key tell somebody of what they may not read? Refused as taken, words that somebody guessed would be confirmed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

CODE = 20
"""The longest code, in characters: a kind, a hat, an event. What is longer is words."""

UNGUESSED = frozenset({"calendars_feed.secret_hash"})
"""Single columns that hold the hash of a secret of 256 bits: nobody meets one by writing."""

KEYS = """
SELECT c.relname::text, i.relname::text, array_agg(coalesce(a.attname::text, '')),
  bool_or(a.attname IS NULL OR t.typcategory = 'U' AND t.typname <> 'uuid'
    OR t.typcategory = 'S' AND (a.atttypmod < 0 OR a.atttypmod - 4 > %s)),
  bool_or(coalesce(t.typname = 'uuid' OR a.attname = 'scope_id' OR a.attidentity <> '', false))
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  CROSS JOIN unnest(x.indkey::int2[]) WITH ORDINALITY k (number, place)
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number AND k.number > 0 LEFT JOIN pg_type t ON t.oid = a.atttypid
WHERE (x.indisunique OR x.indisexclusion) AND k.place <= x.indnkeyatts AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
  AND EXISTS (SELECT FROM unnest(%s::text[]) l WHERE has_any_column_privilege(l, c.oid, 'INSERT, UPDATE'))
GROUP BY c.relname, i.relname
"""


def across_scopes(rows: Callable[..., list[tuple[Any, ...]]], logins: Iterable[str]) -> Iterator[str]:
    """Unique keys over words, and those that name no thing by an id, of the tables that a login of the web writes into.

    A key of an id, or of a code or a number beside one, is no news to who can name the id: it was drawn at random, or by the server.
    """
    for table, key, columns, words, named in rows(KEYS, CODE, sorted(logins)):
        if len(columns) == 1 and f"{table}.{columns[0]}" in UNGUESSED:
            continue
        if words:
            yield f"{table} takes the same words only once ({key}): who writes them learns that they stand somewhere"
        elif not named:
            yield f"{table} has the key {key} without an id or a scope: who is refused learns of a row that is not theirs to see"
