"""What may stand in a template: words through gettext, calm words on citizens' pages, no script or style inside the page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from .house import HOUSE, SRC

# Words of the product document that a citizen never reads.
NEVER = ("wall", "side", "authority", "hat", "disclosure", "held back", "vulnerability", "mandate", "ground")
_NEVER = "|".join(NEVER).replace(" ", r"\s+")
NEVER_WORDS = re.compile(rf"\b(?:{_NEVER})s?\b|\b(?:authorities|vulnerabilities)\b", re.IGNORECASE)

# Pages only staff can reach, by the end of their path. A template that a citizen can reach never stands here.
STAFF_TEMPLATES: tuple[str, ...] = ()

# Pages of invented sample text for those who build pages: nothing in them is said to anybody, so that translators are spared them.
SAMPLES: tuple[str, ...] = ("ui/gallery.html",)

# Names and signs that are the same in every language.
SAME_EVERYWHERE = re.compile(r"\b(?:Roundtable|HTML|PDF|CSV|ISO)\b")
LETTERS = re.compile(r"[^\W\d_]")
SPOKEN_ATTRIBUTES = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-placeholder",
    "aria-valuetext",
    "label",
}
SPOKEN_DATA = re.compile(r"^data-(?:.*-)?(?:text|label|title|message)$")

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
BLOCK = re.compile(r"\{%-?\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
MESSAGE = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
LITERAL = re.compile(r"""\b_\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
# A sentence handed to a tag of our own ({% button "Send to Bo" %}) begins with a capital; names of files, classes and codes do not.
SENTENCE = re.compile(r"""(?<![_(\w])["']([A-ZÆØÅ][a-zæøå]*(?:[ .,:;?!…][^"']*)?)["']""")
NOT_SAID = re.compile(
    r"""\{%\s*(?:trans(?:late)?|now|if|elif|load|url|static|extends)\b.*?%\}|\|(?:date|time):(?:"[^"]*"|'[^']*')""", re.DOTALL
)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def templates(src: Path = SRC, *endings: str) -> Iterator[Path]:
    """Every template of the house, in a stable order."""
    for ending in endings or (".html", ".svg", ".txt"):
        for file in sorted((src / HOUSE).rglob(f"*{ending}")):
            if "templates" in file.parts and "tests" not in file.parts:
                yield file


def blank(found: re.Match[str]) -> str:
    """Nothing, on as many lines: line numbers stay right."""
    return "\n" * found.group(0).count("\n")


class Page(HTMLParser):
    """Collects what a template says, and what it runs, once Django's tags are taken out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[tuple[int, str]] = []
        self.inline: list[tuple[int, str]] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in values and "json" not in values.get("type", "")):
            self.inline.append((line, f"<{tag}> inside the page"))
        if tag in ("style", "script"):
            self.silent = tag
        for name, value in values.items():
            if name == "style" or (name.startswith("on") and len(name) > 4):
                self.inline.append((line, f"{name}= on <{tag}>"))
            if value.strip().lower().startswith("javascript:"):
                self.inline.append((line, f"javascript: in {name}="))
            button = name == "value" and tag == "input" and values.get("type") in ("submit", "button", "reset")
            if (
                name in SPOKEN_ATTRIBUTES
                or button
                or SPOKEN_DATA.match(name)
                or (tag == "meta" and name == "content" and values.get("name") == "description")
            ):
                self.said.append((line, value))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        first = self.getpos()[0]
        self.said += [(first + number, text) for number, text in enumerate(data.split("\n"))]


def page(text: str) -> Page:
    """A template read as a page: comments, translated words and Django's tags taken out."""
    read = Page()
    read.feed(TAG.sub(blank, BLOCK.sub(blank, COMMENT.sub(blank, text))))
    read.close()
    return read


def handed_over(text: str) -> Iterator[tuple[int, str]]:
    """Bare sentences handed to a tag or a filter, with their line."""
    text = NOT_SAID.sub(blank, LITERAL.sub(blank, BLOCK.sub(blank, COMMENT.sub(blank, text))))
    for tag in TAG.finditer(text):
        for found in SENTENCE.finditer(tag.group(0)):
            yield text.count("\n", 0, tag.start() + found.start()) + 1, found.group(1)


def untranslated(src: Path = SRC, samples: tuple[str, ...] = SAMPLES) -> list[str]:
    """Words a template says without gettext; a pseudo-locale would leave them in English."""
    faults = []
    for file in templates(src):
        if file.as_posix().endswith(tuple(f"/templates/{name}" for name in samples)):
            continue
        template = file.read_text(encoding="utf-8")
        for line, text in [*page(template).said, *handed_over(template)]:
            if LETTERS.search(SAME_EVERYWHERE.sub("", text)):
                faults.append(f"{file.relative_to(src)}:{line} {text.strip()[:60]!r}: not through gettext")
    return faults


def old_tags(src: Path = SRC) -> list[str]:
    """The two old names of the translation tags: one way to say it."""
    return [
        f"{file.relative_to(src)}: {found.group(0)} is now translate, blocktranslate"
        for file in templates(src)
        for found in re.finditer(r"\{%\s*(?:end)?(?:block)?trans\b", COMMENT.sub(blank, file.read_text(encoding="utf-8")))
    ]


def messages(text: str) -> Iterator[tuple[int, str]]:
    """Every message of a template with its line, without the names of its variables."""
    text = COMMENT.sub(blank, text)
    for found in BLOCK.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, TAG.sub(" ", found.group(2))
    for pattern in (MESSAGE, LITERAL):
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, found.group(1) or found.group(2) or ""


def never_words(src: Path = SRC, staff: tuple[str, ...] = STAFF_TEMPLATES) -> list[str]:
    """Words no citizen reads, in any template a citizen can reach."""
    faults = []
    for file in templates(src):
        if file.as_posix().endswith(tuple(f"/templates/{name}" for name in staff)):
            continue
        text = file.read_text(encoding="utf-8")
        for line, said in [*messages(text), *page(text).said]:
            faults += [
                f"{file.relative_to(src)}:{line} {found.group(0)!r}: never on a citizen's page" for found in NEVER_WORDS.finditer(said)
            ]
    return faults


def inline(src: Path = SRC) -> list[str]:
    """Scripts and styles inside a page, which the content security policy refuses."""
    return [
        f"{file.relative_to(src)}:{line} {what}"
        for file in templates(src, ".html", ".svg")
        for line, what in page(file.read_text(encoding="utf-8")).inline
    ]


def unescaped(src: Path = SRC) -> list[str]:
    """Places where a template switches escaping off."""
    pattern = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
    return [
        f"{file.relative_to(src)}:{text.count(chr(10), 0, found.start()) + 1} {found.group(0)}: escaping is never switched off"
        for file in templates(src, ".html", ".svg")
        for text in [COMMENT.sub(blank, file.read_text(encoding="utf-8"))]
        for found in pattern.finditer(text)
    ]
