from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("access", "0001_protect")]
    operations = [
        migrations.RunSQL("""SELECT guard.open_table('organisations_organisation')""", migrations.RunSQL.noop),
    ]
