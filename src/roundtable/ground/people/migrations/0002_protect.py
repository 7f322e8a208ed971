from django.db import migrations

PROTECT = """
SELECT guard.protect_base('people_person');
SELECT guard.protect_base('people_contactdetails');
SELECT guard.protect_door('people_account');
SELECT guard.protect_door('people_lettercode');
SELECT guard.protect_door('people_signinlink');
SELECT guard.protect_door('people_keptform');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0001_protect")]
    operations = [migrations.RunSQL(PROTECT, migrations.RunSQL.noop)]
