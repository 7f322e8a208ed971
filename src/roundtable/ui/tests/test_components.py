"""Components and the frame: they say what they should, and nothing typed becomes markup."""

from datetime import date

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from roundtable.ui.days import with_weekday
from roundtable.ui.errors import STATUSES, csrf_failure, error_page, page_not_found
from roundtable.ui.frame import Frame, Happened, MenuEntry
from roundtable.ui.parts import Pager, PersonLine, SummaryRow, TimelineEntry

EVIL = "<script>alert('x')</script>"


def show(source: str, **context: object) -> str:
    """A template's HTML."""
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def frame(**changes: object) -> Frame:
    """Amal's frame."""
    given: dict[str, object] = {
        "person_name": "Amal Haddad",
        "role_name": "citizen",
        "menu": (MenuEntry("Start", "/start/", True), MenuEntry("My plan", "/plan/")),
        "contact_person": "Bo Lund",
        "contact_phone": "+45 00 00 00 01",
        "emergency": ("Life in danger: 112",),
        "sign_out_url": "/out/",
        "quick_exit_url": "https://example.org/",
        "language": "da",
    }
    return Frame(**(given | changes))  # type: ignore[arg-type]


def test_every_page_says_who_i_am_whom_to_call_and_how_to_leave() -> None:
    html = render_to_string("ui/base.html", {"frame": frame()})
    assert '<html lang="da"' in html
    assert "Amal Haddad, citizen" in html
    assert '<a href="tel:112">112</a>' in html and '<a href="tel:+4500000001">+45 00 00 00 01</a>' in html
    assert '<a href="/start/" aria-current="page">Start</a>' in html
    assert 'href="https://example.org/" rel="noreferrer" data-quick-exit' in html
    assert html.index('href="#main"') < html.index("<header")
    assert '<form method="post" action="/out/">' in html


def test_a_page_without_a_frame_still_has_an_emergency_number() -> None:
    html = render_to_string("ui/base.html")
    assert '<a href="tel:112">112</a>' in html
    assert "<nav" not in html and "UNDEFINED" not in html


def test_a_hostile_name_in_the_frame_stays_a_name() -> None:
    html = render_to_string(
        "ui/base.html",
        {"frame": frame(person_name=EVIL, role_name=EVIL, contact_person=EVIL, emergency=(EVIL + " 112",), menu=(MenuEntry(EVIL, "/"),))},
    )
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;") == 5


def test_a_menu_has_at_most_five_entries_and_one_open_page() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        frame(menu=tuple(MenuEntry(str(number), "/") for number in range(6)))
    with pytest.raises(ValueError, match="Only one"):
        frame(menu=(MenuEntry("a", "/", True), MenuEntry("b", "/", True)))


def test_after_an_act_the_page_says_what_happened_who_sees_it_and_what_comes_next() -> None:
    happened = Happened(
        what="Sent to Bo.", readers="You and Bo", comes_next="Bo answers by Tuesday.", change_url="/undo/", change_label="Take it back"
    )
    html = render_to_string("ui/base.html", {"frame": frame(), "happened": happened})
    for words in ("Sent to Bo.", "You and Bo", "Bo answers by Tuesday.", '<a href="/undo/">Take it back</a>'):
        assert words in html


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_page_is_calm_and_blames_nobody(status: int) -> None:
    answer = error_page(RequestFactory().get("/secret-name/"), status)
    body = answer.content.decode()
    assert answer.status_code == status
    assert "secret-name" not in body and "UNDEFINED" not in body and f"{status}" not in body
    assert "<h1>" in body and 'href="tel:112"' in body


def test_hidden_and_absent_pages_have_the_same_bytes() -> None:
    first = page_not_found(RequestFactory().get("/cases/amal/"), Exception("no seat"))
    second = page_not_found(RequestFactory().get("/cases/nobody/"), Exception("no such case"))
    assert first.content == second.content == error_page(RequestFactory().get("/"), 404, "a reason").content


