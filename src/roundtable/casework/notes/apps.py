from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "roundtable.casework.notes"
    label = "notes"
    default_auto_field = "django.db.models.BigAutoField"
