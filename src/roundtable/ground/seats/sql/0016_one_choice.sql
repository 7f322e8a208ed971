-- Where somebody has several posts or answers for several organisations, the choice between them is the one that is meant, and the same every time: a
-- working post before one that leads or manages, then the older; a mandate for the organisation its manager manages; the second signature through the login of
-- the side that asks; a course through the login of the post its programme is led by. And who leads other programmes meets a course of this one as
-- everybody does who has no place there: as something that is not there.
-- Replaces hats_of (0006), open_case (0003), seat_person (0009) and give_mandate (0011).

SET LOCAL ROLE oracle;

-- In which kind of role does this person lead the programme of this course? No row for who leads it not, and for who has or had a seat there other than
-- to answer the referral (invariant 18). Asked at the door, before a hat is put on.
CREATE FUNCTION guard.leads_it(p uuid, k uuid) RETURNS TABLE (authority boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT r.authority FROM seats_case c JOIN programmes_membership m ON m.programme_id = c.programme_id JOIN programmes_role r ON r.id = m.role_id
  WHERE c.id = k AND m.person_id = p AND m.leads AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = k AND h.person_id = p AND h.hat <> 'intake')
  ORDER BY r.authority, m.from_at, m.id LIMIT 1;
END $$;
REVOKE ALL ON FUNCTION guard.leads_it(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.leads_it(uuid, uuid) TO door;

-- All live hats of a person, for the door. A request to sign second comes with the post of the side that asks.
CREATE OR REPLACE FUNCTION guard.hats_of(p uuid) RETURNS TABLE (kind text, case_id uuid, authority boolean, seat_id uuid, closed boolean, programme_id uuid,
  role_name text, contact text, contact_phone text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  WITH posts AS MATERIALIZED (
    SELECT m.programme_id AS programme, m.organisation_id AS organisation, r.authority AS statutory, m.leads AS leading, m.manages AS managing, r.name AS title
    FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
    WHERE m.person_id = p AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
  )
  SELECT s.hat::text, s.case_id, s.authority, s.id,
         s.hat <> 'citizen' AND guard.citizens_of(s.case_id) <@ guard.closed_by(s.case_id, s.person_id), c.programme_id, coalesce(r.name, '')::text,
         coalesce(w.given_name || ' ' || w.family_name, '')::text, coalesce(w.work_phone, '')::text
  FROM seats_seat s JOIN seats_case c ON c.id = s.case_id LEFT JOIN programmes_role r ON r.id = s.role_id
  LEFT JOIN LATERAL (
    SELECT q.given_name, q.family_name, q.work_phone FROM seats_seat t JOIN people_person q ON q.id = t.person_id
    WHERE s.hat IN ('citizen','companion','representative') AND t.case_id = s.case_id AND t.hat IN ('professional','intake') AND t.from_at <= now()
      AND (t.until_at IS NULL OR now() < t.until_at) AND (t.ground <> 'referral' OR t.hat = 'intake')
      AND EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = t.person_id AND m.programme_id = c.programme_id
                  AND m.organisation_id = t.organisation_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    ORDER BY t.hat DESC, t.authority, t.from_at, t.id LIMIT 1) w ON true
  WHERE s.person_id = p AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND (s.hat NOT IN ('professional','intake') OR EXISTS (
      SELECT FROM posts j WHERE j.programme = c.programme_id AND j.organisation = s.organisation_id AND j.statutory = s.authority
        AND (j.leading OR s.hat <> 'intake')))
  UNION ALL
  SELECT CASE WHEN j.leading THEN 'team_leader' ELSE 'professional' END, NULL, j.statutory, NULL, false, j.programme, j.title::text, '', ''
  FROM posts j WHERE j.leading OR NOT j.managing
  UNION ALL
  SELECT 'countersigner', d.case_id, j.statutory, NULL, false, c.programme_id, j.title::text, '', ''
  FROM seats_disclosure d JOIN seats_case c ON c.id = d.case_id JOIN posts j ON j.programme = c.programme_id
  WHERE d.countersigner_id = p AND j.organisation = ANY (d.side_ids) AND now() < d.until_at AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id);
END $$;

-- A case is opened by a referral: by somebody of the programme, about people they may know of; its leaders answer it.
CREATE OR REPLACE FUNCTION guard.open_case(k uuid, g uuid, p_citizens uuid[]) RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE m programmes_membership; seat uuid := gen_random_uuid(); c uuid; r programmes_role;
BEGIN
  PERFORM guard.need(guard.actor_hat() IN ('professional','team_leader'), 'not_yours');
  SELECT * INTO m FROM guard.member_of(g) x ORDER BY x.leads, x.manages, x.from_at, x.id LIMIT 1;
  PERFORM guard.need(m.id IS NOT NULL, 'not_in_programme');
  PERFORM guard.need(cardinality(p_citizens) BETWEEN 1 AND 8 AND NOT (m.person_id = ANY (p_citizens)), 'about_whom');
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.person_id = ANY (p_citizens) AND x.person_id <> ALL ((SELECT guard.my_people())::uuid[])), 'about_whom');
  PERFORM guard.need((SELECT count(*) FROM seats_seat s WHERE s.person_id = m.person_id AND s.until_at IS NULL) < 500, 'too_many_cases');
  SELECT * INTO r FROM programmes_role WHERE id = m.role_id;
  INSERT INTO seats_case (id, programme_id) VALUES (k, g);
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, seated_by_id)
    VALUES (seat, k, m.person_id, 'professional', m.role_id, m.organisation_id, r.authority, '{}', '{}', 'referral', m.person_id);
  FOREACH c IN ARRAY p_citizens LOOP
    INSERT INTO seats_seat (id, case_id, person_id, hat, powers, power_kinds, ground, authority, seated_by_id)
      VALUES (gen_random_uuid(), k, c, 'citizen', '{}', '{}', 'referral', false, m.person_id);
  END LOOP;
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, seated_by_id)
    SELECT gen_random_uuid(), k, l.person_id, 'intake', l.role_id, l.organisation_id, lr.authority, '{}', '{}', 'referral', m.person_id
    FROM programmes_membership l JOIN programmes_role lr ON lr.id = l.role_id
    WHERE l.programme_id = g AND l.leads AND l.from_at <= now() AND (l.until_at IS NULL OR now() < l.until_at) AND NOT (l.person_id = ANY (p_citizens));
  RETURN seat;
