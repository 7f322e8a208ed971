"""Setting a template in type: PDF/UA-1, our own fonts, and no way from the data to a file or to the template's code.

Typst runs inside this process and needs no fake. The template is handed over as bytes and the folder it could read from is empty; the data
travels as one JSON text in `sys.inputs.data` (`#let data = json(bytes(sys.inputs.data))`), so that nothing people write is read as code.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
STANDARD = "ua-1"
MOST_ROUNDS = 40
"""Typst names some signs a round; a text with more unknown ones than this has every further one named at once."""

_UNKNOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")


class PrintingTrouble(RuntimeError):
    """The template itself is at fault: a bug, not something a person typed."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Ours first; the machine's own for scripts that ours does not have."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(FONTS)])


def render(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template filled with the data, as a tagged PDF (PDF/UA-1). The template sets page and language.

    A sign that no font here can show is written as its name in brackets ("[grinning face]"): nothing is left out in silence.
    Raises PrintingTrouble where the template is wrong.
    """
    source, known = template.read_bytes(), dict(data)
    for _ in range(MOST_ROUNDS):
        try:
            return _compile(source, known)
        except typst.TypstError as problem:
            signs = {_unescape(found) for found in _UNKNOWN.findall(str(problem))}
            if not signs:
                raise PrintingTrouble(f"{template.name}: {str(problem).splitlines()[0]}") from None
            known = _each_text(known, lambda text, signs=signs: _name_signs(text, signs))  # type: ignore[misc]
    return _compile(source, _each_text(known, _only_latin))


def _compile(source: bytes, data: Mapping[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="typst-") as empty:
        made: Any = typst.compile(  # type: ignore[call-overload]  # its types want template and root of one kind
            source,
            root=empty,
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=[STANDARD],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            package_path=empty,
            package_cache_path=empty,
        )
    if not isinstance(made, bytes):
        raise PrintingTrouble("no document")
    return made


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(inner, change) for inner in value]
    return value


def _unescape(said: str) -> str:
    """A text as typst quotes it in a message, read back."""
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else {"n": "\n", "t": "\t", "r": "\r"}.get(found[2], found[2]), said
    )


def _name_signs(text: str, signs: set[str]) -> str:
    for sign in sorted(signs, key=len, reverse=True):
        text = text.replace(sign, _name(sign))
    return text


def _name(sign: str) -> str:
    """A sign in words; joiners and variation marks say nothing by themselves."""
    names = [unicodedata.name(part, f"sign {ord(part):X}").lower() for part in sign if unicodedata.category(part) not in ("Cf", "Mn", "Cc")]
    return f"[{' + '.join(names)}]" if names else ""


def _only_latin(text: str) -> str:
    """Every sign beyond the Latin letters and common punctuation in words."""
    return "".join(sign if ord(sign) < 0x250 or sign in "–—‘’“”…→•" else _name(sign) for sign in text)