def test_a_refusal_shows_its_own_sentence_where_that_tells_nothing() -> None:
    request = RequestFactory().get("/")
    assert b"The plan was closed yesterday." in error_page(request, 409, "The plan was closed yesterday.").content
    assert b"&lt;b&gt;" in error_page(request, 422, "<b>").content
    assert b"open for too long" in csrf_failure(request).content
    with pytest.raises(ValueError, match="No page"):
        error_page(request, 418)


def test_chips_say_the_word_and_refuse_unknown_marks() -> None:
    assert (
        show('{% chip word "moss" %}', word=EVIL)
        == '<strong class="rt-chip rt-chip--moss">&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</strong>'
    )
    assert show('{% answer_chip "yes_but" %}{% answer_chip None %}').count("rt-chip--") == 2
    with pytest.raises(ValueError, match="red"):
        show('{% chip "No" "red" %}')


def test_block_components_keep_markup_of_the_template_and_escape_what_was_typed() -> None:
    html = show("{% card title %}<p>{{ typed }}</p>{% endcard %}{% details title %}{{ typed }}{% enddetails %}", title=EVIL, typed=EVIL)
    assert "<script>" not in html and html.count("&lt;script&gt;") == 4 and "<p>&lt;" in html
    assert " open" in show('{% details "More" open=True %}x{% enddetails %}')
    quoted = show("{% quoted who %}{{ typed }}{% endquoted %}", who="Amal", typed="one\ntwo <b>")
    assert "<blockquote>one\ntwo &lt;b&gt;</blockquote>" in quoted
    assert "<p>x</p></div>" in show("{% inset %}<p>x</p>{% endinset %}")


def test_lists_escape_what_they_are_given() -> None:
    html = show(
        "{% timeline entries %}{% summary_list rows %}{% person_line person %}{% empty_state title text %}",
        entries=(TimelineEntry(EVIL, date(2026, 11, 20), EVIL, EVIL, "/x/"),),
        rows=(SummaryRow(EVIL, EVIL + "\nsecond", "/c/", EVIL),),
        person=PersonLine(name=EVIL, initials="<>", role=EVIL, organisation=EVIL, hours=EVIL, phone=EVIL, note=EVIL),
        title=EVIL,
        text=EVIL,
    )
    assert "<script>" not in html and "UNDEFINED" not in html
    assert '<time datetime="2026-11-20">20 November 2026</time>' in html


def test_the_pager_shows_ways_only_where_there_are_pages() -> None:
    assert show("{% pager pages %}", pages=Pager(1, 1)) == ""
    first, last = show("{% pager pages %}", pages=Pager(1, 2, "?state=sent&page=")), show("{% pager pages %}", pages=Pager(2, 2))
    assert 'href="?state=sent&amp;page=2"' in first and "Previous" not in first
    assert "Next" not in last and 'href="?page=1"' in last


def test_telephone_numbers_become_links_and_nothing_else_does() -> None:
    assert show("{{ line|phone_links }}", line="9-15: +45 12 34 56 78 & 112") == (
        '9-15: <a href="tel:+4512345678">+45 12 34 56 78</a> &amp; <a href="tel:112">112</a>'
    )


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ((forms.TextInput,), "Nothing is lost. What you wrote is still here."),
        ((forms.PasswordInput, forms.PasswordInput), "Nothing is lost. Write it once more."),
        ((forms.TextInput, forms.PasswordInput), "What you wrote is still here. Only what nobody may see is empty: write that once more."),
    ],
)
def test_over_boxes_that_were_emptied_the_page_does_not_say_that_everything_is_still_there(boxes: tuple[type, ...], said: str) -> None:
    shape = type("Shape", (forms.Form,), {f"box_{number}": forms.CharField(widget=box) for number, box in enumerate(boxes)})
    assert said in show("{% error_summary form %}", form=shape({"box_0": "x" if len(boxes) > 1 else ""}))


def test_a_day_with_its_weekday_has_one_form_in_danish() -> None:
    for language, said in (("da", "torsdag den 3. december"), ("nl", "donderdag 3 december"), ("en", "Thursday 3 December")):
        with override(language):
            assert with_weekday(date(2026, 12, 3), "MONTH_DAY_FORMAT") == said
