from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casefile", "0001_initial"), ("seats", "0002_guard")]
    operations = [
        migrations.RunSQL(
            [
                "SELECT guard.protect_base('casefile_visit')",
                """CREATE POLICY keeps ON casefile_visit TO web_citizen, web_care, web_authority
                  USING (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set()) AND case_id = ANY ((SELECT guard.my_cases())::uuid[]))
                  WITH CHECK (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set()) AND case_id = ANY ((SELECT guard.my_cases())::uuid[])
                              AND seen_at <= now())""",
                "GRANT SELECT, INSERT, UPDATE ON casefile_visit TO web_citizen, web_care, web_authority",
            ],
            migrations.RunSQL.noop,
        ),
    ]
