-- Whoever an injected statement claims to be, it learns no more than the login it came through may: not when a citizen was born or where she is called,
-- not for whom somebody closed their course; and nobody writes another's page about themselves. Guests' links come later: until then a guest has no
-- post and works nowhere. Replaces works_somewhere of 0006 and my_citizens of 0002.

SET LOCAL ROLE oracle;

-- Does the acting person work anywhere, in a role of the login's kind? Citizens need not.
CREATE OR REPLACE FUNCTION guard.works_somewhere() RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT guard.actor_is_set() AND (session_user = 'web_citizen' OR EXISTS (
    SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
    WHERE m.person_id = guard.actor_person() AND r.authority = (session_user = 'web_authority')
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)))
); END $$;

-- The acting person, where this is a login they come through: as a citizen or beside one, or by their work. Else nobody.
CREATE FUNCTION guard.actor_here() RETURNS uuid LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT guard.actor_person() WHERE guard.works_somewhere() AND (session_user <> 'web_citizen' OR EXISTS (
    SELECT FROM seats_seat s WHERE s.person_id = guard.actor_person() AND s.hat IN ('citizen','companion','representative')))
); END $$;

-- Citizens' own contact details: hers, and the professionals' (and intake's) at her table.
CREATE OR REPLACE FUNCTION guard.my_citizens() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT p), '{}') FROM (
    SELECT guard.actor_here() AS p WHERE session_user = 'web_citizen'
    UNION ALL
    SELECT c.person_id FROM guard.live_seats() s JOIN seats_seat c ON c.case_id = s.case_id AND c.hat = 'citizen'
    WHERE s.hat IN ('professional','intake') AND NOT (c.person_id = ANY (guard.closed_by(s.case_id, s.person_id)))
  ) mine WHERE p IS NOT NULL
); END $$;

REVOKE ALL ON FUNCTION guard.actor_here() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.actor_here() TO web_citizen, web_care, web_authority;

RESET ROLE;

ALTER POLICY sees ON seats_block USING (case_id = ANY ((SELECT guard.my_cases())::uuid[])
  AND by_id = (SELECT guard.actor_person() WHERE guard.actor_is_set() AND guard.actor_hat() = 'citizen'));
ALTER POLICY keeps ON programmes_aboutme
  USING (person_id = (SELECT guard.actor_here() WHERE guard.actor_hat() IN ('professional','team_leader')))
  WITH CHECK (person_id = (SELECT guard.actor_here() WHERE guard.actor_hat() IN ('professional','team_leader')));
