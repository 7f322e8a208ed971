-- With whom at this table the actor has not worked before: professionals of another organisation with whom no other course is or was shared.
-- About the actor's own pairs only; that two share a course elsewhere, never which.
CREATE FUNCTION guard.first_together(k uuid) RETURNS TABLE (person_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT o.person_id FROM guard.live_seats() s JOIN seats_seat o ON o.case_id = s.case_id
  WHERE s.case_id = k AND s.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND s.hat = 'professional' AND s.ground <> 'referral'
    AND o.hat = 'professional' AND o.ground <> 'referral' AND o.person_id <> s.person_id AND o.organisation_id IS DISTINCT FROM s.organisation_id
    AND o.from_at <= now() AND (o.until_at IS NULL OR now() < o.until_at)
    AND NOT EXISTS (SELECT FROM seats_seat a JOIN seats_seat b ON b.case_id = a.case_id
      WHERE a.case_id <> k AND a.person_id = s.person_id AND b.person_id = o.person_id AND a.hat = 'professional' AND b.hat = 'professional'
        AND a.ground <> 'referral' AND b.ground <> 'referral' AND a.from_at <= now() AND b.from_at <= now())
$$;
REVOKE ALL ON FUNCTION guard.first_together(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.first_together(uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.first_together(uuid) OWNER TO oracle;

-- Who has put down what they bring, and with whom the actor works for the first time: one question of the page that prepares a meeting. No definer.
CREATE FUNCTION guard.ready_and_new(k uuid) RETURNS TABLE (person_id uuid, is_new boolean) LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT r.person_id, false FROM guard.who_is_ready(k) r UNION ALL SELECT n.person_id, true FROM guard.first_together(k) n
$$;
REVOKE ALL ON FUNCTION guard.ready_and_new(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.ready_and_new(uuid) TO web_citizen, web_care, web_authority;
