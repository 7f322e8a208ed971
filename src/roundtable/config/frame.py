"""The frame of every page: who I am, where I can go, whom I can call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, gettext_noop

from roundtable.ground.access import sessions
from roundtable.ground.access.actor import Hat, Purpose
from roundtable.ground.access.hats import closed_for_me, only_referred
from roundtable.ground.programmes.queries import programme_frame
from roundtable.kernel.terms import word_for
from roundtable.ui.calm import current_calm
from roundtable.ui.frame import Frame, MenuEntry

HAT_WORDS = {
    Hat.TEAM_LEADER: gettext_noop("Team leader"),
    Hat.INTAKE: gettext_noop("Team leader"),
    Hat.COMPANION: gettext_noop("companion"),
    Hat.REPRESENTATIVE: gettext_noop("acting for somebody"),
    Hat.GUEST: gettext_noop("guest"),
}

FOR_HER = frozenset({Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE})
"""Who calls somebody at her table. Who works in the programme calls who leads it."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` for a signed-in person's pages; nothing for others."""
    if not hasattr(request, "person_id"):
        return {}
    hats = request.hats  # type: ignore[attr-defined]
    actor = getattr(request, "actor", None)
    case_id = actor.case_id if actor else None
    rows = [row for row in hats if row.case_id == case_id] if case_id else list(hats)
    row = next((row for row in rows if actor is None or row.kind == actor.hat), rows[0] if rows else None)
    row = row or next((row for row in hats if actor and row.kind == actor.hat), None) or next(iter(hats), None)
    programme = programme_frame(row.programme_id) if row else None
    role = gettext(HAT_WORDS[actor.hat]) if actor and actor.hat in HAT_WORDS else (row.role_name if row else "")
    if programme and actor and actor.hat == Hat.CITIZEN:
        role = word_for(programme.citizen_word, get_language() or "en")  # the programme's own word for whom it is about
    return {
        "frame": Frame(
            person_name=request.user.display_name,  # type: ignore[union-attr]
            role_name=role,
            menu=_menu(request, actor, rows),
            contact_person=row.contact if row else "",
            contact_phone=row.contact_phone if row else "",
            contact_leads=row is not None and row.kind not in FOR_HER,
            contact_back=row.contact_back if row else None,
            contact_cover=row.contact_cover if row else "",
            contact_cover_phone=row.contact_cover_phone if row else "",
            emergency=programme.emergency if programme else (),
            language=get_language() or "en",
            sign_out_url=_url("sign_out"),
            quick_exit_url=_url("quick_exit"),
            home_url="/",
            demo=settings.DEMO,
            calm=current_calm(),
            stays_url=_url("stay_signed_in"),
            ends_at=sessions.ends_soon(request),
            tells_in=sessions.tells_in(request),
        )
    }


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _menu(request: HttpRequest, actor: Any, rows: list[Any]) -> tuple[MenuEntry, ...]:
    hat = actor.hat if actor else _own_hat(request, rows)
    case_id = actor.case_id if actor else None
    if case_id is not None and closed_for_me(request.hats, case_id):  # type: ignore[attr-defined]
        case_id = None  # nothing of a course leads on that was closed for who looks
    if case_id is None:
        cases = [row for row in rows if hat and row.kind == hat and row.case_id]
        case_id = cases[0].case_id if hat in (Hat.CITIZEN, Hat.COMPANION) and len(cases) == 1 else None
    entries: list[tuple[str, str]] = [(gettext("Start"), "/")]
    leads = hat in (Hat.TEAM_LEADER, Hat.INTAKE)
    if case_id is not None and not leads and only_referred(request.hats, case_id):  # type: ignore[attr-defined]
        entries.append((gettext("The referral"), _url("referral", case_id)))
        if hat in (Hat.CITIZEN, Hat.PROFESSIONAL):
            entries.append((gettext("People and messages"), _url("people", case_id)))
    elif case_id is not None and not leads:
        if hat == Hat.COMPANION:
            entries += [
                (gettext("Our meeting"), _url("roundtable", case_id)),
                (gettext("The plan"), _url("plan", case_id)),
                (gettext("What I may do"), _url("what_i_may_do", case_id)),
            ]
        elif hat == Hat.REPRESENTATIVE:
            entries += [
                (gettext("Course"), _url("case_page", case_id)),
                (gettext("Our meeting"), _url("roundtable", case_id)),
                (gettext("Joint plan"), _url("plan", case_id)),
                (gettext("What I may do"), _url("acting_for", case_id)),
            ]
        elif actor is not None and actor.purpose == Purpose.COUNTERSIGN:
            pass
        elif hat == Hat.CITIZEN:
            entries += [
                (gettext("Our meeting"), _url("roundtable", case_id)),
                (gettext("My plan"), _url("plan", case_id)),
                (gettext("People and messages"), _url("people", case_id)),
                (gettext("Dates and letters"), _url("dates_and_letters", case_id)),
            ]
        else:
            entries += [
                (gettext("Course"), _url("case_page", case_id)),
                (gettext("Our meeting"), _url("roundtable", case_id)),
                (gettext("Joint plan"), _url("plan", case_id)),
                (gettext("Share"), _url("sharing", case_id)),
            ]
    elif leads:
        entries += [(gettext("Inbox"), _url("inbox")), (gettext("Team"), _url("team"))]
    elif hat == Hat.PROFESSIONAL:
        entries += [
            (gettext("Referrals"), _url("my_referrals")),
            (gettext("Search"), _url("search")),
            (gettext("About me"), _url("about_me")),
        ]
    shown = [(label, url) for label, url in entries if url][:5]
    here = _place(request.path, leads=leads, citizen=actor is not None and actor.is_citizen_hat, case_id=case_id)
    # Start is the open page only where it is open: a page that belongs to no entry marks none.
    best = max((url for _, url in shown if here == url or (url != "/" and here.startswith(url))), key=len, default="")
    return tuple(MenuEntry(label, url, url == best, exact=url == request.path) for label, url in shown)


def _own_hat(request: HttpRequest, rows: list[Any]) -> Hat | None:
    """On pages of nobody's course, as those of the account: a citizen's ways on stand there as everywhere else."""
    mine = request.user.kind == "citizen" and all(row.kind == Hat.CITIZEN for row in rows)  # type: ignore[union-attr]
    return Hat.CITIZEN if mine and rows else None


BELONGS = {
    "messages": "people",
    "contacts": "people",
    "read-first": "people",
    "what-we-bring": "roundtable",
    "paper": "dates_and_letters",
    "sharing": "people",
    "close-for": "people",
    "who-opened-what": "people",
    "may-i": "people",
    "guests": "people",
    "notebook": "people",
}
"""Pages of a course, by the first part of their address, that belong under a citizen's menu entry though they lie beside it."""


SHARING = frozenset({"share-by-law", "may-i", "ask", "countersign"})
"""Pages of a course that belong under a professional's entry for sharing."""


def _place(path: str, *, leads: bool, citizen: bool, case_id: Any) -> str:
    """The address the menu should think it is at: for a leader a course belongs to the team, its referral to the inbox."""
    part = path.split("/")[3] if path.startswith("/course/") and path.count("/") > 3 else ""
    if leads and path.startswith("/course/"):
        return _url("inbox") if part == "referral" else _url("team")
    if citizen and case_id is not None and path.startswith("/people/"):
        return _url("people", case_id)
    if citizen and case_id is not None and part in BELONGS:
        return _url(BELONGS[part], case_id)
    if not citizen and case_id is not None and part in SHARING:
        return _url("sharing", case_id)
    return path
