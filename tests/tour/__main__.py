"""`make tour`: the demo's pages as pictures, for every hat, on a phone and on a laptop.

Pictures land in `tour/` (not committed), named hat-page-size.png; `python -m tests.tour plan` makes only those whose name contains "plan".
A page written `sharing>/close-for/` is the one behind the first such link on the page `sharing`; a second `>` goes one page further.
Every step of a whole meeting, in Danish and in three browsers, is photographed by its journey: `make tour` plays that too.
"""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
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
    "people>/messages/",
    "guests",
    "offline",
)
STAFF_FORMS = ("write_goal", "may_i", "call_roundtable", "record_contact", "write_note")
STAFF = ("start", "case_page", "plan", "roundtable", "people", "what_we_bring", "sharing", "notes", "contacts", "time_line")
MEETING = ("roundtable", "roundtable>/together/", "roundtable>/write/", "roundtable>/take-home/", "roundtable>/held/")
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Amal": ("citizen", (*CITIZEN, *HER_FORMS)),
    "Bo": ("professional", (*STAFF, *STAFF_FORMS, "people>/messages/", "search", "about_me")),
    "Cleo": ("professional", (*STAFF, "my_referrals", "referral", "write_referral")),
    "Gro": ("team_leader", ("start", "inbox", "inbox>/referral/", "team")),
    "Finn": ("companion", ("start", "roundtable", "plan")),
    "Jo": ("citizen", CITIZEN[:5]),
    "Runa": ("representative", ("start", "case_page", "people", "plan", "roundtable", "acting_for")),
    "Max": ("citizen", MEETING),
    "Ida": ("professional", MEETING),
    "Liv": ("citizen", (*CITIZEN, *MEETING, "answer_plan", "take_home")),
    "Astrid": ("professional", ("start", "case_page", "plan", *MEETING)),
    "Soeren": ("professional", ("start", "plan", *MEETING)),
}
SHEETS = {
    "Max": ("Ida", {"arrive": "Max is tired, and glad it is only one hour.", "goal": "Breakfast before ten, and then we see"}),
    "Liv": ("Astrid", {"arrive": "Liv sidder ved døren.", "goal": "Rolige formiddage blandt bøger"}),
}
"""Whose meeting is begun for the pictures, by whom, and what already stands on its sheet. Liv's is in Danish."""


