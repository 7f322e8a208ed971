from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_absence")]
    operations = [migrations.RunSQL("SELECT guard.protect_base('programmes_absence')", migrations.RunSQL.noop)]
