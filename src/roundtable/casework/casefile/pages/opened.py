"""Who opened what, as plain data with every label, for the printer: fixed words, kinds and days, none of anybody's words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from roundtable.ground.disclosure.pages.closings import ClosingLine
from roundtable.ground.disclosure.pages.sayings import how_allowed, kind_words, listed, why_opened
from roundtable.ground.disclosure.queries import OnPaper, SharedOnPaper


def opened_sheet(
    opened: Sequence[OnPaper],
    shared: Sequence[SharedOnPaper],
    closed: Sequence[ClosingLine],
    *,
    citizen: str,
    printer: str,
    phone: str,
    programme: str,
    emergency: Sequence[str],
    at: datetime,
    more: bool,
) -> dict[str, Any]:
    """The sheet: a sentence a person first, then each day, then what is open now, and for whom it was noted as closed; and what is not
    on it and how to see that.

    `more`: there were older openings than fit on it.
    """
    by_person: dict[str, list[OnPaper]] = defaultdict(list)
    for row in opened:
        by_person[_who(row)].append(row)
    return {
        "language": (get_language() or "en")[:2],
        "title": _("Who opened what"),
        "programme": programme,
        "day": date_format(timezone.localtime(at), "DATE_FORMAT"),
        "emergency": list(emergency),
        "names": _("For %(names)s") % {"names": citizen},
        "intro": _("This sheet is not everything. It holds what %(name)s, who printed it, can read too.") % {"name": printer},
        "people": [_in_short(who, rows) for who, rows in by_person.items()],
        "nobody": "" if opened else _("Nobody else has opened anything of it yet."),
        "days": _days(opened),
        "older": _("What was opened before that did not fit on this sheet.") if more else "",
        "shared": [_shared(one) for one in shared],
        "closed": [
            _("Closed for %(name)s since %(day)s: you said so by telephone or on paper, noted by %(noted)s")
            % {"name": one.given_name, "day": date_format(timezone.localtime(one.since), "DATE_FORMAT"), "noted": one.noted_by}
            for one in closed
            if one.since
        ],
        "limits": [
            _("What is written in confidence between you and somebody else. Ask each of them for the same sheet."),
            _("What was said aloud, or shown on paper."),
            _("What is kept and read in the records of the organisations themselves."),
            _("In rare cases the law lets somebody tell you later. Then it stands here from that day on."),
        ],
        "rest": [
            _("Sign in, alone or with somebody beside you, and open “Who opened what”. There you see everything at once."),
            _("Ask for a letter with a code to sign in with. You need no e-mail for it."),
            _("Or ask your team leader how to get it on paper."),
        ],
        "take_back": _("You can take back what you have shared, and close your course for somebody. Sign in, or call and say so."),
        "call": _("Call %(name)s.") % {"name": printer},
        "phone": phone,
        "labels": _labels(),
    }


def _labels() -> dict[str, str]:
    return {
        "short": _("In short"),
        "each": _("Day by day"),
        "shared": _("What is open to somebody now"),
        "closed": _("For whom your course is closed"),
        "limits": _("What this sheet cannot show"),
        "rest": _("How to see the rest"),
        "wonder": _("If you wonder about something, or do not want it any more"),
        "emergency": _("Help now"),
        "page": _("Page"),
    }


def _who(row: OnPaper) -> str:
    hats = {
        "companion": _("Companion"),
        "representative": _("Acts for somebody"),
        "intake": _("Team leader"),
        "line_manager": _("Line manager"),
    }
    role = row.role or hats.get(row.hat, "")
    return ", ".join(part for part in (row.name or _("Somebody who has left"), role, row.organisation) if part)


def _in_short(who: str, rows: Sequence[OnPaper]) -> str:
    times = sum(row.times for row in rows)
    many = ngettext("%(who)s: opened a text %(times)s time.", "%(who)s: opened a text %(times)s times.", times) % {
        "who": who,
        "times": times,
    }
    last = _("Last on %(day)s.") % {"day": date_format(max(row.day for row in rows), "DATE_FORMAT")}
    return f"{many} {last}"


def _days(opened: Sequence[OnPaper]) -> list[dict[str, Any]]:
    days: dict[str, list[str]] = defaultdict(list)
    for row in opened:
        what = kind_words(row.kind)
        times = f" ({row.times})" if row.times > 1 else ""
        line = f"{_who(row)}: {what}{times}, {why_opened(row.purpose)}. {how_allowed(row.basis)}"
        days[date_format(row.day, "DATE_FORMAT")].append(line)
    return [{"day": day, "lines": lines} for day, lines in days.items()]


def _shared(one: SharedOnPaper) -> str:
    """One thing that is open now: of which kind, to whom, until when, and by whose yes or by which rule."""
    to = ", ".join(part for part in (one.to_name, one.to_role, one.to_organisation) if part)
    what = listed([kind_words(kind) for kind in one.kinds]) or _("a text")
    says = {
        "what": f"{what[:1].upper()}{what[1:]}",
        "to": to,
        "since": date_format(timezone.localtime(one.from_at), "DATE_FORMAT"),
        "until": date_format(timezone.localtime(one.until_at), "DATE_FORMAT"),
        "name": one.given_by,
        "rule": one.paragraph,
        "signer": one.signer,
    }
    if one.basis == "law":
        by = _("By a rule of law, %(rule)s. Decided by %(name)s, second person %(signer)s.") % says
    elif one.how == "orally":
        by = _("By your yes, said aloud or on the telephone, noted by %(name)s.") % says
    else:
        by = _("By your yes.")
    return " ".join([_("%(what)s, to %(to)s, since %(since)s, until %(until)s.") % says, by])
