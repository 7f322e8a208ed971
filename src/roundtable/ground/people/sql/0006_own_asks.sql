-- Who asked for a letter, and who it was for, learn of it through the login they did it through: whoever an injected statement claims to be, the login
-- of an authority is told no citizen's name. And who only sits beside somebody hands nobody a letter that would open that person's own course.
-- Replaces my_letter_asks and letter_seconds of 0005, may_invite of 0004.
SET LOCAL ROLE oracle;

-- Asks the actor may know of: their own, and, once it was printed, the one it was for.
CREATE OR REPLACE FUNCTION guard.my_letter_asks() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(a.id), '{}') FROM people_letterask a WHERE guard.actor_is_set() AND guard.actor_hat() <> 'guest' AND guard.works_somewhere()
    AND ((a.asked_by_id = guard.actor_person() AND a.asked_hat = guard.actor_hat() AND session_user <> 'web_authority')
         OR (a.person_id = guard.actor_person() AND a.agreed_at IS NOT NULL AND (a.kind = 'staff') = (session_user <> 'web_citizen')))
); END $$;

-- Whom the one who asked can ask.
CREATE OR REPLACE FUNCTION guard.letter_seconds(p_id uuid) RETURNS TABLE (person_id uuid, full_name text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT q.id, btrim(q.given_name || ' ' || q.family_name)::text
  FROM people_letterask a JOIN programmes_membership m ON m.programme_id = a.programme_id JOIN people_person q ON q.id = m.person_id
  WHERE a.id = p_id AND a.id = ANY ((SELECT guard.my_letter_asks())::uuid[]) AND a.asked_by_id = guard.actor_person()
    AND (guard.may_second(a, q.id, false) OR guard.may_second(a, q.id, true)) ORDER BY 2;
END $$;

-- Who may give somebody a letter with a code: it opens an account, so it is the strongest thing a person can hand to another.
-- Never a login of an authority: who holds a letter can sign in as the person, and the wall would be a matter of trust.
CREATE OR REPLACE FUNCTION guard.may_invite(p uuid) RETURNS TABLE (kind text, full_name text, email text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE at_table boolean; at_work boolean;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND p <> guard.actor_person() AND session_user <> 'web_authority', 'not_here');
  SELECT EXISTS (
    SELECT FROM guard.live_seats() s JOIN seats_seat c ON c.case_id = s.case_id
    WHERE c.person_id = p AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at)
      -- who sits beside somebody and has a course of their own gets their letter there
      AND (c.hat = 'citizen' OR NOT EXISTS (SELECT FROM seats_seat x WHERE x.person_id = p AND x.hat = 'citizen'))
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

RESET ROLE;
