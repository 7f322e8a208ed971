"""The components, as template tags: `{% load ui %}`. See `roundtable.ui` for a page written with them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms, template
from django.conf import settings
from django.template import Context, loader
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from roundtable.ui.frame import Happened
from roundtable.ui.network import Between, Box, draw_network
from roundtable.ui.parts import MARKS, Pager, PersonLine, SummaryRow, TimelineEntry
from roundtable.ui.table import Readers, SeatMark, Size, answer_mark, answer_words, draw_face, draw_table

register = template.Library()

ONE_LINE = 24
"""So many letters fit beside a drawing on the narrowest phone."""

PHONE = re.compile(r"\+?\d(?:[\d ]{1,16}\d)")


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(loader.render_to_string(f"ui/parts/{name}.html", context))  # rendered by a template, which escapes


@register.simple_tag
def table_drawing(seats: Sequence[SeatMark], size: Size = "large", title: str = "") -> SafeString:
    """The round table: `{% table_drawing seats "small" %}`; sizes large, small, answers. Put words beside it."""
    return mark_safe(draw_table(tuple(seats), size, title))  # draw_table escapes every name


@register.simple_tag
def network_drawing(boxes: Sequence[Box], lines: Sequence[Between]) -> SafeString:
    """Texts and what lies between them, in a `<figure role="img">` with a name; a table beside it says the same in words."""
    return mark_safe(draw_network(tuple(boxes), tuple(lines)))  # draw_network escapes every text


@register.filter
def any_selected(options: Sequence[dict[str, Any]]) -> bool:
    """Whether one of a group's choices is chosen: then the group stands open."""
    return any(option["selected"] for option in options)


@register.simple_tag
def chip(word: Any, mark: str = "slate") -> SafeString:
    """A state in a word: `{% chip word "moss" %}`; marks moss, amber, slate, plum."""
    if mark not in MARKS:
        raise ValueError(f"Unknown mark {mark!r}")
    return format_html('<strong class="rt-chip rt-chip--{}">{}</strong>', mark, word)


@register.simple_tag
def answer_chip(answer: str | None) -> SafeString:
    """What somebody said to a plan, as a chip: yes, yes_but, no, not_yet, pending."""
    return chip(answer_words(answer or "pending"), answer_mark(answer))


@register.simple_tag
def who_reads(readers: Readers | str, seats: Sequence[SeatMark] = (), brief: bool = False) -> SafeString:
    """Who can read this, small picture and words, for an item or once a page: `{% who_reads "You and Bo" seats %}`.

    `brief` in a list that has said it once: "Who can read this" is heard, not seen; the picture and the names stay.
    """
    words, drawn = (readers.words, readers.seats) if isinstance(readers, Readers) else (readers, tuple(seats))
    return _render("who_reads", {"words": words, "seats": drawn, "brief": brief, "short": len(str(words)) <= ONE_LINE})


@register.filter
def only_me(readers: Readers) -> tuple[SeatMark, ...]:
    """The same table, drawn for what only its writer reads."""
    return tuple(replace(seat, reads=seat.is_me) for seat in readers.seats)


