"""`make tour`: the demo's pages as pictures, for every hat, on a phone and on a laptop.

Pictures land in `tour/` (not committed), named hat-page-size.png; `python -m tests.tour plan` makes only those whose name contains "plan".
A page written `sharing>/close-for/` is the one behind the first such link on the page `sharing`.
"""

import os
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import tests.plugin

OUT = Path(__file__).resolve().parents[2] / "tour"

CITIZEN = (
    "start",
    "case_page",
    "plan",
    "roundtable",
    "people",
    "what_we_bring",
    "sharing",
    "who_opened_what",
    "notebook",
    "time_line",
    "dates_and_letters",
)
HER_FORMS = (
    "answer_plan",
    "sharing>/sharing/with/",
    "sharing>/close-for/",
    "may_i",
    "prepare_roundtable",
    "plan_easy",
    "take_home",
    "plan_versions",
    "invitation",
    "account_settings",
    "offline",
)
STAFF_FORMS = ("write_goal", "may_i", "call_roundtable", "record_contact", "write_note")
STAFF = ("start", "case_page", "plan", "roundtable", "people", "what_we_bring", "sharing", "notes", "contacts", "time_line")
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Amal": ("citizen", (*CITIZEN, *HER_FORMS)),
    "Bo": ("professional", (*STAFF, *STAFF_FORMS, "search", "about_me")),
    "Cleo": ("professional", (*STAFF, "my_referrals", "referral", "write_referral")),
    "Gro": ("team_leader", ("start", "inbox", "team")),
    "Finn": ("companion", ("start", "roundtable", "plan")),
    "Jo": ("citizen", CITIZEN[:5]),
}


def main(wanted: str = "") -> None:
    """Load the demo into a clone of its own, serve it, walk through it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("load_demo", verbosity=0)
    from tests.journeys.conftest import LAPTOP, PHONE, chromium, open_context, serving

    OUT.mkdir(exist_ok=True)
    with serving() as address, chromium() as browser:
        for name, (hat, pages) in PAGES.items():
            account, case_id = person_of(name, hat)
            for size_name, size in (("phone", PHONE), ("laptop", LAPTOP)):
                context = open_context(browser, address, account, size=size, hat=hat)
                page = context.new_page()
                for page_name in pages:
                    shown, _, link = page_name.partition(">")
                    file = f"{name.lower()}-{link.strip('/').replace('/', '-') or shown}-{size_name}.png"
                    if wanted in file:
                        open_page(page, page_name, case_id)
                        page.screenshot(path=OUT / file, full_page=True)
                context.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


def open_page(page: Any, page_name: str, case_id: UUID | None) -> int:
    """Open a page of PAGES; its status."""
    shown, _, link = page_name.partition(">")
    status: int = page.goto(_address(shown, case_id)).status
    if link:
        page.goto(page.locator(f"main a[href*='{link}']").first.get_attribute("href"))
    return status


def person_of(name: str, hat: str) -> tuple[Any, UUID | None]:
    """Somebody of the demo's cast, and their course; Amal's where they have several."""
    from roundtable.demo.rules.people import email_of
    from roundtable.ground.access.hats import hats_of
    from roundtable.ground.people.models import Account

    account = Account.objects.get(email=email_of(name.lower()))
    rows = [row for row in hats_of(account.person_id) if row.case_id is not None and row.kind == hat and not row.closed]
    hers = {row.case_id for row in hats_of(Account.objects.get(email=email_of("amal")).person_id)}
    rows.sort(key=lambda row: (row.case_id not in hers, str(row.case_id)))
    return account, rows[0].case_id if rows else None


def _address(page_name: str, case_id: UUID | None) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(page_name)
    except NoReverseMatch:
        return reverse(page_name, args=[case_id])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        main(*sys.argv[1:2])
    finally:
        tests.plugin.pytest_unconfigure()
