-- The tables of the libraries: accounts, sessions, groups, cache are the door's; the queue is the worker's.
-- Run again after every migration (`setup_database`), because a library may bring new tables: what is protected already is left alone.

-- Django's own bookkeeping, written by owner while it migrates: which migrations ran, which models there are. No words, nobody's rows.
CREATE FUNCTION guard.protect_libraries() RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE t regclass; f regprocedure; done int := 0;
BEGIN
  FOR t IN
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND NOT c.relrowsecurity
      AND (c.relname ~ '^(django|auth|account|mfa|usersessions|socialaccount|procrastinate)_' OR c.relname = 'cache_entries')
  LOOP
    done := done + 1;
    IF t::text LIKE 'procrastinate\_%' THEN
      PERFORM guard.protect_base(t);
      EXECUTE format('REVOKE ALL ON %s FROM loader', t);
      EXECUTE format('DROP POLICY loads ON %s', t);
      EXECUTE format('CREATE POLICY works ON %s TO worker, oracle USING (true) WITH CHECK (true)', t);
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO worker', t);
      IF t::text IN ('procrastinate_jobs', 'procrastinate_events') THEN
        EXECUTE format('GRANT SELECT, INSERT ON %s TO oracle', t);
      END IF;
    ELSE
      PERFORM guard.protect_door(t);
      IF t::text IN ('django_migrations', 'django_content_type', 'auth_permission') THEN
        EXECUTE format('CREATE POLICY keeps_book ON %s TO owner USING (true) WITH CHECK (true)', t);
      END IF;
    END IF;
  END LOOP;
  FOR f IN
    SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'procrastinate\_%'
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO worker, oracle', f);
  END LOOP;
  RETURN done;
END $$;
REVOKE ALL ON FUNCTION guard.protect_libraries() FROM PUBLIC;
