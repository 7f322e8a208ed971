"""What browsers are told: load from us, keep nothing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from roundtable.ui.csp import content_security


def answered(path: str) -> HttpResponse:
    """An answer that went through the middleware."""
    return content_security(lambda request: HttpResponse("ok"))(RequestFactory().get(path))  # type: ignore[return-value]


def test_every_page_carries_a_policy_that_trusts_only_this_server() -> None:
    answer = answered("/plan/")
    parts = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert parts["default-src"] == "'self'"
    assert parts["frame-ancestors"] == parts["base-uri"] == parts["object-src"] == "'none'"
    assert parts["form-action"] == "'self'" and parts["img-src"] == "'self' data:"
    assert "unsafe" not in answer["Content-Security-Policy"] and "http" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "same-origin"


def test_pages_are_never_stored_and_static_files_may_be() -> None:
    assert answered("/plan/")["Cache-Control"] == "no-store"
    assert answered("/staticfoo/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in answered("/static/ui/roundtable.css")


def test_a_view_cannot_loosen_what_the_house_promises() -> None:
    def loose(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", headers={"Cache-Control": "public", "Content-Security-Policy": "default-src *"})

    answer = content_security(loose)(RequestFactory().get("/plan/"))
    assert answer["Cache-Control"] == "no-store" and "*" not in answer["Content-Security-Policy"]  # type: ignore[index]


def test_asynchronous_views_are_guarded_too() -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    async def ask() -> HttpResponse:
        return await content_security(view)(RequestFactory().get("/live/"))  # type: ignore[misc, arg-type, return-value]

    # In a thread of its own: a browser test in the same run keeps a loop open in this one.
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(lambda: asyncio.run(ask())).result()
    assert answer["Cache-Control"] == "no-store"