def main(wanted: str = "") -> None:
    """Load the demo into a clone of its own, serve it, walk through it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("load_demo", verbosity=0)
    from tests.journeys.conftest import LAPTOP, PHONE, chromium, open_context, serving

    sizes = (("phone", PHONE), ("laptop", LAPTOP))
    begin_sheets()
    OUT.mkdir(exist_ok=True)
    with serving() as address, chromium() as browser:
        for name, (hat, pages) in PAGES.items():
            account, case_id = person_of(name, hat)
            for size_name, size in sizes:
                context = open_context(browser, address, account, size=size, hat=hat)
                page = context.new_page()
                for page_name in pages:
                    last = page_name.rpartition(">")[2]
                    file = f"{name.lower()}-{last.strip('/').replace('/', '-')}-{size_name}.png"
                    if wanted in file:
                        open_page(page, page_name, case_id)
                        page.screenshot(path=OUT / file, full_page=True)
                context.close()
        for size_name, size in sizes:
            for name, account, pages in by_their_own_way():
                context = open_context(browser, address, account, size=size)
                page = context.new_page()
                for shown, path, button in pages:
                    file = f"{name}-{shown}-{size_name}.png"
                    if path:
                        page.goto(path)
                    if button:
                        page.get_by_role("button", name=button).click()
                    if wanted in file:
                        page.screenshot(path=OUT / file, full_page=True)
                context.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


def open_page(page: Any, page_name: str, case_id: UUID | None) -> int:
    """Open a page of PAGES; its status."""
    shown, *links = page_name.split(">")
    status: int = page.goto(_address(shown, case_id)).status
    for link in links:
        if (found := page.locator(f"main a[href*='{link}']")).count():
            page.goto(found.first.get_attribute("href"))
    return status


def by_their_own_way() -> Iterator[tuple[str, Any, tuple[tuple[str, str, str], ...]]]:
    """Who comes without a course of their own: name, account and pages, each with a path to go to and a button to press first.

    Who signs in; Una, whom Amal asked, by a link that one browser can take; the second person of a sharing by law; a line manager.
    """
    from django.urls import reverse

    from roundtable.demo.rules.people import email_of
    from roundtable.ground.people.models import Account

    yield "nobody", None, tuple((name, reverse(name), "") for name in ("sign_in", "sign_in_staff", "enter_letter_code"))
    yield "una", None, (("door", _link_of_una(), ""), ("guest", "", "Open it here"))
    ida, path = person_of("Ida", "professional")[0], _a_second_person_is_asked()
    yield "ida", ida, (("countersign", path, ""),)
    yield "nan", Account.objects.get(email=email_of("nan")), (("start", "/", ""),)


def _link_of_una() -> str:
    from django.urls import reverse

    from roundtable.casework.guests.actions import renew_guest_link
    from roundtable.casework.guests.queries import guests_of
    from roundtable.ground.access.actor import Purpose
    from roundtable.ground.access.hats import actor_on, hats_of

    account, case_id = person_of("Amal", "citizen")
    assert case_id is not None
    amal = actor_on(account.person_id, hats_of(account.person_id), case_id, Purpose.PLAN)
    una = next(guest for guest in guests_of(actor=amal, case_id=case_id) if guest.name == "Una")
    return reverse("guest_door", args=[una.link_id, renew_guest_link(actor=amal, case_id=case_id, link_id=una.link_id)])


def _a_second_person_is_asked() -> str:
    """Bo wants to tell Cleo one note by a rule of law; the page on which Ida, of his side, says yes or no."""
    from django.urls import reverse
    from django.utils import timezone

    from roundtable.casework.notes.queries import note_page
    from roundtable.ground.access.actor import Purpose
    from roundtable.ground.access.hats import actor_on, hats_of
    from roundtable.ground.disclosure.actions import disclose_on_ground
    from roundtable.ground.seats.queries import seats_on

    (account, case_id), cleo, ida = (
        person_of("Bo", "professional"),
        person_of("Cleo", "professional")[0],
        person_of("Ida", "professional")[0],
    )
    assert case_id is not None
    bo = actor_on(account.person_id, hats_of(account.person_id), case_id, Purpose.SHARE)
    seat = next(seat for seat in seats_on(actor=bo, case_ids=[case_id]) if seat.live and seat.person_id == cleo.person_id)
    note = note_page(actor=bo, case_id=case_id).rows[0]
    asked = disclose_on_ground(
        actor=bo,
        case_id=case_id,
        item_id=note.item_id,
        to_seat_id=seat.seat_id,
        paragraph="Danish Health Act, section 43(2)",
        necessity="Cleo has to know it before Friday, and Amal cannot be reached.",
        countersigner_id=ida.person_id,
        until_on=timezone.localdate() + timedelta(days=20),
    )
    return reverse("countersign", args=[case_id, asked.disclosure_id])


def begin_sheets() -> None:
    """The sheets of SHEETS, begun and with a few words on them."""
    for name, (writer, texts) in SHEETS.items():
        _begin_sheet(name, writer, texts)


def _begin_sheet(name: str, writer: str, texts: dict[str, str]) -> None:
    from roundtable.casework.cowriting.actions import open_sheet, write_box
    from roundtable.casework.cowriting.queries import sheet_of
    from roundtable.casework.roundtables.queries import next_meeting
    from roundtable.ground.access.actor import Purpose
    from roundtable.ground.access.hats import actor_on, hats_of

    (_account, case_id), (account, _) = person_of(name, "citizen"), person_of(writer, "professional")
    assert case_id is not None
    actor = actor_on(account.person_id, hats_of(account.person_id), case_id, Purpose.MEETING)
    found = next_meeting(actor=actor, case_ids=[case_id])[case_id].roundtable_id
    open_sheet(actor=actor, case_id=case_id, roundtable_id=found)
    sheet = sheet_of(actor=actor, case_id=case_id, roundtable_id=found)
    assert sheet is not None
    for box in sheet.boxes:
        if box.kind in texts:
            write_box(actor=actor, case_id=case_id, box_id=box.id, seen=sheet.seen, text=texts[box.kind])


def person_of(name: str, hat: str) -> tuple[Any, UUID | None]:
    """Somebody of the demo's cast, and their course; of several the one whose sheet they began, else Amal's."""
    from roundtable.demo.rules.people import email_of
    from roundtable.ground.access.hats import hats_of
    from roundtable.ground.people.models import Account

    account = Account.objects.get(email=email_of(name.lower()))
    rows = [row for row in hats_of(account.person_id) if row.case_id is not None and row.kind == hat and not row.closed]
    whose = next((citizen for citizen, (writer, _texts) in SHEETS.items() if writer == name), "Amal")
    hers = {row.case_id for row in hats_of(Account.objects.get(email=email_of(whose.lower())).person_id)}
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
