"""What people write, made safe to keep: one form of every letter, no invisible tricks, nothing lost silently."""

import re
import unicodedata
from hashlib import sha256
from itertools import takewhile

from roundtable.kernel.refusal import Refusal, gettext_noop

HEADLINE_LENGTH = 120
NAME_LENGTH = 100

# Word and PDF readers put these where a person sees a new line; refusing a paste for them would punish the writer.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
# Embeddings, overrides and isolates make a text read differently from how it is stored (CVE-2021-42574). The plain marks
# U+200E, U+200F and U+061C, which Arabic and Hebrew writing needs, are not among them.
_DIRECTION_CHANGERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DANISH_ORDER = str.maketrans("æøå", "{|}")


class TextTooLong(Refusal):
    """The text does not fit."""

    code = "text_too_long"
    message = gettext_noop(
        "This text has %(length)s characters and there is room for %(max_length)s. Make it shorter, or send it in two parts."
    )


class UnreadableCharacter(Refusal):
    """The text holds something that nobody can see."""

    code = "unreadable_character"
    message = gettext_noop(
        "Line %(line)s holds an invisible control character (%(character)s), often left by copying. Write that line again."
    )


class HiddenDirection(UnreadableCharacter):
    """The text holds a mark that makes it read differently from how it is stored."""

    code = "hidden_direction"
    message = gettext_noop(
        "Line %(line)s holds a hidden mark (%(character)s) that turns the reading direction. Others could read something else "
        "than you see. Write that line again."
    )


class TextMissing(Refusal):
    """Nothing was written where something is needed."""

    code = "text_missing"
    message = gettext_noop("Nothing is written here yet. Write a few words.")


class MoreThanOneLine(Refusal):
    """A line break stands where only one line fits."""

    code = "more_than_one_line"
    message = gettext_noop("This must be one line. Take out the line break, and write the rest in the text below.")


def clean_text(value: str, max_length: int) -> str:
    """The text as it will be kept: letters composed (NFC), every line end a newline, no blank space around it.

    `max_length` counts characters after cleaning. Refuses control characters, direction overrides and lone surrogates by
    naming the line, never by quoting it, so that nothing of what was typed can reach a log.

    Raises TextTooLong, UnreadableCharacter, HiddenDirection.

    >>> clean_text("  I sleep badly.\\r\\nMornings are best.\\n", 100)
    'I sleep badly.\\nMornings are best.'
    >>> clean_text("a\\x00b", 100)
    Traceback (most recent call last):
    ...
    roundtable.kernel.texts.UnreadableCharacter: unreadable_character
    """
    if len(value) > 4 * max_length + 1000:  # far too long: say so before spending time on it
        raise TextTooLong(length=len(value), max_length=max_length)
    text = _LINE_ENDS.sub("\n", value)
    _refuse_the_unseen(text)
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > max_length:
        raise TextTooLong(length=len(text), max_length=max_length)
    return text


def clean_line(value: str, max_length: int) -> str:
    """A text of one line (a name, a place), inner blank space made single; it may be empty.

    Raises MoreThanOneLine, and what `clean_text` raises.

    >>> clean_line(" Amal \\u00a0 Haddad ", 40)
    'Amal Haddad'
    """
    text = clean_text(value, max_length)
    if "\n" in text:
        raise MoreThanOneLine
    return _BLANKS.sub(" ", text)


def clean_headline(value: str, max_length: int = HEADLINE_LENGTH) -> str:
    """A headline: one line, not empty, with at least one letter or digit, without a full stop at its end.

    A headline can be shared without its detail (T101), so it must say something when it stands alone.

    Raises TextMissing, and what `clean_line` raises.

    >>> clean_headline("Mornings are hard.")
    'Mornings are hard'
    """
    line = clean_line(value, max_length)
    if not any(character.isalnum() for character in line):
        raise TextMissing
    return line[:-1] if line.endswith(".") and not line.endswith("..") else line


def initials(name: str) -> str:
    """One or two letters that stand for a name on the drawing of the table; "?" where there is no letter.

    >>> initials("Mia van der Berg"), initials("bo"), initials("Åse-Marie Østergård"), initials("…")
    ('MB', 'B', 'ÅØ', '?')
    """
    firsts = [_first_letter(word) for word in unicodedata.normalize("NFC", name).split()]
    found = [letter for letter in firsts if letter]
    return "".join(found[:1] + found[1:][-1:]) or "?"


def sort_key(name: str) -> str:
    """The order of names as Danes, Dutch and British expect it: æ, ø, å after z, capitals no different.

    The same as `translate(lower(x), 'æøå', '{|}') COLLATE "C"` in the database, so that both sort alike.

    >>> sorted(["Århus", "Zwolle", "Ærø", "aalst", "Ørsted"], key=sort_key)
    ['aalst', 'Zwolle', 'Ærø', 'Ørsted', 'Århus']
    """
    return unicodedata.normalize("NFC", name).lower().translate(_DANISH_ORDER)


def name_order(name: str, language: str) -> str:
    """The order of names as readers of a language expect it: in Danish æ, ø, å (and aa) after z; elsewhere with the letters they look like.

    >>> [sorted(["Åse", "Zoe", "Aage", "Øjvind", "Abel"], key=lambda name: name_order(name, one)) for one in ("da", "nl")]
    [['Abel', 'Zoe', 'Øjvind', 'Aage', 'Åse'], ['Aage', 'Abel', 'Åse', 'Øjvind', 'Zoe']]
    """
    text = unicodedata.normalize("NFC", name).casefold()
    if language == "da":
        text = text.replace("aa", "å").replace("ä", "æ").replace("ö", "ø").translate(_DANISH_ORDER)
    else:
        text = text.replace("æ", "ae").replace("ø", "o")
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _first_letter(word: str) -> str:
    """The first letter or digit of a word in capitals, with the marks that cannot be composed into it."""
    for place, character in enumerate(word):
        if character.isalnum():
            capital = character.upper()
            marks = takewhile(unicodedata.combining, word[place + 1 :])
            return (capital if len(capital) == 1 else character) + "".join(marks)
    return ""


def _refuse_the_unseen(text: str) -> None:
    """Name the first character that a reader could not see."""
    if text.isprintable():  # the common case, in one pass of C
        return
    for place, character in enumerate(text):
        if character in _DIRECTION_CHANGERS:
            refusal: type[UnreadableCharacter] = HiddenDirection
        elif character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs"):
            refusal = UnreadableCharacter
        else:
            continue
        raise refusal(line=text.count("\n", 0, place) + 1, character=f"U+{ord(character):04X}")


def mark_of(*parts: object) -> str:
    """A short mark that is another one when any of these is.

    >>> mark_of("a", "b") == mark_of("a", "b"), mark_of("a", "b") == mark_of("ab", "")
    (True, False)
    """
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def shortened(text: str, most: int) -> str:
    """The first words of a text on one line, its own lines kept apart by a dot; never cut inside a word, unless one word is longer.

    >>> shortened("Stress at work since August", 15), shortened("Short\\nand whole", 20)
    ('Stress at work …', 'Short · and whole')
    """
    line = " · ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())
    if len(line) <= most:
        return line
    whole = line[: most + 1].rsplit(" ", 1)[0] if " " in line[: most + 1] else line[:most]
    return f"{whole.rstrip(' ,;:')} …"
