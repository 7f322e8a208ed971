"""What a browser may do with our pages: load from us only, keep nothing, show them in nobody's frame."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def guard_answer(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The same answer with our headers; everything but static files is never stored, so *back* after signing out shows nothing."""
    for name, value in HEADERS.items():
        response[name] = value
    if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        response["Cache-Control"] = "no-store"
    return response


@sync_and_async_middleware
def content_security(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Middleware, first in the list: `roundtable.ui.csp.content_security`."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return guard_answer(request, await get_response(request))

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        return guard_answer(request, get_response(request))  # type: ignore[arg-type]

    return synchronous
