from django.db import migrations

PROTECT = """
GRANT UPDATE (so) ON assessments_saidso TO web_citizen;
CREATE POLICY after_all ON assessments_saidso AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
  USING (guard.actor_hat() = 'citizen'
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.said_by_id = guard.actor_person() AND guard.course_goes_on(i.case_id)))
  WITH CHECK (so);
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_said_differently")]

    operations = [migrations.RunSQL(PROTECT, migrations.RunSQL.noop)]
