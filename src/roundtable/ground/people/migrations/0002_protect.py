from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0001_protect")]
    operations = [
        migrations.RunSQL(
            """SELECT guard.protect_base('people_person'); SELECT guard.protect_base('people_contactdetails'); SELECT guard.protect_door('people_account')""",
            migrations.RunSQL.noop,
        ),
    ]
