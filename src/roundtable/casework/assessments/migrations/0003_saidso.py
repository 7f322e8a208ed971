import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

PROTECT = """
SELECT guard.protect_content('assessments_saidso');
ALTER TABLE assessments_saidso ADD CONSTRAINT said_so_follows FOREIGN KEY (item_id, scope_id, wall)
  REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
CREATE POLICY quoted ON assessments_saidso AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND guard.actor_hat() = 'citizen'
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.said_by_id = guard.actor_person() AND guard.course_goes_on(i.case_id)));
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_protect"), ("seats", "0002_guard"), ("cases", "0002_protect")]

    operations = [
        migrations.CreateModel(
            name="SaidSo",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
        ),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
