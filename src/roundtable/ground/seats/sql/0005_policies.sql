-- Row security of this room's tables and of the rooms below that needed the functions first; then ownership of the definer functions.

ALTER TABLE seats_disclosure ADD CONSTRAINT disclosure_one_year CHECK (until_at <= from_at + interval '1 year');
ALTER TABLE seats_item ADD CONSTRAINT item_wall FOREIGN KEY (scope_id, wall) REFERENCES seats_scope (id, wall);
ALTER TABLE seats_item ADD CONSTRAINT item_in_scope UNIQUE (id, scope_id, wall);
ALTER TABLE seats_text ADD CONSTRAINT text_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE seats_itemkey ADD CONSTRAINT key_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- An item's wall, kind and persons are its scope's, whatever the writer says.
CREATE FUNCTION guard.item_follows_scope() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  SELECT sc.wall, sc.kind, sc.about, sc.case_id INTO NEW.wall, NEW.scope_kind, NEW.about, NEW.case_id FROM seats_scope sc WHERE sc.id = NEW.scope_id;
  RETURN NEW;
END $$;
CREATE TRIGGER follows_scope BEFORE INSERT OR UPDATE OF scope_id, wall, scope_kind, about, case_id ON seats_item FOR EACH ROW EXECUTE FUNCTION guard.item_follows_scope();

SELECT guard.protect_grants('seats_case', $$id = ANY ((SELECT guard.my_cases())::uuid[]) OR id = ANY (ARRAY(SELECT d.case_id FROM guard.my_mandates() d))$$);
-- One's own seats are shown through the login they are acted in: whoever an injected statement claims to be, the login of an authority is not told at which
-- tables of care somebody sits, and the other way round. A manager with a mandate sees who sits there and since when: dates and names, no further facts.
SELECT guard.protect_grants('seats_seat', $$case_id = ANY ((SELECT guard.my_cases())::uuid[])
  OR (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set())
      AND CASE WHEN session_user = 'web_citizen' THEN hat IN ('citizen','companion','representative')
               ELSE hat NOT IN ('citizen','companion','representative') AND authority = (session_user = 'web_authority') END)
  OR case_id = ANY (ARRAY(SELECT d.case_id FROM guard.my_mandates() d))$$);
SELECT guard.protect_grants('seats_scope', $$id = ANY ((SELECT guard.my_scopes())::int[])$$);
SELECT guard.protect_grants('seats_disclosure', $$id = ANY ((SELECT guard.my_disclosures())::uuid[])$$);
SELECT guard.protect_grants('seats_discloseditem', $$disclosure_id = ANY ((SELECT guard.my_disclosures())::uuid[])$$);
SELECT guard.protect_grants('seats_disclosureevent', $$disclosure_id = ANY ((SELECT guard.my_disclosures())::uuid[])$$);
SELECT guard.protect_grants('seats_block', $$case_id = ANY ((SELECT guard.my_cases())::uuid[])
  AND by_id = (SELECT guard.actor_person() WHERE guard.actor_is_set() AND guard.actor_hat() = 'citizen')$$);
SELECT guard.protect_grants('seats_withholding', $$(SELECT guard.works_somewhere()) AND (
  by_id = (SELECT guard.actor_person() WHERE guard.actor_is_set() AND guard.actor_hat() = 'professional')
  OR countersigner_id = (SELECT guard.actor_person() WHERE guard.actor_is_set() AND guard.actor_hat() = 'professional'))$$);
SELECT guard.protect_grants('seats_opening', $$case_id = ANY ((SELECT guard.my_cases())::uuid[])$$);

SELECT guard.protect_content('seats_item', 'id', 'INSERT, DELETE');
SELECT guard.protect_content('seats_text', 'item_id', 'INSERT, DELETE');
-- Only drafts can be thrown away.
CREATE POLICY drafts_only ON seats_item AS RESTRICTIVE FOR DELETE TO web_citizen, web_care, web_authority USING (scope_kind = 'draft');
CREATE POLICY drafts_only ON seats_text AS RESTRICTIVE FOR DELETE TO web_citizen, web_care, web_authority
  USING (EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.scope_kind = 'draft'));
CREATE POLICY authors ON seats_item AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (author_id = guard.actor_person() AND author_hat = guard.actor_hat() AND made_at = now() AND moved_at IS NULL
    AND (author_seat_id IS NULL OR author_seat_id IN (SELECT s.id FROM guard.live_seats() s WHERE s.case_id = seats_item.case_id))
    AND (said_by_id IS NULL OR said_by_id = ANY ((SELECT guard.my_people())::uuid[])));
CREATE POLICY same_author ON seats_text AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person() AND i.made_at = now()));
CREATE POLICY oracle ON seats_item TO oracle USING (true) WITH CHECK (true);
CREATE POLICY oracle ON seats_text TO oracle USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON seats_item, seats_text TO oracle;

SELECT guard.protect_content('seats_itemkey', 'item_id', 'INSERT, DELETE');
CREATE POLICY drafts_only ON seats_itemkey AS RESTRICTIVE FOR DELETE TO web_citizen, web_care, web_authority
  USING (EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.scope_kind = 'draft'));
