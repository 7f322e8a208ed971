"""Who knocks at the live channel: origin, session and seat, before a word is said. Everybody else gets the same silence."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare

from roundtable.casework.cases.queries import course_ended
from roundtable.casework.cowriting.queries import SheetView, sheet_of
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.hats import actor_on, hats_of
from roundtable.ground.access.sessions import MUST_SET_UP, lasts
from roundtable.kernel.refusal import Refusal


@dataclass(frozen=True)
class Guest:
    """Somebody who may come in: in which hat, by which session, and the sheet as they may read it."""

    actor: Actor
    session_key: str
    sheet: SheetView


def own_origin(headers: dict[str, str]) -> bool:
    """Whether a page of ours opened the channel: browsers always say from where, and nobody else is let in."""
    origin, host = headers.get("origin", ""), headers.get("host", "")
    domain, _ = split_domain_port(host)
    if not origin or not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    said = urlsplit(origin)
    same = said.scheme == ("https" if settings.SECURE else said.scheme) and said.scheme in ("http", "https") and said.netloc == host
    return same or origin in settings.CSRF_TRUSTED_ORIGINS


def headers_of(scope: dict[str, Any]) -> dict[str, str]:
    """The handshake's headers, by lower-case name."""
    return {name.decode("latin1").lower(): value.decode("latin1") for name, value in scope["headers"]}


def let_in(*, cookies: str, case_id: UUID, roundtable_id: UUID) -> Guest | None:
    """The guest, or None: no session, one that ended, no second step, no seat, a course that ended, another's meeting, nothing to read."""
    request = HttpRequest()
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person_id = _person(request)
    if person_id is None:
        return None
    try:
        actor = actor_on(person_id, hats_of(person_id), case_id, Purpose.MEETING)
        if course_ended(actor=actor, case_id=case_id):
            return None
        sheet = sheet_of(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    except Refusal:
        return None
    return Guest(actor, key, sheet) if sheet is not None else None


def _person(request: HttpRequest) -> UUID | None:
    """The person who signed in, as Django and our own rules on sessions see it."""
    session = request.session
    if SESSION_KEY not in session or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS or session.get(MUST_SET_UP):
        return None
    account = get_user_model().objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if (
        account is None
        or not constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())
        or not lasts(request)
    ):
        return None
    found: UUID = account.person_id
    return found
