"""How long a sign-in lasts: eight hours without a page opened, twelve in all, and as long again each time one says that one stays."""

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

IDLE_SECONDS = 8 * 3600
LONGEST_SECONDS = 12 * 3600
TOLD_BEFORE_SECONDS = 3600
"""In the last hour before either is over a page says so, and offers to stay."""

MARK_EVERY_SECONDS = 600
"""A session is written at most every ten minutes, not with every page: one statement saved on almost all of them."""

BEGAN, SEEN = "began", "seen"

MUST_SET_UP = "must_set_up_second_step"
"""In the session of a colleague who has no second step yet: nothing else opens."""

WHO = "__Host-who" if settings.SECURE else "who"
"""The cookie that names, signed, the account last signed in here; a little longer than its session, so that what was typed finds back."""


FRESH_SECONDS = 300
"""So soon after a sign-in nobody is asked again before the second step is changed."""


def is_fresh(request: HttpRequest) -> bool:
    """Whether this sign-in is a few minutes old at most."""
    return int(time.time()) - int(request.session.get(BEGAN, 0)) < FRESH_SECONDS


def begin(sender: object, request: HttpRequest | None, **kwargs: Any) -> None:
    """A sign-in begins now: the receiver of Django's `user_logged_in`."""
    if request is not None:
        request.session[BEGAN] = request.session[SEEN] = int(time.time())


def lasts(request: HttpRequest) -> bool:
    """Whether this sign-in is still good; notes now and then that it is used."""
    now = int(time.time())
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    if now - seen > IDLE_SECONDS or now - began > LONGEST_SECONDS:
        return False
    if now - seen > MARK_EVERY_SECONDS:
        request.session[SEEN] = now
    return True


def ends_soon(request: HttpRequest) -> datetime | None:
    """When this sign-in ends, in the last hour before it does; None before that."""
    ends = int(request.session.get(BEGAN, 0)) + LONGEST_SECONDS
    return datetime.fromtimestamp(ends, UTC) if ends - int(time.time()) <= TOLD_BEFORE_SECONDS else None


def tells_in(request: HttpRequest) -> int:
    """Seconds after which a page that stays open, and after which none is opened, says that its sign-in ends: an hour before it does.

    The same for everybody until the twelve hours come near, so that it says nothing about when somebody was here.
    """
    left = int(request.session.get(BEGAN, 0)) + LONGEST_SECONDS - int(time.time())
    return max(0, min(IDLE_SECONDS - MARK_EVERY_SECONDS, left) - TOLD_BEFORE_SECONDS)


def stay(request: HttpRequest) -> None:
    """Who is here and says so stays signed in for twelve hours from now; the session gets a new key with it."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session.cycle_key()


def safe_next(request: HttpRequest, path: str | None = None) -> str:
    """A path of our own to go on to; empty for anything else."""
    path = path if path is not None else request.POST.get("next", request.GET.get("next", ""))
    fine = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if fine and len(path) <= 300 else ""