CREATE POLICY wraps ON seats_itemkey FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (item_id = ANY (SELECT i.id FROM seats_item i) AND ring IN ('citizen', 'care', 'authority'));
CREATE POLICY oracle ON seats_itemkey TO oracle USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE, DELETE ON seats_itemkey TO oracle;

SELECT guard.protect_base('seats_scopekey');
CREATE POLICY reads ON seats_scopekey TO web_citizen, web_care, web_authority
  USING (scope_id = ANY ((SELECT guard.my_scopes())::int[])) WITH CHECK (scope_id = ANY ((SELECT guard.my_writable())::int[]));
GRANT SELECT, INSERT ON seats_scopekey TO web_citizen, web_care, web_authority;

-- Rooms below, whose policies needed the functions above.
CREATE POLICY knows ON people_person FOR SELECT TO web_citizen, web_care, web_authority USING (id = ANY ((SELECT guard.my_people())::uuid[]));
CREATE POLICY knows ON people_contactdetails FOR SELECT TO web_citizen, web_care, web_authority USING (person_id = ANY ((SELECT guard.my_citizens())::uuid[]));
CREATE POLICY knows ON programmes_membership FOR SELECT TO web_citizen, web_care, web_authority USING (person_id = ANY ((SELECT guard.my_people())::uuid[]));
CREATE POLICY knows ON programmes_aboutme FOR SELECT TO web_citizen, web_care, web_authority USING (person_id = ANY ((SELECT guard.my_people())::uuid[]));
CREATE POLICY keeps ON programmes_aboutme TO web_care, web_authority
  USING (person_id = (SELECT guard.actor_here() WHERE guard.actor_hat() IN ('professional','team_leader')))
  WITH CHECK (person_id = (SELECT guard.actor_here() WHERE guard.actor_hat() IN ('professional','team_leader')));
GRANT SELECT ON people_person, people_contactdetails, programmes_membership, programmes_aboutme TO web_citizen, web_care, web_authority;
GRANT INSERT, UPDATE ON programmes_aboutme TO web_care, web_authority;

CREATE POLICY oracle ON people_person TO oracle USING (true) WITH CHECK (true);
CREATE POLICY oracle ON people_contactdetails TO oracle USING (true) WITH CHECK (true);
CREATE POLICY oracle ON programmes_membership TO oracle USING (true);
GRANT SELECT, INSERT ON people_person, people_contactdetails TO oracle;
GRANT UPDATE (phone, email, born_on) ON people_contactdetails TO oracle;
GRANT SELECT ON programmes_membership TO oracle;

-- The read log: written by the recorder, sealed by the sealer, read by the citizen it is about and by members of the scope (invariants 15-17).
SELECT guard.protect_base('access_accessevent');
REVOKE UPDATE, DELETE ON access_accessevent FROM loader;
CREATE POLICY records ON access_accessevent FOR INSERT TO recorder WITH CHECK (true);
CREATE POLICY seals ON access_accessevent FOR SELECT TO sealer USING (true);
CREATE POLICY shown ON access_accessevent FOR SELECT TO web_citizen, web_care, web_authority
  USING (CASE WHEN session_user = 'web_citizen'
    THEN (SELECT guard.actor_hat()) = 'citizen' AND case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND (SELECT guard.actor_person()) = ANY (about)
         AND (show_from IS NULL OR show_from <= now())
    ELSE scope_id = ANY ((SELECT guard.my_scopes())::int[]) END);
GRANT INSERT (person_id, hat, seat_id, case_id, item_id, scope_id, about, purpose, basis, show_from) ON access_accessevent TO recorder;
GRANT SELECT ON access_accessevent TO sealer, web_citizen, web_care, web_authority;
SELECT guard.protect_base('access_seal');
REVOKE UPDATE, DELETE, INSERT ON access_seal FROM loader;
CREATE POLICY seals ON access_seal TO sealer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON access_seal TO sealer;

GRANT SELECT ON programmes_programme, programmes_role, organisations_organisation TO oracle;

-- Who may call what: the functions above all logins of the web, but for those named below. Of the templates, `owner` alone; of what access made for others,
-- it has said so itself.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'guard' AND p.proname !~ '^(protect_|open_table)'
    AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee NOT IN (0, p.proowner)) LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oracle, web_citizen, web_care, web_authority', f);
  END LOOP;
  -- Before a hat is known: for the door.
  REVOKE ALL ON FUNCTION guard.hats_of(uuid), guard.leads_it(uuid, uuid) FROM web_citizen, web_care, web_authority;
  GRANT EXECUTE ON FUNCTION guard.hats_of(uuid), guard.leads_it(uuid, uuid) TO door;
  -- The inner ones answer about any case or person they are asked about: for the functions above only.
  REVOKE ALL ON FUNCTION guard.citizens_of(uuid), guard.closed_by(uuid, uuid), guard.in_force(public.seats_disclosure), guard.sees_for(public.seats_seat),
    guard.is_beside_a_citizen(uuid, uuid), guard.item_follows_scope() FROM web_citizen, web_care, web_authority;
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'guard' AND p.prosecdef LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
