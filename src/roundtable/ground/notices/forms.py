"""How one wants to be told."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.ground.notices.rules import Choice, InCalendar
from roundtable.ui import fields
from roundtable.ui.slowly import Slowly

HOURS = [("", _("No quiet hours")), *((str(hour), f"{hour:02}:00") for hour in range(24))]
AT_ONCE, DIGEST = "at_once", "digest"


def _hour(said: str) -> int | None:
    return int(said) if said else None


class NoticesForm(Slowly):
    """Where messages go, when, and how little they say. On one's own page it stands in any case."""

    together = (("mail", "text"), ("quiet_from", "quiet_to"))

    mail = forms.BooleanField(label=_("By mail"), required=False)
    text = forms.BooleanField(label=_("By text message"), help_text=_("To the telephone number your people have of you."), required=False)
    when = forms.ChoiceField(
        label=_("When?"),
        widget=forms.RadioSelect,
        choices=[(AT_ONCE, _("At once")), (DIGEST, _("Once a day, in one mail, in the morning"))],
    )
    quiet_from = forms.TypedChoiceField(label=_("Nothing is sent from"), choices=HOURS, coerce=_hour, empty_value=None, required=False)
    quiet_to = forms.TypedChoiceField(label=_("Nothing is sent until"), choices=HOURS, coerce=_hour, empty_value=None, required=False)
    reminder = forms.BooleanField(label=_("Remind me once, the day before a meeting"), required=False)
    bare = forms.BooleanField(
        label=_("Messages name nobody"),
        help_text=_("They say only: There is something new for you. It is not urgent."),
        required=False,
    )
    calendar = forms.ChoiceField(
        label=_("What may my calendar know of a meeting?"),
        widget=forms.RadioSelect,
        choices=[
            (InCalendar.TIME.value, _("When it is")),
            (InCalendar.PLACE.value, fields.Choice(_("When and where it is"), _("Whoever sees your calendar can read the place."))),
            (InCalendar.NOTHING.value, fields.Choice(_("Nothing"), _("The mail has no invitation for a calendar then."))),
        ],
    )

    def heading(self, names: Sequence[str]) -> str:
        """What each of the two pairs asks."""
        return {"mail": _now("How shall we tell you?"), "quiet_from": _now("Are there hours when nothing may come?")}.get(names[0], "")

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        found = super().clean() or {}
        if (found.get("quiet_from") is None) != (found.get("quiet_to") is None):
            self.add_error("quiet_to", _("Choose both hours, or neither."))
        return found

    def chosen(self) -> dict[str, bool | int | str | None]:
        """What is kept: codes and hours."""
        values = self.cleaned_data
        kept = {name: values[name] for name in ("mail", "text", "reminder", "quiet_from", "quiet_to", "calendar")}
        return {**kept, "digest": values["when"] == DIGEST}

    @staticmethod
    def shown(choice: Choice) -> dict[str, object]:
        """The form as it was chosen before."""
        hours = {
            name: "" if hour is None else str(hour) for name, hour in (("quiet_from", choice.quiet_from), ("quiet_to", choice.quiet_to))
        }
        more = {"when": DIGEST if choice.digest else AT_ONCE, "calendar": choice.calendar.value, "bare": choice.bare}
        return {"mail": choice.mail, "text": choice.text, "reminder": choice.reminder, **hours, **more}
