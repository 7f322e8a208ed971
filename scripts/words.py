"""The words of the house in its languages: one catalogue a room and language, `locale/<language>/LC_MESSAGES/django.po`.

A message stands in the lowest room that says it, once. `merge` (`make words`) reads the source, adds what is new, drops what is
gone, and offers a near translation marked *fuzzy* where a sentence was changed; `compile` writes the `.mo` files that run.

Babel does all of it, so that no machine needs GNU gettext.
"""

import ast
import os
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "roundtable"
LANGUAGES = ("da", "nl")
PLURALS = {"da": "nplurals=2; plural=(n != 1);", "nl": "nplurals=2; plural=(n != 1);"}
STOREYS = ("casework", "ground", "partnership")
NOT_SAID = ("tests", "migrations", "__pycache__")
SAMPLES = ("ui/templates/ui/gallery.html",)
NEAR = 0.75
WIDTH = 120

_ONE, _MANY, _CONTEXT, _CONTEXT_MANY = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop"), _ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _CONTEXT_MANY),
}

PLURAL = frozenset(name for name, shape in KEYWORDS.items() if shape in (_MANY, _CONTEXT_MANY))
CONTEXTS = frozenset(name for name, shape in KEYWORDS.items() if shape in (_CONTEXT, _CONTEXT_MANY))

Said = tuple[int, str | tuple[str, ...], str | None]
"""Line, sentence or its two forms, context."""

Key = tuple[str, str]
"""Context (or empty) and English sentence (of a plural: the singular)."""


def key(message: Message) -> Key:
    """What makes a message the same message."""
    return (message.context or "", message.id if isinstance(message.id, str) else message.id[0])


def room_of(file: Path, src: Path = SRC) -> str:
    """The room a file stands in ("casework/plans"); "config" for a file at the top of the house."""
    parts = file.relative_to(src).parts
    depth = 2 if parts[0] in STOREYS else 1
    return "/".join(parts[:depth]) if len(parts) > depth else "config"


def heights() -> dict[str, int]:
    """How high a room lies: where a message stands that several rooms say."""
    from tests.architecture.house import house_order

    names = [name.replace(".", "/") for line in house_order() for name in sorted(line)]
    return {name: place for place, name in enumerate(names)}


def _in_code(text: str) -> Iterator[Said]:
    """The calls of gettext in Python, those inside an f-string too, which no reader of tokens sees."""
    calls = [call for call in ast.walk(ast.parse(text)) if isinstance(call, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name not in KEYWORDS:
            continue
        args = [getattr(arg, "value", None) if isinstance(arg, ast.Constant) else None for arg in call.args]
        context = args.pop(0) if name in CONTEXTS and args else None
        forms = args[:2] if name in PLURAL else args[:1]
        if forms and all(isinstance(form, str) for form in forms):
            yield call.lineno, tuple(forms) if name in PLURAL else forms[0], context


def _in_template(text: str, file: Path) -> Iterator[Said]:
    """What a template says: Django writes it as calls of gettext among blanked-out letters, where indents mean nothing."""
    from django.utils.translation.template import templatize

    calls = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).splitlines())
    for line, said, _comments, context in extract("python", BytesIO(calls.encode()), KEYWORDS):
        yield line, said, context


def extracted(src: Path = SRC) -> dict[str, Catalog]:
    """All messages of the house, by room; each in the lowest room that says it."""
    order = heights()
    found: dict[Key, tuple[str, Message]] = {}
    files = [file for ending in (".py", ".html", ".txt", ".svg", ".typ") for file in src.rglob(f"*{ending}")]
    for file in sorted(files, key=lambda file: (order.get(room_of(file, src), 99), file.as_posix())):
        inside = file.relative_to(src)
        said_here = file.suffix == ".py" or "templates" in inside.parts
        if not said_here or set(NOT_SAID) & set(inside.parts) or inside.as_posix() in SAMPLES:
            continue
        text = file.read_text(encoding="utf-8")
        for line, said, context in _in_code(text) if file.suffix == ".py" else _in_template(text, file):
            message = Message(said, context=context, locations=[(inside.as_posix(), line)])
            if not message.id:
                continue
            room, known = found.setdefault(key(message), (room_of(file, src), message))
            if known is not message:
                known.locations.append((inside.as_posix(), line))
                if isinstance(message.id, tuple) and isinstance(known.id, str):
                    known.id, known.string = message.id, ("", "")
    catalogues: dict[str, Catalog] = {}
    for room, message in found.values():
        catalogues.setdefault(room, Catalog(charset="utf-8"))[message.id] = message
    return catalogues


