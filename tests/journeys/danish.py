"""A table that speaks Danish: its people, its programme's own texts, and whether anything of ours on a page was left in English."""

import re
from functools import lru_cache
from html import unescape

from playwright.sync_api import Page
from scripts import words

from roundtable.ground.access.context import through
from roundtable.ground.organisations.models import Organisation
from roundtable.ground.people.models import Account
from roundtable.ground.programmes import queries as programmes
from roundtable.ground.programmes.models import Programme, Role
from tests.architecture.words import PLACE, TAG, said, texts
from tests.cast import Cast, account

LEAST_WORDS = 3
"""Fewer words than these can be the same in both languages, or somebody's name."""


def in_danish(cast: Cast) -> None:
    """The programme's own texts are Danish, and so are the pages of Amal, Bo and Cleo."""
    with through("loader"):
        Programme.objects.filter(id=cast.programme_id).update(
            language="da",
            name="Tilbage sammen",
            emergency=["Livsfare: 112", "Psykiatrisk akuttelefon: 70 00 00 00"],
            consent_text="Jeg siger ja til, at jobcentret sender henvisningen.",
            if_no_text="Et nej ændrer ikke noget ved dine sygedagpenge.",
            fixed_goal="Tilbage til arbejde eller uddannelse på en måde, der holder",
            fixed_goal_owner="Kommunen",
            fixed_goal_source="Aftalen om programmet",
        )
        Organisation.objects.filter(id=cast.health_id).update(name="Psykiatrien Nord", short_name="Psykiatrien")
        Organisation.objects.filter(id=cast.jobcentre_id).update(name="Jobcenter Nord", short_name="Jobcentret")
        for code, name in (("care-manager", "Behandler"), ("employment-consultant", "Jobkonsulent"), ("team-leader", "Teamleder")):
            Role.objects.filter(programme_id=cast.programme_id, code=code).update(name=name)
    people = ((cast.amal_id, "Amal", "citizen"), (cast.bo.person_id, "Bo", "staff"), (cast.cleo.person_id, "Cleo", "staff"))
    for person_id, name, kind in people:
        account(person_id, f"{name} Test", kind)
    Account.objects.filter(person_id__in=[person_id for person_id, _name, _kind in people]).update(language="da")
    programmes._kept = (0.0, {})


@lru_cache(maxsize=1)
def _english() -> tuple[str, ...]:
    """What the catalogues say in English and differently in Danish, cut where names and numbers go in."""
    english, danish = (
        set(),
        " ".join(text for part in words.kept("da").values() for message in words.messages(part) for text in texts(message)),
    )
    for part in words.kept("da").values():
        for message in words.messages(part):
            for sentence in said(message):
                for piece in PLACE.split(TAG.sub(" ", sentence)):
                    plain = " ".join((piece or "").split()).strip(" .,:;?!…–")
                    if len(plain.split()) >= LEAST_WORDS and plain not in danish:
                        english.add(plain)
    return tuple(sorted(english))


def left_in_english(page: Page) -> list[str]:
    """Every sentence of ours that stands in the page in English, also where scripts and screen readers find it."""
    content = " ".join(unescape(re.sub(r"</?(?:a|b|strong|em|span)\b[^>]*>", "", page.content())).split())
    found = [sentence for sentence in _english() if sentence in content]
    return [sentence for sentence in found if re.search(rf"(?<!\w){re.escape(sentence)}(?!\w)", content)]
