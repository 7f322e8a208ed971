"""All addresses of the house: each room brings its own."""

from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    "roundtable.ground.people",
    "roundtable.ground.programmes",
    "roundtable.ground.notices",
    "roundtable.ground.disclosure",
    "roundtable.casework.cases",
    "roundtable.casework.pairs",
    "roundtable.casework.notes",
    "roundtable.casework.referrals",
    "roundtable.casework.assessments",
    "roundtable.casework.plans",
    "roundtable.casework.roundtables",
    "roundtable.casework.calendars",
    "roundtable.casework.guests",
    "roundtable.casework.cowriting",
    "roundtable.casework.casefile",
    "roundtable.casework.afterwards",
    "roundtable.home",
)

SOURCE = Path(__file__).resolve().parent.parent


def _has_urls(room: str) -> bool:
    return (SOURCE.parent / room.replace(".", "/") / "urls.py").exists()


handler400 = "roundtable.ui.errors.bad_request"
handler403 = "roundtable.ui.errors.permission_denied"
handler429 = "roundtable.config.accounts.too_many_requests"  # asked by allauth's limits; Django itself has none
handler404 = "roundtable.ui.errors.page_not_found"
handler500 = "roundtable.ui.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"{room}.urls")) for room in ROOMS if _has_urls(room)]
if settings.ROUNDTABLE_DEMO:
    urlpatterns += [path("", include(f"{room}.urls")) for room in ("roundtable.ui", "roundtable.demo") if _has_urls(room)]
