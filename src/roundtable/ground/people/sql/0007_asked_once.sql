-- Two clicks at once are one ask too. And who leads a programme hands nobody who only sits beside somebody there a letter that would open a course of
-- their own in another programme. Replaces ask_letter of 0005 and may_invite of 0006.
SET LOCAL ROLE oracle;

-- Somebody who may invite a person asks for a new letter for them. Asking twice is asking once.
CREATE OR REPLACE FUNCTION guard.ask_letter(p_id uuid, p uuid) RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_kind text; v_name text; k uuid; g uuid; found uuid;
BEGIN
  SELECT i.kind, i.full_name INTO v_kind, v_name FROM guard.may_invite(p) i;
  IF v_kind = 'staff' THEN
    SELECT m.programme_id INTO g FROM programmes_membership m WHERE m.person_id = p AND m.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at) ORDER BY m.from_at LIMIT 1;
  ELSE
    SELECT c.case_id, x.programme_id INTO k, g FROM seats_seat c JOIN seats_case x ON x.id = c.case_id
      WHERE c.person_id = p AND c.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND c.hat IN ('citizen', 'companion', 'representative')
        AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at) ORDER BY c.from_at LIMIT 1;
  END IF;
  PERFORM guard.need(g IS NOT NULL, 'not_here');
  PERFORM pg_advisory_xact_lock(hashtextextended('letter:' || p::text, 0));
  SELECT a.id INTO found FROM people_letterask a WHERE a.person_id = p AND a.asked_by_id = guard.actor_person() AND a.agreed_at IS NULL
    AND a.asked_at > now() - interval '14 days' LIMIT 1;
  IF found IS NOT NULL THEN RETURN found; END IF;
  INSERT INTO people_letterask (id, person_id, kind, name, case_id, programme_id, asked_by_id, asked_hat, asked_name, agreed_name)
    SELECT p_id, p, v_kind, v_name, k, g, q.id, guard.actor_hat(), btrim(q.given_name || ' ' || q.family_name), '' FROM people_person q WHERE q.id = guard.actor_person();
  RETURN p_id;
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
      AND (c.hat = 'citizen' OR NOT EXISTS (SELECT FROM seats_seat x JOIN seats_case y ON y.id = x.case_id
        WHERE x.person_id = p AND x.hat = 'citizen' AND y.programme_id <> ALL ((SELECT guard.led_programmes())::uuid[])))
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
