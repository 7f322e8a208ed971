-- A seat ended three weeks ago, and its holder wrote on it: in a week (30 days after the end) nothing of it can be read any more.
CREATE FUNCTION guard.due_seat_ends() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.person_id, s.hat::text, s.authority, s.case_id, s.id FROM seats_seat s
  WHERE s.hat = 'professional' AND s.until_at <= now() - interval '23 days' AND s.until_at > now() - interval '30 days'
    AND EXISTS (SELECT FROM seats_item i WHERE i.author_seat_id = s.id AND i.scope_kind <> 'draft')
    AND NOT EXISTS (SELECT FROM seats_seat t WHERE t.case_id = s.case_id AND t.person_id = s.person_id AND t.from_at <= now() AND (t.until_at IS NULL OR now() < t.until_at))
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = s.person_id AND n.cause = 'seat_ends' AND n.about = s.id)
$$;
REVOKE ALL ON FUNCTION guard.due_seat_ends() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.due_seat_ends() TO worker;
ALTER FUNCTION guard.due_seat_ends() OWNER TO oracle;
