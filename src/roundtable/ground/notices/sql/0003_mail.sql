-- Whose name and telephone number may stand in a mail: the sender's given name, and the work number to call. Asked by the worker alone.
CREATE FUNCTION guard.notice_sender(n uuid) RETURNS TABLE (given_name text, phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT q.given_name::text, q.work_phone::text FROM notices_notice t JOIN people_person q ON q.id = t.sender_id WHERE t.id = n
$$;
CREATE POLICY names ON notices_notice FOR SELECT TO oracle USING (true);
GRANT SELECT ON notices_notice TO oracle;
REVOKE ALL ON FUNCTION guard.notice_sender(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.notice_sender(uuid) TO worker;
ALTER FUNCTION guard.notice_sender(uuid) OWNER TO oracle;
