"""The guard at every door: `@action` writes, `@reader` reads; both open the acting context.

An action takes `actor` and is handed `at`, the database's time; it runs in a writing context. A reader runs in a reading one. Either may be
called inside a context of the same person and hat, so that one page can ask several readers in one transaction.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import acting

R = TypeVar("R")


def action(function: Callable[..., R]) -> Callable[..., R]:
    """A use case: keyword-only, `actor` first; `at` is filled in from the database unless the caller is another action."""

    @wraps(function)
    def guarded(*, actor: Actor, **kwargs: Any) -> R:
        with acting(actor, write=True) as here:
            kwargs["at"] = here.at
            return function(actor=actor, **kwargs)

    guarded.__guarded__ = "action"  # type: ignore[attr-defined]
    return guarded


def reader(purpose: Purpose | None = None) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """A read door for one purpose."""

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        @wraps(function)
        def guarded(*, actor: Actor, **kwargs: Any) -> R:
            asking = actor.purposing(purpose) if purpose else actor
            with acting(asking):
                return function(actor=asking, **kwargs)

        guarded.__guarded__ = "reader"  # type: ignore[attr-defined]
        return guarded

    return decorate


__all__ = ["action", "reader"]
