from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_letters")]
    operations = [migrations.AddField("signinlink", "tries", models.PositiveSmallIntegerField(default=0))]
