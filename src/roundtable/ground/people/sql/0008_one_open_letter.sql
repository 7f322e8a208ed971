-- One person, one open letter: of several colleagues' asks the oldest is offered, and with a letter printed the others are over. Asking anew is possible then.
-- Replaces letters_to_agree of 0005 and ask_letter of 0007; new are the lines with `b` and `made`.
SET LOCAL ROLE oracle;

CREATE OR REPLACE FUNCTION guard.letters_to_agree() RETURNS SETOF public.people_letterask LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT a.* FROM people_letterask a
  WHERE guard.actor_is_set() AND guard.actor_hat() IN ('professional', 'team_leader') AND session_user IN ('web_care', 'web_authority')
    AND guard.may_second(a, guard.actor_person(), session_user = 'web_authority')
    AND NOT EXISTS (SELECT FROM people_letterask made WHERE made.person_id = a.person_id AND made.agreed_at >= a.asked_at)
    AND NOT EXISTS (SELECT FROM people_letterask b WHERE b.person_id = a.person_id AND (b.asked_at, b.id) < (a.asked_at, a.id)
                      AND guard.may_second(b, guard.actor_person(), session_user = 'web_authority')
                      AND NOT EXISTS (SELECT FROM people_letterask made WHERE made.person_id = b.person_id AND made.agreed_at >= b.asked_at))
  ORDER BY a.asked_at;
END $$;

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
    AND a.asked_at > now() - interval '14 days'
    AND NOT EXISTS (SELECT FROM people_letterask made WHERE made.person_id = p AND made.agreed_at >= a.asked_at) LIMIT 1;
  IF found IS NOT NULL THEN RETURN found; END IF;
  INSERT INTO people_letterask (id, person_id, kind, name, case_id, programme_id, asked_by_id, asked_hat, asked_name, agreed_name)
    SELECT p_id, p, v_kind, v_name, k, g, q.id, guard.actor_hat(), btrim(q.given_name || ' ' || q.family_name), '' FROM people_person q WHERE q.id = guard.actor_person();
  RETURN p_id;
END $$;

RESET ROLE;
