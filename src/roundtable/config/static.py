"""Addresses of style sheets and scripts that name their contents, so that a browser keeps them and need not ask whether they changed.

On a phone's network each such question takes the page a fifth of a second.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

MARKED = (".css", ".js")
FOREVER = "max-age=31536000, public, immutable"
FONT = ".woff2"
"""Fonts are named in the style sheet, under the names their makers gave them, and do not change."""


class Marked(StaticFilesStorage):
    """`{% static "ui/roundtable.css" %}` is the file's address with a mark of its contents."""

    def url(self, name: str | None) -> str:
        """The address. What a browser knows by its address alone (pictures, the manifest) stays without."""
        plain: str = super().url(name)
        return f"{plain}?v={mark}" if name and name.endswith(MARKED) and (mark := mark_of(name)) else plain


@lru_cache(maxsize=64)
def mark_of(name: str) -> str:
    """A few letters that differ when the contents do; empty for a file that is not there."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if isinstance(found, str) else ""


def stays(path: str, mark: str) -> bool:
    """Whether what is at this address will always be: with the mark of the file as this process has it, not of an older or a newer one."""
    name = path.removeprefix(settings.STATIC_URL)
    return name.endswith(FONT) or (name.endswith(MARKED) and bool(mark) and mark == mark_of(name))
