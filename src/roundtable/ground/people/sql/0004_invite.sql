-- Who may give somebody a letter with a code: it opens an account, so it is the strongest thing a person can hand to another.
-- Never a login of an authority: who holds a letter can sign in as the person, and the wall would be a matter of trust.
CREATE FUNCTION guard.may_invite(p uuid) RETURNS TABLE (kind text, full_name text, email text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE at_table boolean; at_work boolean;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND p <> guard.actor_person() AND session_user <> 'web_authority', 'not_here');
  SELECT EXISTS (
    SELECT FROM guard.live_seats() s JOIN seats_seat c ON c.case_id = s.case_id
    WHERE c.person_id = p AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at)
      AND ((s.hat IN ('professional','intake') AND c.hat IN ('citizen','companion','representative')
            AND NOT (p = ANY (guard.closed_by(s.case_id, s.person_id))) AND NOT (guard.citizens_of(s.case_id) <@ guard.closed_by(s.case_id, s.person_id)))
           OR (s.hat = 'citizen' AND c.hat = 'companion'))
    UNION ALL
    SELECT FROM seats_seat c JOIN seats_case k ON k.id = c.case_id
    WHERE guard.actor_hat() = 'team_leader' AND k.id = ANY ((SELECT guard.my_cases())::uuid[]) AND k.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
      AND c.person_id = p AND c.hat IN ('citizen','companion','representative') AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at)
  ) INTO at_table;
  SELECT guard.actor_hat() = 'team_leader' AND EXISTS (
    SELECT FROM programmes_membership m WHERE m.person_id = p AND m.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)) INTO at_work;
  -- Who works here gets a letter from their leader alone: a citizen's letter would open a colleague's work without their second step.
  at_table := at_table AND NOT EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = p AND (m.until_at IS NULL OR now() < m.until_at));
  PERFORM guard.need(at_table OR at_work, 'not_here');
  RETURN QUERY
    SELECT CASE WHEN at_work THEN 'staff' ELSE 'citizen' END, btrim(q.given_name || ' ' || q.family_name)::text,
           CASE WHEN at_work THEN q.work_email ELSE '' END::text
    FROM people_person q WHERE q.id = p;
END $$;

REVOKE ALL ON FUNCTION guard.may_invite(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.may_invite(uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.may_invite(uuid) OWNER TO oracle;

SELECT guard.protect_door('people_lettercode');
SELECT guard.protect_door('people_signinlink');
SELECT guard.protect_door('people_keptform');
