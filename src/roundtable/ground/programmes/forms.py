"""What a professional writes about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ui.fields import PlainText, SeenField


class AboutMeForm(forms.Form):
    """Five lines, each may stay empty."""

    readers = _("Everyone at your tables, and your colleagues in the programme")

    hours = PlainText(label=_("When you can reach me"), help_text=_("For example: Mon–Thu 9–15"), required=False, rows=2, max_length=300)
    i_decide = PlainText(label=_("What I decide"), required=False, rows=2, max_length=300)
    i_do_not_decide = PlainText(label=_("What I do not decide"), required=False, rows=2, max_length=300)
    my_judgement = PlainText(
        label=_("How I use my judgement"),
        help_text=_("Where the rules leave room, what do you look at?"),
        required=False,
        rows=2,
        max_length=300,
    )
    my_organisation_needs = PlainText(label=_("What my organisation needs from me"), required=False, rows=2, max_length=300)
    seen = SeenField()
