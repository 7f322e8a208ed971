"""Every component in every state on one page: for the eye of a designer, and the test bed of accessibility."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundtable.ui.fields import Choice, DateField, OnceField, PlainText, TimeField
from roundtable.ui.frame import Frame, Happened, MenuEntry
from roundtable.ui.parts import MARKS, Pager, PersonLine, SummaryRow, TimelineEntry
from roundtable.ui.table import PATTERNS, Readers, SeatMark

AMAL = SeatMark("Amal Haddad", "AH", "", reads=True, answer="yes", is_citizen=True, is_me=True, state="here")
BO = SeatMark("Bo Lund", "BL", "Mental health services", "dots", reads=True, answer="yes_but", state="writes")
CLEO = SeatMark("Cleo Dahl", "CD", "Jobcentre", "stripe", answer="no", state="missing")
FINN = SeatMark("Finn Haddad", "FH", "", "plain", answer="not_yet", state="pause")
FOUR = (AMAL, BO, CLEO, FINN)

FAMILY = (
    SeatMark("Mia de Vries", "MV", "", answer="yes", is_citizen=True),
    SeatMark("Per de Vries", "PV", "", answer="pending", is_citizen=True),
    SeatMark("Jo de Vries", "JV", "", answer="yes", is_citizen=True),
    *(
        SeatMark(name, name[:2].upper(), f"Organisation {number}", PATTERNS[number], answer="pending")
        for number, name in enumerate(("Anke", "Bram", "Carla", "Daan", "Els"), start=1)
    ),
)


class GalleryForm(forms.Form):
    """One field of each kind."""

    readers = Readers("You and Bo", FOUR)

    text = PlainText(label="Your message", help_text="Say it in your own words.", max_length=2_000)
    line = PlainText(label="In one line", multiline=False, required=False)
    on = DateField(label="When do you want to meet?", earliest=date(2026, 11, 21), latest=date(2027, 11, 20))
    at = TimeField(label="At what time?", required=False)
    channel = forms.ChoiceField(
        label="How do you want to meet?",
        widget=forms.RadioSelect,
        choices=[
            ("here", Choice("At Bo's place", "Ground floor, the door to the garden")),
            ("phone", "By phone"),
            ("video", "On a screen"),
        ],
    )
    topics = forms.MultipleChoiceField(
        label="What shall we talk about?",
        help_text="You can tick more than one.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("sleep", "Sleep"), ("work", "Work"), ("home", "Home")],
        required=False,
    )
    place = forms.ChoiceField(label="Municipality", choices=[("", "Choose one"), ("a", "Ashfield"), ("b", "Birkdal")])
    paper = forms.FileField(label="A paper you want to bring", required=False)
    agreed = forms.BooleanField(label="I have read what a no would mean")
    once = OnceField()


def gallery_frame() -> Frame:
    """Amal's frame, with every part in use."""
    return Frame(
        person_name="Amal Haddad",
        role_name="your own course",
        menu=(
            MenuEntry("Start", "#", True),
            MenuEntry("Our meeting", "#meeting"),
            MenuEntry("My plan", "#plan"),
            MenuEntry("People and messages", "#people"),
            MenuEntry("Dates and letters", "#dates"),
        ),
        contact_person="Bo Lund",
        contact_phone="+45 00 00 00 01",
        emergency=("Life in danger: 112", "Somebody to talk to, day and night: 00 00 00 02"),
        course_label="Course R-0412",
        course_url="#course",
        language="en",
        sign_out_url="#sign-out",
        quick_exit_url="https://example.org/",
        demo=True,
    )


def gallery_page(refused: GalleryForm) -> dict[str, Any]:
    """Everything the gallery shows."""
    return {
        "frame": gallery_frame(),
        "happened": Happened(
            what="Your message is with Bo.",
            readers="You and Bo. Nobody else.",
            comes_next="Bo reads messages on working days and answers before Tuesday evening.",
            change_url="#change",
            change_label="Take it back",
        ),
        "empty_form": GalleryForm(auto_id="empty_%s"),
        "refused": refused,
        "four": FOUR,
        "nobody": (AMAL,),
        "family": FAMILY,
        "readers": Readers("You and Bo", FOUR),
        "marks": tuple(zip(MARKS, ("Agreed", "Being discussed", "Not started", "Needs a talk"), strict=True)),
        "answers": ("yes", "yes_but", "no", "not_yet", "pending"),
        "happenings": (
            TimelineEntry("Meeting booked", date(2026, 11, 20), "Bo Lund", "You, Bo and Cleo. You can bring somebody.", "#meeting"),
            TimelineEntry("First talk", date(2026, 11, 12), "Bo Lund"),
            TimelineEntry("Referral received", date(2026, 11, 2)),
        ),
        "rows": (
            SummaryRow("When", "Thursday 3 December 2026, 10:00", "#move", "Move it"),
            SummaryRow("Where", "Health house, ground floor\nThe door to the garden"),
            SummaryRow("With", "Bo Lund and Cleo Dahl", "#people", "See who they are"),
        ),
        "people": (
            PersonLine(
                name="Bo Lund",
                initials="BL",
                role="Care manager",
                organisation="Mental health services",
                hours="Monday to Thursday 9 to 15",
                phone="+45 00 00 00 01",
                pattern="dots",
                url="#bo",
            ),
            PersonLine(
                name="Cleo Dahl",
                initials="CD",
                role="Employment consultant",
                organisation="Jobcentre",
                hours="Tuesday and Friday",
                pattern="stripe",
                note="Away until 5 December",
            ),
            PersonLine(name="Finn Haddad", initials="FH", role="Your companion"),
        ),
        "pages": Pager(2, 3),
    }


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery; outside the demonstration there is nothing here."""
    if not getattr(settings, "ROUNDTABLE_DEMO", False):
        raise Http404
    refused = GalleryForm({"text": "x" * 2_001, "on": "31.2.2026", "at": "25", "channel": "raven"}, auto_id="refused_%s")
    return render(request, "ui/gallery.html", gallery_page(refused))
