"""Who is asking, and what becomes of a refusal."""

import gzip
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from whitenoise.middleware import WhiteNoiseMiddleware

from roundtable.casework.cases.queries import my_ended_courses
from roundtable.config.accounts import keep_typed
from roundtable.config.static import FOREVER, stays
from roundtable.ground.access.actor import Hat, Purpose
from roundtable.ground.access.context import LogUnavailable
from roundtable.ground.access.hats import actor_for_home, hats_of
from roundtable.ground.people.pages import typed_words
from roundtable.ground.programmes.queries import programme_frame
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.errors import error_page
from roundtable.ui.refusals import refusal_sentence
from roundtable.ui.terms import speak_of

log = structlog.get_logger()

SERVICE_WORKER = "/static/ui/service-worker.js"
PACKED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/manifest+json"})
"""What is packed: files that are the same for everybody."""


ENDED_COURSE = "ended_course"
"""The address of the page about a course that has ended, for who sat there by profession."""

METHODS = ("GET", "HEAD", "POST")


class StaticFiles(WhiteNoiseMiddleware):
    """Our few small files, handed over whole: an ASGI server would otherwise read them bit by bit in a thread, and Django warns of it."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        """Files come from the packages. A folder of collected ones is served only where somebody collected: by default there is none."""
        if Path(root).is_dir():
            super().add_files(root, prefix)

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file, or 304, with the headers WhiteNoise chose."""
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file:
                body = found.file.read()
        response = HttpResponse(body, status=int(found.status))
        del response["content-type"]
        for name, value in found.headers:
            response[name] = value
        if stays(request.path, request.GET.get("v", "")):
            response["Cache-Control"] = FOREVER
        if request.path == SERVICE_WORKER:
            response["Service-Worker-Allowed"] = "/"
        return pack(request, response)


def pack(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A style sheet or script in a fifth of its size, for browsers that can unpack it. Never a page: what it hides could be guessed at."""
    if response.status_code != HTTPStatus.OK or response.get("Content-Type", "").split(";")[0] not in PACKED:
        return response
    response["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", "") and request.method == "GET":
        response.content = _packed(response.content)
        response["Content-Encoding"], response["Content-Length"] = "gzip", str(len(response.content))
    return response


@lru_cache(maxsize=64)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def known_methods(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page is asked for or a form is sent; every other method is refused before anything is looked at, alike for whatever is there."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return answer


class Hats:
    """Puts `person_id` and, when asked for, `hats` on the request of a signed-in person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            person_id = request.user.person_id
            request.person_id = person_id  # type: ignore[attr-defined]
            request.hats = SimpleLazyObject(lambda: hats_of(person_id))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]) -> None:
        """From here on the page says the programme's word for whom it is about, where all it can be about has one word."""
        if request.user.is_authenticated and hasattr(view, "door"):
            hats = request.hats  # type: ignore[attr-defined]
            case_id = kwargs.get("case_id")
            programmes = {row.programme_id for row in hats if row.programme_id and case_id in (None, row.case_id)}
            called = {frame.citizen_word for frame in map(programme_frame, programmes) if frame}
            if len(called) == 1:
                speak_of(called.pop())


class Refusals:
    """A refusal nobody caught becomes a calm page; an unwritten read log becomes 503 without the content.

    So does a database that is busy or away (a lock held too long, no free connection, a restart): that is no bug, and trying again helps.
    What was typed in the meantime is kept, where there is still somewhere to keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotHere) and request.method == "POST" and (back := self._given_back(request)):
            return back
        if isinstance(exception, NotHere) and request.method in ("GET", "HEAD") and (ended := self._has_ended(request)):
            return ended
        if isinstance(exception, Refusal):
            return error_page(request, exception.status, refusal_sentence(exception))
        if isinstance(exception, LogUnavailable):
            log.error("read_log_unavailable")
            return self._later(request)
        if isinstance(exception, OperationalError):
            log.error("database_busy", exception_type=type(exception.__cause__).__name__)
            return self._later(request)
        if isinstance(exception, DatabaseError):
            log.error("database_error", exception_type=type(exception).__name__)
        return None

    @staticmethod
    def _has_ended(request: HttpRequest) -> HttpResponse | None:
        """The way from an old link to the page that says since when a course has ended: for who sat there to the end by profession, and for
        nobody else. Whoever may not know meets what they meet for a course that never was, after the same question."""
        match = request.resolver_match
        case_id = match.kwargs.get("case_id") if match is not None else None
        if case_id is None or not request.user.is_authenticated or match is None or match.url_name == ENDED_COURSE:
            return None
        with suppress(DatabaseError, NotHere, LogUnavailable):
            hats = request.hats  # type: ignore[attr-defined]
            actor = actor_for_home(request.person_id, hats, Hat.PROFESSIONAL, Purpose.CASE)  # type: ignore[attr-defined]
            if actor.hat == Hat.PROFESSIONAL and any(one.case_id == case_id for one in my_ended_courses(actor=actor)):
                return redirect(ENDED_COURSE, case_id=case_id)
        return None

    @staticmethod
    def _given_back(request: HttpRequest) -> HttpResponse | None:
        """What somebody wrote for a place that is not there, or not any more: their own words, and nothing that depends on the place."""
        typed = typed_words(request.POST) if request.user.is_authenticated else ()
        return render(request, "people/not_taken.html", {"typed": typed}, status=HTTPStatus.NOT_FOUND) if typed else None

    @staticmethod
    def _later(request: HttpRequest) -> HttpResponse:
        kept = None
        if request.method == "POST" and request.user.is_authenticated:
            with suppress(DatabaseError):
                kept = keep_typed(request)
        return kept or error_page(request, 503)
