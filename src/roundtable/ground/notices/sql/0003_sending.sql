-- What the worker asks to send a message, and what is said of one that did not arrive.

-- Whose name and telephone number may stand in a mail: the sender's given name, and the work number to call. Asked by the worker alone.
CREATE FUNCTION guard.notice_sender(n uuid) RETURNS TABLE (given_name text, phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT q.given_name::text, q.work_phone::text FROM notices_notice t JOIN people_person q ON q.id = t.sender_id WHERE t.id = n
$$;

-- The telephone number for text messages: a citizen's own, else the one at work. Asked by the worker alone.
CREATE FUNCTION guard.notice_phone(n uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(nullif(d.phone, ''), q.work_phone, '')::text FROM notices_notice t JOIN people_person q ON q.id = t.person_id
  LEFT JOIN people_contactdetails d ON d.person_id = q.id WHERE t.id = n
$$;

-- May this notice be mailed: is its course still open to whom it is for? Asked by the worker alone.
CREATE FUNCTION guard.notice_is_shut(n uuid) RETURNS boolean LANGUAGE sql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT t.case_id IS NOT NULL AND guard.shut_for(t.case_id, t.person_id) FROM notices_notice t WHERE t.id = n
$$;

-- Whom at a table mail does not reach, and since when: a fact for who calls the meetings there, never which message and never an address. That somebody
-- else's message came back would tell that there was one, and when (invariant 2): of news and letters only their sender hears.
CREATE FUNCTION guard.not_reached(k uuid) RETURNS TABLE (person_id uuid, trouble text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT ON (n.person_id) n.person_id, n.trouble::text, n.trouble_at
  FROM notices_notice n
  WHERE guard.actor_is_set() AND guard.actor_hat() IN ('professional', 'team_leader') AND k = ANY ((SELECT guard.my_cases())::uuid[]) AND n.case_id = k
    AND (n.kind = 'meeting' OR n.sender_id = guard.actor_person()) AND n.trouble <> '' AND NOT EXISTS (SELECT FROM notices_notice l WHERE l.person_id = n.person_id AND l.case_id = k AND l.trouble = '' AND l.mailed_at > n.trouble_at)
  ORDER BY n.person_id, n.trouble_at DESC
$$;

REVOKE ALL ON FUNCTION guard.notice_sender(uuid), guard.notice_phone(uuid), guard.notice_is_shut(uuid), guard.not_reached(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.notice_sender(uuid), guard.notice_phone(uuid), guard.notice_is_shut(uuid) TO worker;
GRANT EXECUTE ON FUNCTION guard.not_reached(uuid) TO web_care, web_authority;
ALTER FUNCTION guard.notice_sender(uuid) OWNER TO oracle;
ALTER FUNCTION guard.notice_phone(uuid) OWNER TO oracle;
ALTER FUNCTION guard.notice_is_shut(uuid) OWNER TO oracle;
ALTER FUNCTION guard.not_reached(uuid) OWNER TO oracle;
