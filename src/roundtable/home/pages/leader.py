"""A team leader's first page: the oldest referral that waits, late calls, what is new."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.afterwards.queries import MissingCall
from roundtable.casework.referrals.rules.states import ReferralState
from roundtable.home.pages.parts import Card, Link, news_lines
from roundtable.home.queries import LeaderStart


@dataclass(frozen=True)
class LeaderHome:
    """A team leader's first page."""

    card: Card
    links: tuple[Link, ...]
    calls: tuple[MissingCall, ...]
    news: tuple[str, ...]


def leader_home(data: LeaderStart) -> LeaderHome:
    """The oldest referral that waits for the leader first; one sent back waits for its referrer. Then late calls, oldest first."""
    links = (Link(_("All referrals that wait"), reverse("inbox")), Link(_("The team: load and cover"), reverse("team")))
    waiting = [row for row in data.inbox if row.state == ReferralState.SENT]
    if not waiting:
        none = Card(_("No referral waits"), _("You will get a notice when one comes in."))
        return LeaderHome(none, links, data.calls, news_lines(data.notices))
    oldest = waiting[0]
    age = ngettext("%(days)s day old", "%(days)s days old", oldest.age_days) % {"days": oldest.age_days}
    text = _("From %(referrer)s, %(organisation)s. %(age)s.") % {
        "referrer": oldest.referrer,
        "organisation": oldest.organisation,
        "age": age,
    }
    card = Card(_("A referral waits: %(name)s") % {"name": oldest.names}, text, reverse("inbox"), _("Open the inbox"))
    return LeaderHome(card, links, data.calls, news_lines(data.notices))
