from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0007_corrections")]
    operations = [migrations.AddField("meetingline", "text", models.TextField(blank=True, default=""))]
