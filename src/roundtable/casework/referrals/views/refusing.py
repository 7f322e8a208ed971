"""A refusal on the form it belongs to."""

from django import forms

from roundtable.kernel.refusal import Refusal
from roundtable.ui.refusals import refusal_sentence


def refuse(form: forms.Form, no: Refusal) -> None:
    """The refusal's sentence, at its field where the form has it, else on top."""
    form.add_error(no.field if no.field in form.fields else None, refusal_sentence(no))
