-- The acting context for one statement of a live channel: who acts, until the statement's own transaction ends; it reads only. What a function asks
-- after this, it asks as that person, on the login it came through.
CREATE FUNCTION guard.enter(person uuid, hat text, kase uuid, purpose text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  PERFORM set_config('transaction_read_only', 'on', true), set_config('rt.person', person::text, true), set_config('rt.hat', hat, true),
    set_config('rt.case', kase::text, true), set_config('rt.purpose', purpose, true);
END $$;
REVOKE ALL ON FUNCTION guard.enter(uuid, text, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.enter(uuid, text, uuid, text) TO web_citizen, web_care, web_authority;