@register.simple_tag(takes_context=True)
def send_button(
    context: Context,
    label: Any,
    form: forms.BaseForm | None = None,
    readers: Readers | str = "",
    seats: Sequence[SeatMark] = (),
    kind: str = "primary",
    name: str = "",
    value: str = "",
    to: str = "",
) -> SafeString:
    """The button that says what happens, with who will read it beside it. Readers: given, or the form's, or its fields'.

    kind: primary (one a page) or secondary. name and value tell several buttons of one form apart. `to`: where the form goes, if not to
    its own page. Asked one question at a time, the button stands where the last one was answered, with the way back after it; the way
    to stop, at each. Where nothing was changed yet there is nothing to send and nothing to stop.
    """
    found = [readers] if readers else _form_readers(form)
    words = [reader.words if isinstance(reader, Readers) else str(reader) for reader in found]
    drawn = tuple(seats) or next((reader.seats for reader in found if isinstance(reader, Readers) and reader.seats), ())
    unique = list(dict.fromkeys(words))
    shown = {"label": label, "words": " · ".join(unique), "seats": drawn, "kind": kind, "name": name, "value": value}
    request, step = context.get("request"), getattr(form, "step", None)
    stands = step is not None and step.stands
    shown["waits"] = stands or (step is not None and not step.last)
    shown["goes_back"] = step is not None and step.last and step.goes_back
    if request is not None and getattr(form, "can_be_kept", False) and not stands:
        shown["keep_url"] = reverse("keep_for_later") + "?" + urlencode({"to": to or request.get_full_path()})
    return _render("send_button", shown)


def _form_readers(form: forms.BaseForm | None) -> list[Any]:
    if form is None:
        return []
    if own := getattr(form, "readers", None):
        return [own]
    return [reader for field in form.fields.values() if (reader := getattr(field, "readers", None))]


@register.simple_tag
def kept_before(form: forms.BaseForm) -> SafeString:
    """For a form whose page draws its fields itself: what was kept of it before is named, so that it goes once it was sent."""
    number = getattr(form, "kept_before", "")
    return format_html('<input type="hidden" name="_kept" value="{}">', number) if number else mark_safe("")


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """What to look at again: each field by its name, with a link to it; put it first in the main block, before the heading.

    The name is the field's label, or its `summary_label` where a page has several with one label ("Given name, person 2").
    """
    form.rt_summary_shown = True  # type: ignore[attr-defined]
    return _summary(form)


@register.simple_tag
def error_summary_unless_shown(form: forms.BaseForm) -> SafeString:
    """For the form template: the summary, if the page has not put it on top already."""
    return mark_safe("") if getattr(form, "rt_summary_shown", False) else _summary(form)


def _summary(form: forms.BaseForm) -> SafeString:
    if not form.is_bound or not form.errors:
        return mark_safe("")
    rows = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        for text in bound.errors:
            rows.append(
                {"text": text, "target": ""} if bound.is_hidden else {"text": _named(bound, str(text)), "target": _first_input(bound)}
            )
    boxes = [field.widget for field in form.fields.values() if not field.widget.is_hidden]
    secret = [isinstance(box, forms.PasswordInput) and not box.render_value for box in boxes]
    return _render("error_summary", {"rows": rows, "emptied": "all" if all(secret) else "some" if any(secret) else ""})


def _named(bound: Any, text: str) -> str:
    """Which field, then what to do: "Born on: We could not read this date." A question keeps its mark, and needs no colon."""
    name = str(getattr(bound.field, "summary_label", "") or bound.label).strip()
    places = {"field": name, "error": text}
    return gettext("%(field)s %(error)s") % places if name[-1:] in ("?", ".", "!", ":", "…") else gettext("%(field)s: %(error)s") % places


def _first_input(bound: Any) -> str:
    return f"{bound.auto_id}_0" if bound.kind in {"radios", "checkboxes"} else bound.id_for_label


@register.simple_block_tag
def card(content: str, title: Any = "", level: int = 2) -> SafeString:
    """The one next step of a page: `{% card "Next step" %}…{% endcard %}`. At most one a page."""
    return _render("card", {"content": content, "title": title, "level": level})


