-- Letters with a code: who may give one, and who has to agree.
--
-- A new letter for an account that is in use takes it over: whoever holds it signs in as the person. So it takes two: one asks, another says yes and
-- prints it, and who asked never holds it. For a citizen one of the two does not sit at her table; for a colleague the second is of their own
-- organisation, or leads, and of the same kind of login.

-- Who may give somebody a letter with a code: it opens an account, so it is the strongest thing a person can hand to another.
-- Never a login of an authority: who holds a letter can sign in as the person, and the wall would be a matter of trust. And nobody hands somebody who only
-- sits beside another a letter that would open a course of that person's own, elsewhere.
CREATE FUNCTION guard.may_invite(p uuid) RETURNS TABLE (kind text, full_name text, email text)
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
            -- a letter for who reads for a citizen opens what is hers: it is not given by somebody she closed her course for
            AND NOT (ARRAY[p, coalesce(c.for_person_id, p)] && guard.closed_by(s.case_id, s.person_id))
            AND NOT (guard.citizens_of(s.case_id) <@ guard.closed_by(s.case_id, s.person_id)))
           -- in a family she whom they come with or act for gives it, and nobody else of it
           OR (s.hat = 'citizen' AND c.hat IN ('companion','representative') AND c.for_person_id = s.person_id))
    UNION ALL
    SELECT FROM seats_seat c JOIN seats_case k ON k.id = c.case_id
    WHERE guard.actor_hat() = 'team_leader' AND k.id = ANY ((SELECT guard.my_cases())::uuid[]) AND k.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
      AND c.person_id = p AND c.hat IN ('citizen','companion','representative') AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at)
      AND (c.hat = 'citizen' OR NOT EXISTS (SELECT FROM seats_seat x JOIN seats_case y ON y.id = x.case_id
        WHERE x.person_id = p AND x.hat = 'citizen' AND y.programme_id <> ALL ((SELECT guard.led_programmes())::uuid[])))
      -- a leader whom she closed her course for gives none either
      AND NOT (ARRAY[p, coalesce(c.for_person_id, p)] && guard.closed_by(k.id, guard.actor_person()))
      AND NOT (guard.citizens_of(k.id) <@ guard.closed_by(k.id, guard.actor_person()))
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

-- Whose course a letter opens there: the person's own, and that of whoever they sit beside or act for.
CREATE FUNCTION guard.letter_opens(a public.people_letterask) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT array_agg(DISTINCT x) FROM (
    SELECT a.person_id AS x UNION ALL
    SELECT c.for_person_id FROM seats_seat c WHERE c.case_id = a.case_id AND c.person_id = a.person_id AND c.for_person_id IS NOT NULL
      AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at)) y
); END $$;