def path_of(room: str, language: str, src: Path = SRC) -> Path:
    """Where the catalogue of a room in a language stands."""
    return src / room / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(language: str, src: Path = SRC) -> dict[str, Catalog]:
    """The catalogues of a language as they stand in the rooms."""
    found = {}
    for file in sorted(src.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
        with file.open("rb") as lines:
            found[file.parents[3].relative_to(src).as_posix()] = read_po(lines, locale=language, ignore_obsolete=True)
    return found


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Everything but the header."""
    return (message for message in catalogue if message.id)


def merge(src: Path = SRC) -> None:
    """Bring every catalogue in step with the source; a translation follows its sentence from room to room."""
    source = extracted(src)
    for language in LANGUAGES:
        known = {key(message): message for catalogue in kept(language, src).values() for message in messages(catalogue)}
        said = {key(message) for catalogue in source.values() for message in messages(catalogue)}
        gone = [found for found in known if found not in said and any(_texts(known[found]))]
        for file in src.rglob(f"locale/{language}/LC_MESSAGES/django.po"):
            if file.parents[3].relative_to(src).as_posix() not in source:
                file.unlink()
        for room, catalogue in source.items():
            merged = Catalog(locale=language, charset="utf-8", header_comment=f"# {room}, {language}")
            for message in messages(catalogue):
                merged[message.id] = _with_translation(message, known, gone)
            write(path_of(room, language, src), merged)


def _with_translation(message: Message, known: dict[Key, Message], gone: list[Key]) -> Message:
    """The message with the translation it has; with a near one, marked fuzzy, where its English was changed."""
    old, flags = known.get(key(message)), set()
    if old is None:
        near = get_close_matches(key(message)[1], [text for context, text in gone if context == key(message)[0]], 1, NEAR)
        old, flags = (known[key(message)[0], near[0]], {"fuzzy"}) if near else (None, set())
    elif old.fuzzy:
        flags = {"fuzzy"}
    string = old.string if old is not None and isinstance(old.id, str) == isinstance(message.id, str) else None
    return Message(
        message.id,
        string or ("" if isinstance(message.id, str) else ("", "")),
        locations=[(file, 0) for file in sorted({file for file, _ in message.locations})],
        flags=(message.flags - {"fuzzy"}) | flags,
        user_comments=old.user_comments if old is not None else (),
        context=message.context,
    )


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def write(file: Path, catalogue: Catalog) -> None:
    """A catalogue as a file: in the order of the source, without dates and names of machines."""
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, include_lineno=False, sort_by_file=True)
    language = str(catalogue.locale)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    text = head + body.getvalue().decode().strip() + "\n"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def compile_all(src: Path = SRC) -> int:
    """Write the `.mo` of each catalogue that is newer than it; how many were written."""
    written = 0
    for file in sorted(src.rglob("locale/*/LC_MESSAGES/django.po")):
        target = file.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= file.stat().st_mtime_ns:
            continue
        with file.open("rb") as lines:
            catalogue = read_po(lines, locale=file.parts[-3])
        body = BytesIO()
        write_mo(body, catalogue, use_fuzzy=False)
        making = target.with_suffix(f".{os.getpid()}")
        making.write_bytes(body.getvalue())
        making.replace(target)
        written += 1
    return written


def counts(src: Path = SRC) -> str:
    """How much of each room is translated."""
    out = StringIO()
    for language in LANGUAGES:
        for room, catalogue in kept(language, src).items():
            all_of = list(messages(catalogue))
            done = [message for message in all_of if all(_texts(message)) and not message.fuzzy]
            print(f"{language} {room:24} {len(done):5} of {len(all_of)}", file=out)
    return out.getvalue()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["merge"]:
            merge()
            compile_all()
            print(counts(), end="")
        case ["counts"]:
            print(counts(), end="")
        case _:
            sys.exit("scripts/words.py merge | compile | counts")
