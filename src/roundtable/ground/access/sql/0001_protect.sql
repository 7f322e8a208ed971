-- Who acts, as the transaction was told; and the policy templates every table of the house is protected with.
-- Procedures rather than Python, so that a migration says `SELECT guard.protect_content('notes_note')` and imports nothing.

CREATE SCHEMA IF NOT EXISTS guard;
GRANT USAGE ON SCHEMA guard TO door, web_citizen, web_care, web_authority, worker, recorder, sealer, loader, oracle, evaluator, aggregator, backup;
GRANT USAGE ON SCHEMA public TO door, web_citizen, web_care, web_authority, worker, recorder, sealer, loader, oracle, evaluator, aggregator, backup;

CREATE FUNCTION guard.actor_person() RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT CASE WHEN current_setting('rt.person', true) ~ '^[0-9a-f-]{36}$' THEN current_setting('rt.person', true)::uuid END); END $$;

CREATE FUNCTION guard.actor_hat() RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT nullif(current_setting('rt.hat', true), '')); END $$;

-- The one case, or NULL for "mine"; guard.actor_is_set() tells "mine" from "not said".
CREATE FUNCTION guard.actor_case() RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT CASE WHEN current_setting('rt.case', true) ~ '^[0-9a-f-]{36}$' THEN current_setting('rt.case', true)::uuid END); END $$;

CREATE FUNCTION guard.actor_purpose() RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT nullif(current_setting('rt.purpose', true), '')); END $$;

-- Default deny: person, hat, case-or-mine and a purpose from the closed list, or nothing at all (invariant 1).
-- A hat must also come through its own login; this holds whatever person is claimed.
CREATE FUNCTION guard.actor_is_set() RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (
 SELECT coalesce(guard.actor_person() IS NOT NULL
     AND (guard.actor_case() IS NOT NULL OR current_setting('rt.case', true) = 'mine')
     AND guard.actor_purpose() IN ('case','plan','meeting','messages','prepare','referral','share','countersign','search','log','team',
                                   'hand_over','record','print','import')
     AND CASE session_user
           WHEN 'web_citizen' THEN guard.actor_hat() IN ('citizen','companion','representative')
           WHEN 'web_care' THEN guard.actor_hat() IN ('professional','intake','guest','line_manager','team_leader')
           WHEN 'web_authority' THEN guard.actor_hat() IN ('professional','intake','guest','line_manager','team_leader')
           ELSE false END, false)
); END $$;

CREATE FUNCTION guard.transaction_number() RETURNS bigint LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT pg_current_xact_id()::text::bigint); END $$;

-- Which server wrote a row of the read log: PostgreSQL's own number of the cluster, given when it was made. After a restore on another server
-- transaction numbers begin again; with this beside them, rows and seals of the two servers cannot be taken for each other's.
CREATE FUNCTION guard.server_number() RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT system_identifier FROM pg_control_system()); END $$;

