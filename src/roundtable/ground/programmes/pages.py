"""The page of a professional: five lines, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from roundtable.ground.programmes.queries import AboutPerson
from roundtable.kernel.texts import initials
from roundtable.ui.parts import PersonLine, SummaryRow


@dataclass(frozen=True)
class AboutPage:
    """Who it is, and what they say about themselves; `empty` when nothing is written yet."""

    person: PersonLine
    given_name: str
    rows: tuple[SummaryRow, ...]
    mine: bool
    empty: bool


def about_page(about: AboutPerson, *, mine: bool) -> AboutPage:
    """The page of one professional, for themselves or for others."""
    lines = (
        (_("What I decide"), about.i_decide),
        (_("What I do not decide"), about.i_do_not_decide),
        (_("How I use my judgement"), about.my_judgement),
        (_("What my organisation needs from me"), about.my_organisation_needs),
    )
    line = PersonLine(
        name=about.name,
        initials=initials(about.name),
        role=about.role_name,
        organisation=about.organisation,
        hours=about.hours,
        phone=about.phone,
        pattern=about.pattern,
    )
    return AboutPage(
        line, about.given_name, tuple(SummaryRow(label, text) for label, text in lines if text), mine, about.lines_written == 0
    )
