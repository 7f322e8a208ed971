from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_asked_once")]
    operations = [migrations.AddField("keptform", "for_later", models.BooleanField(default=False))]
