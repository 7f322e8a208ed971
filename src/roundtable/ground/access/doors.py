"""How a view gets its actor: `@on_case` and `@at_home` ask for a sign-in, pick the hat, and open the reading context for a GET."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import acting
from roundtable.ground.access.hats import HatRow, actor_for_home, actor_on, closed_for_me, only_referred
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


class SignedIn(Protocol):
    """What the middleware puts on a request."""

    person_id: UUID
    hats: tuple[HatRow, ...]


View = Callable[..., HttpResponse]


def _reading(request: HttpRequest, actor: Actor, view: View, *args: Any, **kwargs: Any) -> HttpResponse:
    request.actor = actor  # type: ignore[attr-defined]
    if request.method not in ("GET", "HEAD"):
        return view(request, actor, *args, **kwargs)
    with acting(actor):
        response = view(request, actor, *args, **kwargs)
        if hasattr(response, "render") and callable(response.render):
            response.render()
        return response


@contextmanager
def reading(actor: Actor) -> Iterator[None]:
    """One reading context around a page that is shown again after a refused POST."""
    with acting(actor):
        yield


def _only(actor: Actor, hats: tuple[Hat, ...]) -> None:
    if hats and actor.hat not in hats:
        raise NotHere()


AT_A_TABLE = frozenset({Purpose.PLAN, Purpose.MEETING, Purpose.PREPARE, Purpose.HAND_OVER})
"""What there is only once somebody sits at the table. So does what professionals share."""


class OnlyReferred(Refusal):
    """Before a referral is accepted, and where it never was, there is the referral and nothing to do with others."""

    code = "only_referred"
    message = gettext_noop(
        "This course has not begun: the referral has not been accepted. Nothing was saved. Look at where the referral stands."
    )
    status = 409


def _has_begun(request: HttpRequest, actor: Actor, case_id: UUID, begun: bool) -> HttpResponse | None:
    """The way to the referral for who opens a page of a course that has not begun; None where there is such a page. Raises OnlyReferred."""
    needed = begun or actor.purpose in AT_A_TABLE or (actor.purpose == Purpose.SHARE and actor.hat == Hat.PROFESSIONAL)
    if not needed or not only_referred(request.hats, case_id):  # type: ignore[attr-defined]
        return None
    if request.method not in ("GET", "HEAD"):
        raise OnlyReferred()
    return redirect("referral", case_id)


def on_case(purpose: Purpose, *hats: Hat, closed_too: bool = False, begun: bool = False) -> Callable[[View], View]:
    """The view of one case: `view(request, actor, case_id=…)`. Who has no seat there gets the page for what does not exist.

    `closed_too`: so does who it was closed for, unless the view shows them what the law leaves open.
    `begun`: nor is there such a page while the course is only referred; of what is done at a table there never is."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, case_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = actor_on(request.person_id, request.hats, case_id, purpose, closed_too=closed_too)  # type: ignore[attr-defined]
            _only(actor, hats)
            if (referral := _has_begun(request, actor, case_id, begun)) is not None:
                return referral
            try:
                return _reading(request, actor, view, *args, case_id=case_id, **kwargs)
            except NotHere:
                if closed_too and closed_for_me(request.hats, case_id):  # type: ignore[attr-defined]
                    del request.actor  # type: ignore[attr-defined]  # nothing is left of it: the same page as for what never was
                raise

        opened.door = (purpose, hats)  # type: ignore[attr-defined]
        return opened

    return decorate


def at_home(purpose: Purpose, *hats: Hat) -> Callable[[View], View]:
    """The view of all one's cases in one hat: `view(request, actor)`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            preferred = request.session.get("hat", "")
            if hats and preferred not in hats:
                preferred = next((row.kind for row in request.hats if row.kind in hats), preferred)  # type: ignore[attr-defined]
            actor = actor_for_home(request.person_id, request.hats, preferred, purpose)  # type: ignore[attr-defined]
            _only(actor, hats)
            return _reading(request, actor, view, *args, **kwargs)

        opened.door = (purpose, hats)  # type: ignore[attr-defined]
        return opened

    return decorate
