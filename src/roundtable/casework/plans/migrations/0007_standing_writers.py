from django.db import migrations

# Where a plan stands is noted by who has an action that writes in it: the citizens and the professionals at the table. A representative reads.
WRITERS = """
DROP POLICY writers ON plans_standing;
DROP POLICY rewriters ON plans_standing;
CREATE POLICY writers ON plans_standing AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'professional'));
CREATE POLICY rewriters ON plans_standing AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
  USING (guard.actor_hat() IN ('citizen', 'professional'));
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_yes_noted")]
    operations = [migrations.RunSQL(WRITERS, migrations.RunSQL.noop)]
