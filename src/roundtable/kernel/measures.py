"""How hard a text is to read: LIX, sentence length, long words.

LIX = words / sentences + 100 x long words / words, a long word having 7 letters or more. Bands and limits as used by Danish
authorities and social workers (dansksiderne.dk, sprogvaskeriet.dk, socialraadgiverne.dk); the counts agree with textstat 0.7.13.
"""

import re
from dataclasses import dataclass
from enum import Enum

LONG_WORD_LETTERS = 7
INTERFACE_WORDS = 12
INTERFACE_WORD_LETTERS = 14

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ABBREVIATIONS = {
    "bl.a.": "blandt andet", "f.eks.": "for eksempel", "fx.": "for eksempel", "dvs.": "det vil sige", "m.m.": "med mere",
    "m.fl.": "med flere", "m.v.": "med videre", "mv.": "med videre", "osv.": "og så videre", "evt.": "eventuelt", "ca.": "cirka",
    "kl.": "klokken", "nr.": "nummer", "stk.": "stykke", "pga.": "på grund af", "jf.": "jævnfør", "inkl.": "inklusive",
    "e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "no.": "number", "mr.": "mister", "mrs.": "missis", "dr.": "doctor",
    "bijv.": "bijvoorbeeld", "d.w.z.": "dat wil zeggen", "o.a.": "onder andere", "enz.": "enzovoort", "m.b.t.": "met betrekking tot",
}  # fmt: skip
_ABBREVIATION = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, sorted(_ABBREVIATIONS, key=len, reverse=True))) + r")", re.IGNORECASE)
# "no." is a number only before a figure; elsewhere it ends a sentence.
_NO_AS_ANSWER = re.compile(r"\bno\.(?!\s*[0-9])", re.IGNORECASE)
_STOP_IN_NUMBER = re.compile(r"(?<=[0-9])[.,:](?=[0-9])")
_ORDINAL = re.compile(r"(?<=[0-9])\.(?=\s+[a-zæøå])")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”’»)\]]|$)")
_LIST_OR_TITLE = re.compile(r"\s*(?:[-*•–—#]+\s|[a-z]\)\s|[0-9]{1,2}[.)]\s+(?=[A-ZÆØÅ]))")
_BLANK_LINES = re.compile(r"\n\s*\n")
# These often stand last in a sentence, where their stop is the sentence's own.
_CLOSING = frozenset({"m.m.", "m.fl.", "m.v.", "mv.", "osv.", "etc.", "enz."})
_SENTENCE_STARTS = re.compile(r"\s*(?:$|\s[A-ZÆØÅ])")


class Band(Enum):
    """How a LIX reads."""

    VERY_EASY = "very_easy"
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    VERY_HARD = "very_hard"


class TextClass(Enum):
    """What a text is for; law text in the second layer has no limit and no class."""

    CITIZEN = "citizen"
    LEGAL_FIRST_LAYER = "legal_first_layer"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a text of one class may have: LIX, words per sentence on average and at most, long words per hundred."""

    lix: float
    mean_sentence: float
    longest_sentence: int
    long_words: float


LIMITS = {TextClass.CITIZEN: Limits(30, 12, 20, 18), TextClass.LEGAL_FIRST_LAYER: Limits(35, 15, 25, 22)}
CITIZEN_LIX_AIM = 25


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted in a text."""

    words: int
    sentences: int
    long_words: int
    longest_sentence: int

    @property
    def mean_sentence(self) -> float:
        """Words per sentence; 0 for no text."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def long_word_share(self) -> float:
        """Long words per hundred words; 0 for no text."""
        return 100 * self.long_words / self.words if self.words else 0.0

    @property
    def lix(self) -> float:
        """Läsbarhetsindex; 0 for no text."""
        return self.mean_sentence + self.long_word_share


def prose_of(text: str) -> str:
    """The running text alone: without headings and lists, abbreviations and figures written without their stops.

    A paragraph without the end of a sentence is a heading, unless it is all there is.

    >>> prose_of("Your money\\n\\nYou get it on the 1. of May, e.g. 1.000 kr.\\n- one\\n- two")
    'You get it on the 1 of May, for example 1000 kr.'
    """
    lines = ["" if _LIST_OR_TITLE.match(line) else line.strip() for line in text.splitlines()]
    paragraphs = [part.strip() for part in _BLANK_LINES.split("\n".join(lines)) if part.strip()]
    kept = [part for part in paragraphs if _SENTENCE_END.search(part)] if len(paragraphs) > 1 else paragraphs
    prose = _NO_AS_ANSWER.sub(lambda found: found[0][:-1] + "!", "\n\n".join(kept))
    prose = _ABBREVIATION.sub(_written_out, prose)
    return _ORDINAL.sub("", _STOP_IN_NUMBER.sub("", prose))


def _written_out(found: re.Match[str]) -> str:
    """An abbreviation in full words, with a stop where it closes the sentence."""
    short = found[0].lower()
    closes = short in _CLOSING and _SENTENCE_STARTS.match(found.string, found.end())
    return _ABBREVIATIONS[short] + ("." if closes else "")


def measure(text: str) -> Measure:
    """Words, sentences, long words and the longest sentence of a text; headings and lists are not counted.

    >>> round(measure("Du skal til et møde hos kommunen. Mødet tager en time. Du må gerne tage en med.").lix, 6)
    11.54902
    """
    sentences = [found for part in _SENTENCE_END.split(prose_of(text)) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    long_words = sum(1 for word in words if _letters(word) >= LONG_WORD_LETTERS)
    return Measure(len(words), len(sentences), long_words, max(map(len, sentences), default=0))


def band(lix: float) -> Band:
    """The name of a LIX, rounded as it is read: up to 24, 34, 44, 54, and more.

    >>> band(24.4), band(25)
    (<Band.VERY_EASY: 'very_easy'>, <Band.EASY: 'easy'>)
    """
    whole = round(lix)
    steps = ((24, Band.VERY_EASY), (34, Band.EASY), (44, Band.MEDIUM), (54, Band.HARD))
    return next((name for top, name in steps if whole <= top), Band.VERY_HARD)


def over_limits(counted: Measure, text_class: TextClass) -> tuple[str, ...]:
    """The measures by which a text is too hard for its class: lix, mean_sentence, longest_sentence, long_words.

    LIX says something from about 100 words on; shorter texts are measured by their sentences only.

    >>> over_limits(measure("Du kan klage."), TextClass.CITIZEN)
    ()
    """
    limits = LIMITS[text_class]
    whole = counted.words >= 100
    checks = (
        ("lix", whole and counted.lix > limits.lix),
        ("mean_sentence", counted.mean_sentence > limits.mean_sentence),
        ("longest_sentence", counted.longest_sentence > limits.longest_sentence),
        ("long_words", whole and counted.long_word_share > limits.long_words),
    )
    return tuple(name for name, over in checks if over)


def hard_in_interface(text: str) -> tuple[str, ...]:
    """What is too hard in a label or a question: "words" for more than 12, and each word of more than 14 letters.

    LIX does not hold for such short texts. A long word may stay where a simpler one stands beside it: that is for a reader to judge.

    >>> hard_in_interface("Forlængelsesmuligheder")
    ('Forlængelsesmuligheder',)
    """
    words = _WORD.findall(text)
    long_ones = tuple(word for word in words if _letters(word) > INTERFACE_WORD_LETTERS)
    return (("words",) if len(words) > INTERFACE_WORDS else ()) + long_ones


def _letters(word: str) -> int:
    """How many letters a word has, hyphens and apostrophes not counted."""
    return sum(1 for character in word if character.isalpha())