END $$;

-- Accepting seats professionals (intake, once); later a leader seats a successor or cover; a citizen seats her companion.
CREATE OR REPLACE FUNCTION guard.seat_person(p_seat uuid, k uuid, p uuid, p_hat text, p_ground text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; g uuid; m programmes_membership; r programmes_role; h seats_seat;
BEGIN
  PERFORM guard.need(guard.actor_is_set(), 'not_here');
  PERFORM guard.lock_case(k);
  SELECT programme_id INTO g FROM seats_case WHERE id = k;
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k ORDER BY x.from_at, x.id LIMIT 1;
  IF p_hat = 'companion' THEN
    PERFORM guard.need(s.hat = 'citizen' AND p <> s.person_id AND NOT (p = ANY ((SELECT guard.citizens_of(k))::uuid[])), 'not_yours');
    -- A place beside her lets her print a letter to sign in with: never for somebody who has a course or work of their own in the house.
    PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.person_id = p AND (x.hat IN ('citizen','guest') OR x.person_id <> ALL ((SELECT guard.my_people())::uuid[])))
                       AND NOT EXISTS (SELECT FROM programmes_membership x WHERE x.person_id = p AND (x.until_at IS NULL OR now() < x.until_at)), 'not_at_table');
    PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat = 'professional'
                                   AND (x.until_at IS NULL OR now() < x.until_at)), 'already_seated');
    INSERT INTO seats_seat (id, case_id, person_id, hat, for_person_id, powers, power_kinds, ground, authority, seated_by_id)
      VALUES (p_seat, k, p, 'companion', s.person_id, '{}', '{}', 'citizen', false, s.person_id);
    RETURN p_seat;
  END IF;
  PERFORM guard.need(p_hat = 'professional', 'not_yours');
  PERFORM guard.need(g IS NOT NULL AND (s.hat = 'intake' OR (guard.actor_hat() = 'team_leader' AND g = ANY ((SELECT guard.led_programmes())::uuid[]) AND k = ANY ((SELECT guard.my_cases())::uuid[]))), 'not_yours');
  PERFORM guard.need(p <> guard.actor_person(), 'seats_herself');
  SELECT * INTO m FROM programmes_membership x WHERE x.programme_id = g AND x.person_id = p
    AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at) ORDER BY x.leads, x.manages, x.from_at, x.id LIMIT 1;
  PERFORM guard.need(m.id IS NOT NULL, 'not_in_programme');
  PERFORM guard.need(NOT (p = ANY ((SELECT guard.citizens_of(k))::uuid[])), 'own_case');
  SELECT * INTO r FROM programmes_role WHERE id = m.role_id;
  PERFORM guard.need((SELECT count(*) FROM seats_seat x WHERE x.person_id = p AND x.hat = 'professional' AND (x.until_at IS NULL OR now() < x.until_at)) < 500, 'too_many_cases');
  SELECT * INTO h FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat = 'professional' AND x.ground <> 'referral'
    AND (x.until_at IS NULL OR now() < x.until_at) ORDER BY x.from_at, x.id LIMIT 1;
  IF h.ground = 'cover' THEN  -- who covered stays: the place is their own from now on, and does not end with somebody's absence
    UPDATE seats_seat SET ground = p_ground, from_at = least(from_at, now()), until_at = NULL, seated_by_id = guard.actor_person() WHERE id = h.id;
  END IF;
  IF h.id IS NOT NULL THEN RETURN h.id; END IF;
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, seated_by_id)
    VALUES (p_seat, k, p, 'professional', m.role_id, m.organisation_id, r.authority, '{}', '{}', p_ground, guard.actor_person());
  RETURN p_seat;
