from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("seats", "0002_guard")]
    operations = [migrations.RunSQL("SELECT guard.protect_content('assessments_workabilityrange')", migrations.RunSQL.noop)]
