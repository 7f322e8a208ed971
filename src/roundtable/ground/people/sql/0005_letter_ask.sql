-- A new letter for an account that is in use takes it over: whoever holds it signs in as the person. So it takes two: one asks, another says yes and
-- prints it, and who asked never holds it. For a citizen one of the two does not sit at her table; for a colleague the second is of their own
-- organisation, or leads, and of the same kind of login.

-- May somebody be the second? Asked by the functions below alone; `through_authority`: which kind of login they would do it through.
CREATE FUNCTION guard.may_second(a public.people_letterask, q uuid, through_authority boolean) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT a.agreed_at IS NULL AND a.asked_at > now() - interval '14 days' AND q <> a.asked_by_id AND q <> a.person_id
    AND CASE a.kind WHEN 'staff' THEN EXISTS (
      SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
        JOIN programmes_membership t ON t.programme_id = m.programme_id AND t.person_id = a.person_id AND t.from_at <= now() AND (t.until_at IS NULL OR now() < t.until_at)
        JOIN programmes_role tr ON tr.id = t.role_id
      WHERE m.person_id = q AND m.programme_id = a.programme_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
        AND r.authority = through_authority AND tr.authority = r.authority AND (m.leads OR m.organisation_id = t.organisation_id))
    ELSE NOT through_authority AND NOT (a.person_id = ANY (guard.closed_by(a.case_id, q))) AND NOT (guard.citizens_of(a.case_id) <@ guard.closed_by(a.case_id, q))
      AND NOT (q = ANY (guard.citizens_of(a.case_id)))
      -- who asked still sits there, and it has not been closed for them
      AND (a.asked_hat NOT IN ('professional', 'intake') OR EXISTS (SELECT FROM seats_seat s WHERE s.case_id = a.case_id AND s.person_id = a.asked_by_id
            AND s.hat = a.asked_hat AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at) AND NOT (a.person_id = ANY (guard.closed_by(a.case_id, a.asked_by_id)))))
      AND ((EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id WHERE m.person_id = q AND m.programme_id = a.programme_id
              AND m.leads AND NOT r.authority AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
            AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = a.case_id AND h.person_id = q AND h.hat <> 'intake'))
           OR (a.asked_hat = 'team_leader' AND EXISTS (SELECT FROM seats_seat s WHERE s.case_id = a.case_id AND s.person_id = q AND s.hat = 'professional'
              AND NOT s.authority AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at))))
    END
); END $$;

CREATE FUNCTION guard.letters_to_agree() RETURNS SETOF public.people_letterask LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT a.* FROM people_letterask a
  WHERE guard.actor_is_set() AND guard.actor_hat() IN ('professional', 'team_leader') AND session_user IN ('web_care', 'web_authority')
    AND guard.may_second(a, guard.actor_person(), session_user = 'web_authority')
  ORDER BY a.asked_at;
END $$;

-- Asks the actor may know of: their own, those that wait for their yes, and, once it was printed, the one it was for.
CREATE FUNCTION guard.my_letter_asks() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(a.id), '{}') FROM people_letterask a WHERE guard.actor_is_set()
    AND (a.asked_by_id = guard.actor_person() OR (a.person_id = guard.actor_person() AND a.agreed_at IS NOT NULL))
); END $$;

SELECT guard.protect_grants('people_letterask', $$id = ANY ((SELECT guard.my_letter_asks())::uuid[])$$);

-- Somebody who may invite a person asks for a new letter for them. Asking twice is asking once.
CREATE FUNCTION guard.ask_letter(p_id uuid, p uuid) RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
  SELECT a.id INTO found FROM people_letterask a WHERE a.person_id = p AND a.asked_by_id = guard.actor_person() AND a.agreed_at IS NULL
    AND a.asked_at > now() - interval '14 days' LIMIT 1;
  IF found IS NOT NULL THEN RETURN found; END IF;
  INSERT INTO people_letterask (id, person_id, kind, name, case_id, programme_id, asked_by_id, asked_hat, asked_name, agreed_name)
    SELECT p_id, p, v_kind, v_name, k, g, q.id, guard.actor_hat(), btrim(q.given_name || ' ' || q.family_name), '' FROM people_person q WHERE q.id = guard.actor_person();
  RETURN p_id;
END $$;

-- Whom the one who asked can ask.
CREATE FUNCTION guard.letter_seconds(p_id uuid) RETURNS TABLE (person_id uuid, full_name text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT q.id, btrim(q.given_name || ' ' || q.family_name)::text
  FROM people_letterask a JOIN programmes_membership m ON m.programme_id = a.programme_id JOIN people_person q ON q.id = m.person_id
  WHERE a.id = p_id AND guard.actor_is_set() AND a.asked_by_id = guard.actor_person()
    AND (guard.may_second(a, q.id, false) OR guard.may_second(a, q.id, true)) ORDER BY 2;
END $$;

-- The second person says yes, once; the letter is theirs to print.
CREATE FUNCTION guard.agree_letter(p_id uuid) RETURNS TABLE (person_id uuid, kind text, full_name text, asked_by_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE a people_letterask;
BEGIN
  SELECT x.* INTO a FROM people_letterask x WHERE x.id = p_id FOR UPDATE;
  PERFORM guard.need(a.id IS NOT NULL AND EXISTS (SELECT FROM guard.letters_to_agree() l WHERE l.id = p_id), 'not_here');
  UPDATE people_letterask x SET agreed_at = now(), agreed_by_id = guard.actor_person(),
    agreed_name = (SELECT btrim(q.given_name || ' ' || q.family_name) FROM people_person q WHERE q.id = guard.actor_person()) WHERE x.id = p_id;
  RETURN QUERY SELECT a.person_id, a.kind::text, a.name::text, a.asked_by_id;
END $$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['guard.may_second(public.people_letterask,uuid,boolean)', 'guard.letters_to_agree()', 'guard.my_letter_asks()', 'guard.ask_letter(uuid,uuid)',
    'guard.letter_seconds(uuid)', 'guard.agree_letter(uuid)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    IF f::text NOT LIKE '%may\_second%' THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO web_citizen, web_care, web_authority', f);
    END IF;
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