-- May somebody be the second? A letter that was asked for waits up to 14 days, and what it rests on can end meanwhile: so all of it is asked again when the
-- second person says yes. Asked by the functions below alone; `through_authority`: which kind of login they would do it through.
CREATE FUNCTION guard.may_second(a public.people_letterask, q uuid, through_authority boolean) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT a.agreed_at IS NULL AND a.asked_at > now() - interval '14 days' AND q <> a.asked_by_id AND q <> a.person_id
    -- who asked as a leader leads there still
    AND (a.asked_hat <> 'team_leader' OR EXISTS (SELECT FROM programmes_membership l WHERE l.person_id = a.asked_by_id AND l.programme_id = a.programme_id
          AND l.leads AND l.from_at <= now() AND (l.until_at IS NULL OR now() < l.until_at)))
    AND CASE a.kind WHEN 'staff' THEN EXISTS (
      SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
        JOIN programmes_membership t ON t.programme_id = m.programme_id AND t.person_id = a.person_id AND t.from_at <= now() AND (t.until_at IS NULL OR now() < t.until_at)
        JOIN programmes_role tr ON tr.id = t.role_id
      WHERE m.person_id = q AND m.programme_id = a.programme_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
        AND r.authority = through_authority AND tr.authority = r.authority AND (m.leads OR m.organisation_id = t.organisation_id))
    ELSE NOT through_authority AND NOT (guard.letter_opens(a) && guard.closed_by(a.case_id, q)) AND NOT (guard.citizens_of(a.case_id) <@ guard.closed_by(a.case_id, q))
      AND NOT (q = ANY (guard.citizens_of(a.case_id)))
      -- the one it is for still has a place there, works nowhere here, and gets no letter beside somebody that would open a course of their own
      -- elsewhere; nor, from somebody at that table, one of the same programme
      AND NOT EXISTS (SELECT FROM programmes_membership w WHERE w.person_id = a.person_id AND (w.until_at IS NULL OR now() < w.until_at))
      AND EXISTS (SELECT FROM seats_seat c WHERE c.case_id = a.case_id AND c.person_id = a.person_id AND c.hat IN ('citizen','companion','representative')
            AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at)
            AND (c.hat = 'citizen' OR NOT EXISTS (SELECT FROM seats_seat x JOIN seats_case y ON y.id = x.case_id WHERE x.person_id = a.person_id AND x.hat = 'citizen'
                  AND (a.asked_hat = 'team_leader' OR y.programme_id <> a.programme_id))))
      -- who asked still sits and works there, and it has not been closed for them
      AND (a.asked_hat NOT IN ('professional', 'intake') OR EXISTS (SELECT FROM seats_seat s WHERE s.case_id = a.case_id AND s.person_id = a.asked_by_id
            AND s.hat = a.asked_hat AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at) AND NOT (guard.letter_opens(a) && guard.closed_by(a.case_id, a.asked_by_id))
            AND EXISTS (SELECT FROM programmes_membership w WHERE w.person_id = s.person_id AND w.programme_id = a.programme_id AND w.organisation_id = s.organisation_id
              AND w.from_at <= now() AND (w.until_at IS NULL OR now() < w.until_at))))
      AND ((EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id WHERE m.person_id = q AND m.programme_id = a.programme_id
              AND m.leads AND NOT r.authority AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
            AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = a.case_id AND h.person_id = q AND h.hat <> 'intake'))
           OR (a.asked_hat = 'team_leader' AND EXISTS (SELECT FROM seats_seat s WHERE s.case_id = a.case_id AND s.person_id = q AND s.hat = 'professional'
              AND NOT s.authority AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
              AND EXISTS (SELECT FROM programmes_membership w WHERE w.person_id = s.person_id AND w.programme_id = a.programme_id AND w.organisation_id = s.organisation_id
                AND w.from_at <= now() AND (w.until_at IS NULL OR now() < w.until_at)))))
    END
); END $$;

-- Asks that wait for the actor's yes. One person, one open letter: of several colleagues' asks the oldest is offered, and with a letter printed the others are
-- over. Asking anew is possible then.
CREATE FUNCTION guard.letters_to_agree() RETURNS SETOF public.people_letterask LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

-- Asks the actor may know of: their own, and, once it was printed, the one it was for; each through the login they did it through: whoever an injected
-- statement claims to be, the login of an authority is told no citizen's name.
CREATE FUNCTION guard.my_letter_asks() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(a.id), '{}') FROM people_letterask a WHERE guard.actor_is_set() AND guard.actor_hat() <> 'guest' AND guard.works_somewhere()
    AND ((a.asked_by_id = guard.actor_person() AND a.asked_hat = guard.actor_hat() AND session_user <> 'web_authority')
         OR (a.person_id = guard.actor_person() AND a.agreed_at IS NOT NULL AND (a.kind = 'staff') = (session_user <> 'web_citizen')))
); END $$;

SELECT guard.protect_grants('people_letterask', $$id = ANY ((SELECT guard.my_letter_asks())::uuid[])$$);

-- Somebody who may invite a person asks for a new letter for them. Asking twice is asking once, two clicks at once are one ask too.
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
  PERFORM pg_advisory_xact_lock(hashtextextended('letter:' || p::text, 0));
  SELECT a.id INTO found FROM people_letterask a WHERE a.person_id = p AND a.asked_by_id = guard.actor_person() AND a.agreed_at IS NULL
    AND a.asked_at > now() - interval '14 days'
    AND NOT EXISTS (SELECT FROM people_letterask made WHERE made.person_id = p AND made.agreed_at >= a.asked_at) LIMIT 1;
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
  WHERE a.id = p_id AND a.id = ANY ((SELECT guard.my_letter_asks())::uuid[]) AND a.asked_by_id = guard.actor_person()
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
  FOREACH f IN ARRAY ARRAY['guard.may_invite(uuid)', 'guard.letter_opens(public.people_letterask)', 'guard.may_second(public.people_letterask,uuid,boolean)', 'guard.letters_to_agree()', 'guard.my_letter_asks()', 'guard.ask_letter(uuid,uuid)',
    'guard.letter_seconds(uuid)', 'guard.agree_letter(uuid)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    IF f::text NOT LIKE '%may\_second%' AND f::text NOT LIKE '%letter\_opens%' THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO web_citizen, web_care, web_authority', f);
    END IF;
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
