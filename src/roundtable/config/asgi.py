"""The ASGI application: pages by Django, live channels by their room, and an orderly end."""

import gc
import os
from typing import Any

from django.core.asgi import get_asgi_application

gc.disable()  # nothing that is loaded here goes away again: to look for it over and over is a tenth of the time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
pages = get_asgi_application()

import roundtable.config.urls  # noqa: E402, F401 - every address with its page, before somebody waits for the first
from roundtable.casework.cowriting.sockets import close_live, live_channel  # noqa: E402 - needs the apps

gc.freeze()
gc.enable()


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Pages, live channels, and the beginning and end of the process."""
    if scope["type"] == "websocket":
        await live_channel(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await pages(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        said = (await receive())["type"]
        if said == "lifespan.shutdown":
            await close_live()
        await send({"type": f"{said}.complete"})
        if said == "lifespan.shutdown":
            return
