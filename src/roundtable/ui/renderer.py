"""How a Django form becomes HTML: labels, hints and errors in fixed places, tied together for screen readers."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates as BuiltInWidgets
from django.forms.renderers import TemplatesSetting

OWN_WIDGETS = {
    "django/forms/widgets/radio.html": "ui/forms/widgets/radio.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/widgets/checkbox_select.html",
}

# Kind of field → the class the style sheet knows. The order matters: subclasses first.
KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.FileInput, "file", "govuk-file-upload"),
)


class Field(BoundField):
    """A field on a page; knows its kind, its explanation and whether it stands for free text."""

    @property
    def kind(self) -> str:
        """Which of the field templates draws it."""
        return self._kind_and_class()[0]

    @property
    def readers(self) -> Any:
        """Who can read what is written here, if the field says so."""
        return getattr(self.field, "readers", None)

    @property
    def may_be_empty(self) -> bool:
        """Whether to say that it can be left empty: not of a tick box, nor of choices of which one says "nothing" or is chosen already."""
        if self.field.required or self.kind == "checkbox" or getattr(self.field, "said_once", False):
            return False
        choices = [str(value) for value, _ in getattr(self.field, "choices", ())]
        return "" not in choices and (self.kind != "radios" or str(self.initial or "") not in choices)

    @property
    def most_characters(self) -> int | None:
        """The limit the counter counts down to, for free text only."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str | None:
        """The ids of everything that explains this field, in reading order."""
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        if not self.auto_id or self.is_hidden:
            return None
        parts = [
            (self.kind == "textarea", "calm"),
            (bool(self.help_text), "helptext"),
            (bool(self.errors), "error"),
            (self.most_characters is not None, "count"),
        ]
        return " ".join(f"{self.auto_id}_{name}" for shown, name in parts if shown) or None

    def build_widget_attrs(self, attrs: Any, widget: forms.Widget | None = None) -> dict[str, Any]:
        """Adds the class of the style sheet; leaves `required` to the server, whose words are calmer than a browser's."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if widget.is_hidden:
            return built
        css = self._kind_and_class()[1]
        base = css.split("__")[0]
        if self.errors and css in {"govuk-input", "govuk-textarea", "govuk-select", "govuk-file-upload"}:
            css = f"{css} {base}--error"
        built["class"] = " ".join(filter(None, [css, str(widget.attrs.get("class", "")), str(built.get("class", ""))]))
        return built

    def _kind_and_class(self) -> tuple[str, str]:
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden", ""
        for widget_class, kind, css in KINDS:
            if isinstance(widget, widget_class):
                return kind, css
        return "text", "govuk-input"


class Renderer(TemplatesSetting):
    """`FORM_RENDERER`: our form and field templates, Django's own widgets where ours add nothing."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = Field

    _built_in = BuiltInWidgets()

    def get_template(self, template_name: str) -> Any:
        """Ours first; Django's widgets come from Django itself, so that `django.forms` need not be an installed app."""
        if template_name in OWN_WIDGETS:
            return super().get_template(OWN_WIDGETS[template_name])
        if template_name.startswith("django/forms/"):
            return self._built_in.get_template(template_name)
        return super().get_template(template_name)
