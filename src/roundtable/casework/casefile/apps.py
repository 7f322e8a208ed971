from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "roundtable.casework.casefile"
    label = "casefile"
    default_auto_field = "django.db.models.BigAutoField"
