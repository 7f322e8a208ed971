from django.db import migrations

PROTECT = """
SELECT guard.protect_base('notices_notice');
CREATE POLICY mine ON notices_notice FOR SELECT TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set()));
CREATE POLICY reads ON notices_notice FOR UPDATE TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set())) WITH CHECK (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set()));
CREATE POLICY tells ON notices_notice FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_is_set() AND sender_id = guard.actor_person() AND (case_id = ANY ((SELECT guard.my_cases())::uuid[])
    OR person_id = ANY ((SELECT guard.my_people())::uuid[])));
GRANT SELECT, INSERT ON notices_notice TO web_citizen, web_care, web_authority;
GRANT UPDATE (read_at) ON notices_notice TO web_citizen, web_care, web_authority;
CREATE POLICY posts ON notices_notice TO worker USING (true) WITH CHECK (true);
GRANT SELECT ON notices_notice TO worker;
GRANT UPDATE (mailed_at) ON notices_notice TO worker;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("seats", "0002_guard")]
    operations = [migrations.RunSQL(PROTECT, migrations.RunSQL.noop)]