END $$;

-- A mandate is given by a second person of the organisation that sits at the table, to a line manager of it who does not hold the case. Returns whom to tell.
CREATE OR REPLACE FUNCTION guard.give_mandate(p_id uuid, k uuid, p uuid, p_ground text, p_until timestamptz) RETURNS TABLE (citizen_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE o uuid;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'), 'not_here');
  -- who answers for several organisations there gives it for the one the manager manages, where that one sits at the table
  SELECT m.organisation_id INTO o FROM programmes_membership m WHERE m.person_id = guard.actor_person() AND guard.answers_for(m.organisation_id, k)
  ORDER BY EXISTS (SELECT FROM programmes_membership x WHERE x.person_id = p AND x.organisation_id = m.organisation_id AND x.manages
                     AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)) DESC, guard.sits_there(m.organisation_id, k) DESC, m.organisation_id LIMIT 1;
  PERFORM guard.need(o IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(k);
  -- who has left the table reads nothing new of it; a course that is closed has nobody at it, and a complaint may come later
  PERFORM guard.need(guard.sits_there(o, k), 'not_here');
  PERFORM guard.need(p <> guard.actor_person(), 'second_person');
  PERFORM guard.need(EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
      WHERE m.person_id = p AND m.organisation_id = o AND m.manages AND r.authority = (session_user = 'web_authority')
        AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)), 'line_manager');
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = k AND h.person_id = p AND h.hat <> 'intake'), 'holds_case');
  PERFORM guard.need(p_ground IN ('complaint','incident','supervision','absence'), 'mandate_ground');
  PERFORM guard.need(p_until > now() AND p_until <= now() + interval '1 year', 'until');
  INSERT INTO seats_mandate (id, case_id, person_id, organisation_id, ground, given_by_id, until_at)
    VALUES (p_id, k, p, o, p_ground, guard.actor_person(), p_until);
  RETURN QUERY SELECT unnest(guard.citizens_of(k));
END $$;

RESET ROLE;
