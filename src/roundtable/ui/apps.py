"""The look and the shared components, as a Django app."""

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Templates, form fields, styles and scripts that every room uses; no tables."""

    name = "roundtable.ui"
    label = "ui"
    verbose_name = "Look and components"

    def ready(self) -> None:
        """Django's own refusals in our words, in one place instead of on every field of every room."""
        forms.Field.default_error_messages["required"] = _("Please fill this in.")
        forms.ChoiceField.default_error_messages["required"] = _("Please choose one.")
        forms.ChoiceField.default_error_messages["invalid_choice"] = _("This choice is not possible here. Please choose another.")
        forms.MultipleChoiceField.default_error_messages["required"] = _("Please choose at least one.")
        forms.MultipleChoiceField.default_error_messages["invalid_choice"] = _("This choice is not possible here. Please choose another.")
        forms.BooleanField.default_error_messages = {"required": _("Please tick this if you want to go on.")}
