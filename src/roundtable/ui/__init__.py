"""The look and the shared components: how to build a page with them.

A page template of a room (`templates/plans/plan.html`)::

    {% extends "ui/base.html" %}
    {% load i18n ui %}
    {% block title %}{% translate "Joint plan" %}{% endblock %}
    {% block before %}{% back_link page.course_url page.course_label %}{% endblock %}
    {% block main %}
      {% error_summary form %}                                  first, if the page has a form
      <h1>{% translate "Joint plan" %}</h1>
      {% who_reads page.readers %}                              said once a page
      {% card page.next_step_title %}<p>…</p>{% endcard %}      at most one: the next step
      {% table_drawing page.seats "answers" %}                  always with words beside it
      <form method="post" novalidate>{% csrf_token %}
        {{ form }}                                              labels, hints, errors, "Nobody reads this at once."
        {% send_button label form=form %}                       says what happens and who will read it
      </form>
    {% endblock %}
    {% block beside %}<aside class="rt-beside">…</aside>{% endblock %}    second column on wide screens

The view passes `frame` (a `roundtable.ui.frame.Frame`; without one the page shows name and emergency numbers only) and, after an
act, `happened` (a `roundtable.ui.frame.Happened`: what, readers, comes_next, change_url, change_label)::

    return render(request, "plans/plan.html", {"frame": frame, "page": page, "form": form})

A form::

    class MessageForm(forms.Form):
        readers = Readers("You and Bo", seats)        # or per field, or set on the instance in the view
        text = PlainText(label=_("Your message"))     # textarea; multiline=False for one line
        on = DateField(label=_("When"))               # ISO, 3.12.2026, 3/12-2026, 3. december 2026
        at = TimeField(label=_("At"))
        once = OnceField()                            # hidden token: a double click does the thing once

Plain data for the tags is in `roundtable.ui.parts` and `roundtable.ui.table`. Pages for refusals: `roundtable.ui.errors.error_page`.
Tags: table_drawing, who_reads, send_button, error_summary, chip, answer_chip, card, details, inset, quoted, panel, timeline,
summary_list, person_line, pager, empty_state, print_button, read_aloud, back_link. Every state of each is on /gallery/ (demo, tests).

Plain HTML is styled as it stands: h1, h2, h3, p, ul, ol, table, a. Lists of things: `<ul class="rt-list"><li>`; side by side with a
chip: `<div class="rt-line"><a>…</a>{% chip … %}</div>`; muted words: `class="rt-muted"`; quiet links: `<ul class="rt-quiet-links">`.
Letters and printed pages: everything in the frame disappears on paper by itself; `class="rt-no-print"` hides more.
"""
