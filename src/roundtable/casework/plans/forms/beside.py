"""What stands beside the goals: how one would see that it went well."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roundtable.casework.plans.forms import SHORT, Revised
from roundtable.ui.fields import PlainText


class WentWellForm(Revised):
    """How I would see that it went well."""

    text = PlainText(
        label=_("I would see it by this"),
        help_text=_("For example: lunch with the others again."),
        required=False,
        multiline=False,
        max_length=SHORT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("text"):
            self.fields["text"].help_text = _("For example: lunch with the others again. Leave it empty to take it back.")
