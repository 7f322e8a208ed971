"""Pages for when something cannot be shown: calm, short, the same for what is hidden and what never was."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

STATUSES = (400, 403, 404, 409, 422, 500, 503)


def error_page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page for a status. `sentence` (translated, a refusal's own words) replaces the first line of 403, 409 and 422 only.

    400, 404, 500 and 503 ignore it: their bytes must not depend on what was asked for.
    """
    if status not in STATUSES:
        raise ValueError(f"No page for status {status}")
    context: dict[str, Any] = {"sentence": sentence if status in {403, 409, 422} else ""}
    return HttpResponse(loader.render_to_string(f"{status}.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler403`."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`: neither the address nor the reason is repeated."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: rendered without the request, so that what broke the page cannot break this one."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: the usual cause is a page left open; the words say so."""
    return HttpResponse(loader.render_to_string("403_csrf.html", {}, request), status=403)
