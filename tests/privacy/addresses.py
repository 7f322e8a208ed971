"""Every address of the house, read from the resolver, so that a new page without a place in the sweep fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OUTSIDE = ("static",)


@dataclass(frozen=True)
class Address:
    """One pattern: its name, the names of its places, and its view."""

    name: str
    route: str
    places: tuple[str, ...]
    view: Any


def addresses() -> Iterator[Address]:
    """All patterns of the house, those of libraries included."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name or route, route, tuple(pattern.pattern.converters), pattern.callback)
