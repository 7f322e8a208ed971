from django.db import migrations

PROTECT = """
SELECT guard.open_table('programmes_programme');
SELECT guard.open_table('programmes_role');
SELECT guard.protect_base('programmes_membership');
SELECT guard.protect_base('programmes_aboutme');
SELECT guard.protect_base('programmes_absence');
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("access", "0001_protect")]
    operations = [migrations.RunSQL(PROTECT, migrations.RunSQL.noop)]
