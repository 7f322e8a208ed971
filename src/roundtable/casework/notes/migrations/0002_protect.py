from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"

FOLLOWS = """
ALTER TABLE {0} ADD CONSTRAINT {0}_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall)
  ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
OWN = """
CREATE POLICY authors ON {0} AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person()));
"""
NOTED = """
CREATE POLICY noters ON notes_contactchange AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (noted_by_id = guard.actor_person() AND noted_at = now());
"""
TABLES = {"notes_note": "INSERT", "notes_contact": "INSERT", "notes_contactchange": "INSERT", "notes_draft": "INSERT, DELETE"}


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial"), ("seats", "0002_guard"), ("notices", "0002_protect")]
    operations = [
        migrations.RunSQL(
            [
                *(f"SELECT guard.protect_content('{table}', 'item_id', '{privileges}')" for table, privileges in TABLES.items()),
                *(FOLLOWS.format(table) for table in TABLES),
                *(OWN.format(table) for table in TABLES if table != "notes_contactchange"),
                NOTED,
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL((SQL / "0003_time.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
