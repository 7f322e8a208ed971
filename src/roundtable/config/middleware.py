"""Who is asking, and what becomes of a refusal."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from whitenoise.middleware import WhiteNoiseMiddleware

from roundtable.config.accounts import keep_typed
from roundtable.ground.access.context import LogUnavailable
from roundtable.ground.access.hats import hats_of
from roundtable.kernel.refusal import Refusal
from roundtable.ui.errors import error_page

log = structlog.get_logger()


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
        return response


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
        if isinstance(exception, Refusal):
            sentence = gettext(exception.msgid) % dict(exception.params) if exception.params else gettext(exception.msgid)
            return error_page(request, exception.status, sentence)
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
    def _later(request: HttpRequest) -> HttpResponse:
        kept = None
        if request.method == "POST" and request.user.is_authenticated:
            with suppress(DatabaseError):
                kept = keep_typed(request)
        return kept or error_page(request, 503)
