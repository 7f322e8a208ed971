"""What templates say and run; each check finds the fault planted for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from . import templates
from .house import SRC
from .test_house import plant

Checker = Callable[[Path], list[str]]
CHECKERS: list[Checker] = [templates.untranslated, templates.old_tags, templates.never_words, templates.inline, templates.unescaped]

PLANTED: list[tuple[Checker, str]] = [
    (templates.untranslated, "<p>Hello</p>"),
    (templates.untranslated, "{% if plan %}yours{% endif %}"),
    (templates.untranslated, '<img src="a.svg" alt="The table">'),
    (templates.untranslated, '<input type="submit" value="Send">'),
    (templates.untranslated, '<button aria-label="Close {{ name }}"></button>'),
    (templates.untranslated, '<p>{% translate "Hello" %}, Amal</p>'),
    (templates.untranslated, "<p>Ærø</p>"),
    (templates.untranslated, '{% button "Send to Bo" %}'),
    (templates.untranslated, "{% include 'ui/_card.html' with title='Today' %}"),
    (templates.untranslated, '{{ words|default:"Nothing yet." }}'),
    (templates.old_tags, '{% trans "Hello" %}'),
    (templates.old_tags, "{% blocktrans %}Hello{% endblocktrans %}"),
    (templates.never_words, '{% translate "Your mandate" %}'),
    (templates.never_words, "{% blocktranslate %}Both Sides read it{% endblocktranslate %}"),
    (templates.never_words, "{% blocktranslate trimmed %}This was held\n  back{% endblocktranslate %}"),
    (templates.never_words, "{% include 'ui/_chip.html' with text=_('The authority reads it') %}"),
    (templates.never_words, "{% translate 'two authorities' %}"),
    (templates.inline, "<script>go()</script>"),
    (templates.inline, "<style>p{}</style>"),
    (templates.inline, '<p style="color:red">'),
    (templates.inline, '<button onclick="go()">'),
    (templates.inline, '<a href="javascript:go()">'),
    (templates.inline, "<p {% if late %}style='color:red'{% endif %}>"),
    (templates.unescaped, "{{ text|safe }}"),
    (templates.unescaped, "{% autoescape off %}{{ text }}{% endautoescape %}"),
]

SOUND = """{% extends "ui/page.html" %}{% load i18n static %}
{# A comment about the wall, without gettext. #}
{% comment "why" %}<script>go()</script> mark this|safe{% endcomment %}
{% block title %}{% translate "Joint plan" %}{% endblock %}
<script src="{% static 'ui/pause.js' %}" defer></script><script type="application/json" id="seats">{"a": 1}</script>
<p class="side ground" data-side="{{ seat.side }}">{% blocktranslate trimmed with name=person.name side=seat.side %}
  {{ name }} has answered from {{ side }}. A considerable answer, on the background of much, inside and beside the wallpaper.
{% endblocktranslate %} · 1–2 &nbsp; Roundtable</p>
<a href="{% url 'disclosure:withdraw' disclosure.id %}" title="{% translate "Stop sharing" %}"
{% if on %}aria-current="page"{% endif %}>{{ label }}</a>
{% include "ui/_card.html" with title=_("Today") kind="next step" %}{{ day|date:"F j" }}{% if answer == "Yes" %}{% endif %}
"""


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_the_templates_of_the_house_have_no_fault(checker: Checker) -> None:
    assert checker(SRC) == []


@pytest.mark.parametrize(("checker", "text"), PLANTED, ids=[f"{checker.__name__}-{number}" for number, (checker, _) in enumerate(PLANTED)])
def test_a_fault_in_a_template_is_found_on_its_line(tmp_path: Path, checker: Checker, text: str) -> None:
    plant(tmp_path, "casework/plans/templates/plans/plan.html", f"{{% load i18n %}}\n\n{text}\n")
    found = checker(tmp_path)
    assert found
    assert checker is templates.old_tags or any("plan.html:3" in fault for fault in found)


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_a_sound_template_is_no_fault(tmp_path: Path, checker: Checker) -> None:
    assert checker(plant(tmp_path, "casework/plans/templates/plans/plan.html", SOUND)) == []


def test_every_check_of_templates_has_a_planted_fault() -> None:
    assert {checker for checker, _ in PLANTED} == set(CHECKERS)


@pytest.mark.parametrize("word", templates.NEVER)
def test_every_never_word_is_found_alone_and_in_the_plural(word: str) -> None:
    assert templates.NEVER_WORDS.search(f"One {word.title()}, please")
    assert templates.NEVER_WORDS.search(f"some {word}s") or word in ("authority", "vulnerability")
    assert not templates.NEVER_WORDS.search(f"un{word}ed")


def test_a_page_only_staff_reach_may_use_staff_words(tmp_path: Path) -> None:
    plant(tmp_path, "ground/seats/templates/seats/inbox.html", '{% translate "Both sides" %}')
    plant(tmp_path, "ground/seats/templates/seats/start.html", '{% translate "Both sides" %}')
    assert len(templates.never_words(tmp_path, ("seats/inbox.html",))) == 1


def test_only_the_listed_sample_is_spared_gettext(tmp_path: Path) -> None:
    plant(tmp_path, "ui/templates/ui/gallery.html", "<p>Hello</p>")
    plant(tmp_path, "ui/templates/ui/my_gallery.html", "<p>Hello</p>")
    assert [fault.split(":")[0] for fault in templates.untranslated(tmp_path)] == ["roundtable/ui/templates/ui/my_gallery.html"]


def test_every_template_that_is_spared_a_check_is_there() -> None:
    assert [name for name in (*templates.STAFF_TEMPLATES, *templates.SAMPLES) if not list((SRC / "roundtable").rglob(name))] == []
