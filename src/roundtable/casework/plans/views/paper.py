"""In which language a sheet is printed: the one of who will hold it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.doors import reading
from roundtable.ground.people.queries import languages_of
from roundtable.ground.programmes.queries import programme_frame
from roundtable.ground.seats.queries import seats_on
from roundtable.ui.terms import speak_of

View = Callable[..., HttpResponse]


def in_readers_language(view: View) -> View:
    """A sheet somebody else prints is in the citizen's language; where she has no account, or a family has several, in the programme's."""

    @wraps(view)
    def said(request: HttpRequest, actor: Actor, case_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor.hat == Hat.CITIZEN:
            return view(request, actor, *args, case_id=case_id, **kwargs)
        ids = [row.programme_id for row in request.hats if row.case_id == case_id and row.programme_id]  # type: ignore[attr-defined]
        frame = programme_frame(ids[0]) if ids else None
        with reading(actor):
            citizens = [seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.hat == Hat.CITIZEN]
        with translation.override(_chosen(languages_of(citizens), frame.language if frame else "en")):
            speak_of(frame.citizen_word if frame else "")
            return view(request, actor, *args, case_id=case_id, **kwargs)

    return said


def _chosen(languages: frozenset[str], programmes: str) -> str:
    found = next(iter(languages)) if len(languages) == 1 else programmes
    return found if found in dict(settings.LANGUAGES) else "en"
