"""Finding words in texts that are only readable one at a time: normalise both sides, match the beginnings of words.

Sealed texts cannot be indexed in the database; they are opened and looked through here (some 500 per search).
"""

import re
import unicodedata
from functools import lru_cache

MOST_WORDS = 8
LONGEST_WORD = 60

_WORD = re.compile(r"[^\W_]+")


def normalise(text: str) -> str:
    """The text with small letters, without accents, å as aa; æ and ø stay letters of their own.

    >>> normalise("Coördinatie i ÅRHUS, søvn")
    'coordinatie i aarhus, søvn'
    """
    if text.isascii():
        return text.lower()
    # Compatibility forms first (mathematical letters have no small form of their own); å before its ring is taken for an accent.
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("å", "aa")
    bare = (character for character in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", "".join(bare)).casefold()


def words_of(query: str) -> tuple[str, ...]:
    """The words somebody looks for, each once, in their order; at most 8 words of at most 60 characters count.

    >>> words_of("  Søvn, SØVN og møde! ")
    ('søvn', 'og', 'møde')
    """
    found = (word[:LONGEST_WORD] for word in _WORD.findall(normalise(query[: MOST_WORDS * (LONGEST_WORD + 1)])))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def matches(words: tuple[str, ...], text: str) -> bool:
    """Whether every word (from `words_of`) begins a word of the text; no words find nothing.

    >>> matches(words_of("søv bo"), "Bo spurgte til søvnen"), matches(words_of("øvn"), "Bo spurgte til søvnen")
    (True, False)
    """
    if not words:
        return False
    plain = normalise(text)
    return all(_beginning(word).search(plain) for word in words)


@lru_cache(maxsize=256)
def _beginning(word: str) -> re.Pattern[str]:
    """The word where a word begins: after anything that is no letter or digit."""
    return re.compile(r"(?<![^\W_])" + re.escape(word))
