"""What the catalogues of the languages may hold: every message, in step with the source, with its places, in calm plain words."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages import Catalog, Message
from scripts import words

from roundtable.kernel.measures import hard_in_interface, measure
from roundtable.kernel.terms import TERMS, USUAL

from .house import HOUSE, SRC
from .templates import NEVER_WORDS

LANGUAGES = words.LANGUAGES

PLACE = re.compile(r"%\((\w+)\)([sd])|\{(\w+)\}|%%|%(?![%(])")
TAG = re.compile(r"</?[a-z]+(?:\s[^>]*)?>")

# What no citizen reads, in each language. English stands in the templates' check; *side* is Danish for a page, and may be said.
_NEVER = {
    "da": r"mur(?:en|e)?|myndighed\w*|kasket\w*|videregivelse\w*|tilbageholdt\w*|sårbar\w*|mandat\w*|hjemmel\w*|retsgrundlag\w*",
    "nl": r"muur|muren|zijden?|autoriteit\w*|overheidsmacht|petten?|verstrekking\w*|achtergehouden|kwetsbaar\w*"
    r"|mandaat\w*|mandaten|rechtsgrond\w*|grondslag\w*",
}
NEVER = {"en": NEVER_WORDS, **{name: re.compile(rf"\b(?:{said})\b", re.IGNORECASE) for name, said in _NEVER.items()}}

# Phrases that blame or threaten. The first of each language may be said by law only, with its reason and what to do: never in a message.
_BANNED = {
    "en": r"sanction\w*|you (?:have )?failed to|you (?:have )?neglected|you are missing|immediately|must not|mandatory",
    "da": r"sanktion\w*|(?:du|der) mangler(?: at)?|du har undladt|du har forsømt|du har ikke overholdt|omgående|straks|pligt\w*",
    "nl": r"sanctie\w*|maatregel\w*|je hebt (?:niet voldaan|verzuimd|nagelaten)|in gebreke|onmiddellijk|verplicht\w*|nalatig\w*",
}
BANNED = {name: re.compile(rf"\b(?:{said})\b", re.IGNORECASE) for name, said in _BANNED.items()}

# The polite form is for letters of another time: these pages say *du* and *je*. English has its own stiff words.
_STIFF = {"en": r"\b(?:thereof|hereby|pursuant)\b", "da": r"(?<![.!?:] )(?<!^)\b(?:De|Dem|Deres)\b", "nl": r"\b(?:u|uw)\b"}
STIFF = {name: re.compile(said) for name, said in _STIFF.items()}

LONGEST_SENTENCE = 20
LONGEST_LABEL = 12
ENDS = re.compile(r"[.!?:…]")
# Long words that everybody knows, or that name a thing of the law or of a machine.
KNOWN_LONG = frozenset(
    """behandlingsstedet citationstegnet databeskyttelsesrådgiver demonstrationen opfølgningssamtale organisationerne organisationernes
    patientjournalen telefonnummeret aanhalingsteken aanhalingstekens gegevensbescherming scheidingsteken
    vertegenwoordig vertegenwoordigen vertegenwoordigt""".split()  # noqa: SIM905
)


def texts(message: Message) -> tuple[str, ...]:
    """Every translation of a message: one, or singular and plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def said(message: Message) -> tuple[str, ...]:
    """What the message says in English."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@lru_cache(maxsize=8)
def _source(src: Path) -> dict[str, Catalog]:
    return words.extracted(src / HOUSE)


def _kept(src: Path) -> Iterator[tuple[str, str, Message]]:
    for language in LANGUAGES:
        for room, catalogue in words.kept(language, src / HOUSE).items():
            for message in words.messages(catalogue):
                yield language, room, message


def _at(language: str, room: str, message: Message) -> str:
    return f"{room} ({language}) {said(message)[0][:60]!r}"


def out_of_step(src: Path = SRC) -> list[str]:
    """Messages of the source without a place in the catalogues, and the other way round. `make words` mends it."""
    faults = []
    wanted = {(room, words.key(message)) for room, catalogue in _source(src).items() for message in words.messages(catalogue)}
    for language in LANGUAGES:
        there = [(room, words.key(message)) for name, room, message in _kept(src) if name == language]
        faults += [f"{room} ({language}) {key[1][:60]!r}: not in the catalogue" for room, key in sorted(wanted - set(there))]
        faults += [f"{room} ({language}) {key[1][:60]!r}: nothing says it here" for room, key in sorted(set(there) - wanted)]
    return faults


def unfinished(src: Path = SRC) -> list[str]:
    """Messages without a translation, or with one that nobody has looked at since the English changed."""
    return [
        f"{_at(language, room, message)}: {'to be looked at' if message.fuzzy else 'not translated'}"
        for language, room, message in _kept(src)
        if message.fuzzy or not all(text.strip() for text in texts(message))
    ]


def places(src: Path = SRC) -> list[str]:
    """Translations whose places, tags, edges or number of forms differ from the English: a page would break, or lose a name."""
    faults = []
    for language, room, message in _kept(src):
        source, found = said(message), [text for text in texts(message) if text]
        # Of two forms, the singular may leave its number out.
        full = _frame(source[-1])
        for text in found:
            if text is found[0] and len(source) > 1 and _frame(text) == _frame(source[0]):
                continue
            if _frame(text) != full:
                faults.append(f"{_at(language, room, message)}: {text[:60]!r} has other places")
        if found and len(found) != len(source):
            faults.append(f"{_at(language, room, message)}: {len(found)} forms")
    return faults


def _frame(text: str) -> tuple[object, ...]:
    """What a translation may not change: the set of places (a name may be said twice), tags, blank edges, paragraphs."""
    named = {found.group(0) for found in PLACE.finditer(text)}
    return named, Counter(TAG.findall(text)), text[:1].isspace(), text[-1:].isspace(), text.count("\n\n")


def calm(src: Path = SRC) -> list[str]:
    """Never-words, phrases that blame, and the polite form, in any language."""
    faults = []
    for language, room, message in _spoken(src):
        checks = ((NEVER[language], "never said"), (BANNED[language], "blames or threatens"), (STIFF[language], "stiff"))
        for text in message:
            for pattern, what in checks:
                faults += [f"{room} ({language}) {text[:60]!r}: {found.group(0)!r} {what}" for found in pattern.finditer(text)]
    return faults


# What somebody has is the health record's to say. What is taken over from one may say that it stays there.
_LABEL = re.compile(r"\b(?:diagnos\w*|disorders?|lidelser?|stoornis\w*|syndrom\w*|patholog\w*|patolog\w*)\b", re.IGNORECASE)
_TAKES_OVER = "fhir"


def labels(src: Path = SRC) -> list[str]:
    """Sentences that ask for an illness by its name, or name one, in any language."""
    return [
        f"{room} ({language}) {text[:60]!r}: {found.group(0)!r} is a label"
        for language, room, message in _spoken(src)
        for text in message
        if room != _TAKES_OVER
        for found in _LABEL.finditer(text)
    ]


_NOT = {
    "en": r"(?:(?<!\ba )no(?! or)|not|never|cannot|nobody|nothing) (?:\w+ )?"
    r"(?:not|without|never|nobody|nothing|un(?!til|less|der|ion|ite)\w+|impossible)",
    "da": r"(?:ikke|aldrig|ingen|intet) (?:\w+ )?(?:ikke|uden|aldrig|ingen|intet|u(?:læst|mulig|nødvendig|enig|sikker|klar|tryg)\w*)",
    "nl": r"(?:niet|nooit|geen|niemand|niets) (?:\w+ )?"
    r"(?:niet|zonder|nooit|niemand|niets|geen|on(?:gelezen|mogelijk|nodig|zeker|duidelijk)\w*)",
}
_DOUBLED = {name: re.compile(rf"\b{said}\b", re.IGNORECASE) for name, said in _NOT.items()}


def doubled(src: Path = SRC) -> list[str]:
    """Sentences that say no twice, so that one has to reckon what is meant, in any language."""
    return [
        f"{room} ({language}) {text[:60]!r}: {found.group(0)!r} says no twice"
        for language, room, message in _spoken(src)
        for text in message
        for found in _DOUBLED[language].finditer(text)
    ]


def plain(src: Path = SRC) -> list[str]:
    """Sentences of more than 20 words, labels of more than 12, and long words nobody uses, in any language."""
    faults = []
    for language, room, message in _spoken(src):
        for text in message:
            bare = TAG.sub("", PLACE.sub("Bo", text))
            longest = max((measure(line).longest_sentence for line in bare.split("\n") if line.strip()), default=0)
            label = not ENDS.search(bare)
            hard = hard_in_interface(bare) if " " in bare or "-" not in bare else ()  # the name of a file is no label
            if longest > LONGEST_SENTENCE or (label and "words" in hard):
                faults.append(f"{room} ({language}) {text[:60]!r}: {longest} words in one sentence")
            faults += [f"{room} ({language}) {word}: long" for word in hard if word != "words" and word.lower() not in KNOWN_LONG]
    return faults


def _spoken(src: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """All texts of all languages, English among them: language, room, the forms of one message."""
    for room, catalogue in _source(src).items():
        yield from (("en", room, said(message)) for message in words.messages(catalogue))
    for language, room, message in _kept(src):
        yield language, room, texts(message)


# Words that would change with the gender of the noun after them, and that the table of terms does not change.
_BENDS = {
    "da": r"(?:denne|min|din|sin|vores|samme|anden|ny|nye|ingen|nogen|enhver|hvilken|sådan|egen)",
    "nl": r"(?:deze|die|onze|welke|iedere|ieder|andere|nieuwe|eigen|geen|zo’n|dezelfde|jouw|je|mijn)",
    "en": r"(?:an)",
}
_STEM = {"en": "citizen", "da": "borger", "nl": "inwoner"}


def terms(src: Path = SRC) -> list[str]:
    """Places where another word for the citizen would not fit the sentence: a form or a word before it that the table does not know."""
    faults = []
    for language, room, message in _spoken(src):
        stem, forms = _STEM[language], TERMS[USUAL][language]
        known = {form + end for form in (forms.one, forms.the_one, forms.several, forms.the_several) for end in ("", "s")}
        for text in message:
            for word in re.findall(rf"\b\w*{stem}\w*", text, re.IGNORECASE):
                if word.lower() not in known:
                    faults.append(f"{room} ({language}) {text[:60]!r}: {word} is no form of the table")
            for found in re.finditer(rf"\b{_BENDS[language]} {stem}\w*", text, re.IGNORECASE):
                faults.append(f"{room} ({language}) {text[:60]!r}: {found.group(0)!r} fits one gender only")
    return faults


_SPELLED = re.compile(r"""\|(?:date|time):"([^"]*)"|(?:date|time)_format\([^"\n]*"([^"]*)\"""")
_NAMED = re.compile(r"[A-Z_]+_FORMAT|c|Y-m-d|l")


def spelled_dates(src: Path = SRC) -> list[str]:
    """Days and times written in one language's way for all: a page names the format (`DATE_FORMAT`), each language spells it."""
    return [
        f"{file.relative_to(src)}: {found.group(0)}: name the format"
        for ending in ("*.py", "*.html", "*.txt")
        for file in sorted((src / HOUSE).rglob(ending))
        if "tests" not in file.parts
        for found in _SPELLED.finditer(file.read_text(encoding="utf-8"))
        if not _NAMED.fullmatch(found.group(1) or found.group(2) or "")
    ]