@register.simple_block_tag
def details(content: str, summary: Any, open: bool = False) -> SafeString:
    """More, for those who want it: `{% details "What a no would mean" %}…{% enddetails %}`."""
    return _render("details", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A quiet remark set off from the text: `{% inset %}…{% endinset %}`."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def quoted(content: str, who: Any, when: Any = "") -> SafeString:
    """A person's own words, line breaks kept: `{% quoted "Amal" %}{{ text }}{% endquoted %}`."""
    return _render("quoted", {"content": mark_safe(content.strip()), "who": who, "when": when})


@register.simple_tag
def panel(happened: Happened) -> SafeString:
    """What just happened, who can see it, what comes next, how to change it."""
    return _render("panel", {"happened": happened})


@register.simple_tag
def timeline(entries: Sequence[TimelineEntry], level: int = 3) -> SafeString:
    """What happened, newest first as given."""
    return _render("timeline", {"entries": entries, "level": level})


@register.simple_tag
def summary_list(rows: Sequence[SummaryRow]) -> SafeString:
    """Pairs of words and values, each with its own way to change it."""
    return _render("summary_list", {"rows": rows})


@register.simple_tag
def person_line(person: PersonLine) -> SafeString:
    """A person: face, name, role, hours, telephone."""
    return _render("person_line", {"person": person})


@register.simple_tag
def seat_face(initials: str, pattern: str = "plain") -> SafeString:
    """A person's seat as drawn at the table, beside the name."""
    return mark_safe(draw_face(initials, pattern))  # draw_face escapes the initials


@register.simple_tag
def pager(pages: Pager) -> SafeString:
    """Earlier and later pages of a list; nothing where there is one page."""
    return _render("pager", {"pager": pages}) if pages.pages > 1 else mark_safe("")


@register.simple_tag
def empty_state(title: Any, text: Any = "", url: str = "", label: Any = "") -> SafeString:
    """Nothing here yet, and what to do: `{% empty_state "No notes yet" "…" url "Write the first note" %}`."""
    return _render("empty_state", {"title": title, "text": text, "url": url, "label": label})


@register.simple_tag
def print_button(label: Any = "") -> SafeString:
    """Prints the page; hidden without JavaScript, where the browser's own menu does it."""
    return format_html(
        '<button type="button" class="govuk-button govuk-button--secondary rt-needs-js" data-print>{}</button>',
        label or gettext("Print this page"),
    )


@register.simple_tag
def read_aloud() -> SafeString:
    """Where the button stands that reads the page aloud. The script makes it where the device itself has a voice in the page's language."""
    return format_html(
        '<p class="rt-no-print" data-read-aloud="{}" data-read-aloud-stop="{}" hidden></p>', gettext("Read aloud"), gettext("Stop reading")
    )


@register.simple_tag
def back_link(url: str, label: Any = "") -> SafeString:
    """One step back, by name: `{% back_link url "Your plan" %}`."""
    return format_html('<a class="govuk-back-link" href="{}">{}</a>', url, label or gettext("Back"))


@register.simple_tag
def emergency_lines(given: Sequence[str] = ()) -> tuple[str, ...]:
    """The emergency numbers for the foot of the page: the programme's, else the installation's, else the European number."""
    return tuple(given) or tuple(getattr(settings, "ROUNDTABLE_EMERGENCY", ())) or (gettext("Life in danger: 112"),)


_A_DAY = re.compile(r"(?<!\w)(\d{1,2}\.?) (\w{3,10})(?: (\d{4}))?(?!\w)")


@register.filter
def whole_days(text: Any) -> str:
    """A text whose days stay on one line each: *by 18 November 2026* is not broken after the eighteenth.

    >>> whole_days("Bo: ring (by 18. november 2026)").count("\u00a0")
    2
    """
    return _A_DAY.sub(lambda day: "\u00a0".join(part for part in day.groups() if part), str(text))


@register.filter
def phone_links(text: Any) -> SafeString:
    """Turns telephone numbers in a line into links that a phone can call."""
    parts, last, line = [], 0, str(text)
    for match in PHONE.finditer(line):
        number = match.group()
        parts += [conditional_escape(line[last : match.start()]), format_html('<a href="tel:{}">{}</a>', number.replace(" ", ""), number)]
        last = match.end()
    return mark_safe("".join([*parts, conditional_escape(line[last:])]))  # every part escaped above