-- The acting context for one statement of a live channel: who acts, until the statement's own transaction ends; it reads only. What a function asks
-- after this, it asks as that person, on the login it came through.
CREATE FUNCTION guard.enter(person uuid, hat text, kase uuid, purpose text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  PERFORM set_config('transaction_read_only', 'on', true), set_config('rt.person', person::text, true), set_config('rt.hat', hat, true),
    set_config('rt.case', kase::text, true), set_config('rt.purpose', purpose, true);
END $$;

-- The same for one statement that keeps what several people wrote: each row as the one who wrote it.
CREATE FUNCTION guard.enter_to_write(person uuid, hat text, kase uuid, purpose text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  PERFORM set_config('rt.person', person::text, true), set_config('rt.hat', hat, true), set_config('rt.case', kase::text, true),
    set_config('rt.purpose', purpose, true);
END $$;

-- Days and times that nobody lives in (the year 20000, before Christ, 'infinity') no page can show: one such row would close it for all who read it.
-- A column that comes later asks for this again.
CREATE FUNCTION guard.protect_days(t regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE c name;
BEGIN
  FOR c IN SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = t AND k.conname = left('day_' || a.attname, 63))
  LOOP
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (%I BETWEEN ''1900-01-01 12:00+00'' AND ''2200-01-01 12:00+00'')', t, left('day_' || c, 63), c);
  END LOOP;
END $$;

-- Every table: row security on and forced, loader and backup through, nobody else; days that can be shown.
CREATE FUNCTION guard.protect_base(t regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE sequence_name text;
BEGIN
  PERFORM guard.protect_days(t);
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', t);
  EXECUTE format('CREATE POLICY loads ON %s TO loader USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO loader', t);
  EXECUTE format('GRANT SELECT ON %s TO backup', t);
  FOR sequence_name IN
    SELECT s.oid::regclass::text FROM pg_class s JOIN pg_depend d ON d.objid = s.oid WHERE s.relkind = 'S' AND d.refobjid = t
  LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO door, web_citizen, web_care, web_authority, worker, recorder, sealer, loader, oracle', sequence_name);
  END LOOP;
END $$;

-- Content: readable by scope or by a live disclosure, written only inside a scope one may write in; the wall holds whatever actor is claimed.
-- `item` names the column that holds the item's id; `privileges` what web logins may do beside SELECT.
CREATE FUNCTION guard.protect_content(t regclass, item text DEFAULT 'item_id', privileges text DEFAULT 'INSERT') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM guard.protect_base(t);
  EXECUTE format($p$CREATE POLICY reads ON %s TO web_citizen, web_care, web_authority
    USING (scope_id = ANY ((SELECT guard.my_scopes())::int[]) OR %I = ANY ((SELECT guard.my_disclosed())::uuid[]))
    WITH CHECK (scope_id = ANY ((SELECT guard.my_writable())::int[]))$p$, t, item);
  EXECUTE format($p$CREATE POLICY wall ON %s AS RESTRICTIVE TO web_citizen, web_care, web_authority
    USING (wall = ANY ((SELECT guard.my_walls())::int[]) OR %I = ANY ((SELECT guard.my_disclosed())::uuid[]))
    WITH CHECK (wall = ANY ((SELECT guard.my_walls())::int[]))$p$, t, item);
  EXECUTE format($p$CREATE POLICY withheld ON %s AS RESTRICTIVE TO web_citizen, web_care, web_authority
    USING (%I <> ALL ((SELECT guard.my_withheld())::uuid[]))$p$, t, item);
  EXECUTE format($p$CREATE POLICY changes ON %s AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
    USING (scope_id = ANY ((SELECT guard.my_writable())::int[]))$p$, t);
  EXECUTE format($p$CREATE POLICY removes ON %s AS RESTRICTIVE FOR DELETE TO web_citizen, web_care, web_authority
    USING (scope_id = ANY ((SELECT guard.my_writable())::int[]))$p$, t);
  EXECUTE format('GRANT SELECT ON %s TO web_citizen, web_care, web_authority', t);
  IF privileges <> '' THEN
    EXECUTE format('GRANT %s ON %s TO web_citizen, web_care, web_authority', privileges, t);
  END IF;
END $$;

-- Facts without text (dates, states, codes): readable and writable by who sits on the case (leaders: read).
CREATE FUNCTION guard.protect_facts(t regclass, privileges text DEFAULT 'INSERT', kase text DEFAULT 'case_id') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM guard.protect_base(t);
  EXECUTE format($p$CREATE POLICY sits ON %s TO web_citizen, web_care, web_authority
    USING (%I = ANY ((SELECT guard.my_cases())::uuid[])) WITH CHECK (%I = ANY ((SELECT guard.my_cases())::uuid[]))$p$, t, kase, kase);
  EXECUTE format('GRANT SELECT ON %s TO web_citizen, web_care, web_authority', t);
  IF privileges <> '' THEN
    EXECUTE format('GRANT %s ON %s TO web_citizen, web_care, web_authority', privileges, t);
  END IF;
END $$;

-- Rows about a person: seen by who shares a live seat with them, or works in one programme with them.
CREATE FUNCTION guard.protect_person(t regclass, person text, privileges text DEFAULT '') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM guard.protect_base(t);
  EXECUTE format($p$CREATE POLICY knows ON %s FOR SELECT TO web_citizen, web_care, web_authority
    USING (%I = ANY ((SELECT guard.my_people())::uuid[]))$p$, t, person);
  EXECUTE format('GRANT SELECT ON %s TO web_citizen, web_care, web_authority', t);
  IF privileges <> '' THEN
    EXECUTE format('GRANT %s ON %s TO web_citizen, web_care, web_authority', privileges, t);
    EXECUTE format($p$CREATE POLICY keeps ON %s TO web_citizen, web_care, web_authority
      USING (%I = guard.actor_person() AND guard.actor_is_set()) WITH CHECK (%I = guard.actor_person() AND guard.actor_is_set())$p$, t, person, person);
  END IF;
END $$;

-- Accounts, sessions, cache, library tables: the door's alone.
CREATE FUNCTION guard.protect_door(t regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM guard.protect_base(t);
  EXECUTE format('CREATE POLICY door ON %s TO door USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO door', t);
END $$;

-- Open tables: organisations, programmes, roles. No row security; read by all logins, written by loader. Each stands on a list with its reason.
CREATE FUNCTION guard.open_table(t regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', t);
  EXECUTE format('GRANT SELECT ON %s TO door, web_citizen, web_care, web_authority, worker, recorder, oracle, evaluator, aggregator, backup', t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO loader', t);
END $$;

-- Grant tables: read by policy, never written by a web login; the definer functions write as oracle.
CREATE FUNCTION guard.protect_grants(t regclass, predicate text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM guard.protect_base(t);
  EXECUTE format('CREATE POLICY oracle ON %s TO oracle USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO oracle', t);
  EXECUTE format('CREATE POLICY sees ON %s FOR SELECT TO web_citizen, web_care, web_authority USING (%s)', t, predicate);
  EXECUTE format('GRANT SELECT ON %s TO web_citizen, web_care, web_authority', t);
END $$;

-- The templates are for `owner` alone, who makes the tables.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.actor_person(), guard.actor_hat(), guard.actor_case(), guard.actor_purpose(), guard.actor_is_set(), guard.transaction_number()
  TO oracle, web_citizen, web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.transaction_number() TO recorder, loader;
GRANT EXECUTE ON FUNCTION guard.server_number() TO oracle, recorder, sealer, loader;
GRANT EXECUTE ON FUNCTION guard.enter(uuid, text, uuid, text), guard.enter_to_write(uuid, text, uuid, text) TO web_citizen, web_care, web_authority;
