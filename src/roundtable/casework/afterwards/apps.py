from django.apps import AppConfig


class AfterwardsConfig(AppConfig):
    name = "roundtable.casework.afterwards"
    label = "afterwards"
    default_auto_field = "django.db.models.BigAutoField"
