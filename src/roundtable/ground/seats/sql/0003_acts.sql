-- The listed acts on grant tables. Web logins may not write these tables; each act carries its own rule, checks who acts and through which login,
-- and raises `refused:<code>` (SQLSTATE RT001), which the action translates into a Refusal.

CREATE FUNCTION guard.refuse(code text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:' || code; END $$;

CREATE FUNCTION guard.need(fine boolean, code text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS
$$ BEGIN IF fine IS NOT TRUE THEN PERFORM guard.refuse(code); END IF; END $$;

-- One case at a time: acts on a case wait for each other.
CREATE FUNCTION guard.lock_case(k uuid) RETURNS void LANGUAGE sql VOLATILE SET search_path = pg_catalog AS
$$ SELECT pg_advisory_xact_lock(hashtextextended('case:' || k::text, 0)) $$;

-- Membership of the actor in a programme through this login, now.
CREATE FUNCTION guard.member_of(g uuid) RETURNS SETOF public.programmes_membership LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT m.* FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
  WHERE guard.actor_is_set() AND m.person_id = guard.actor_person() AND m.programme_id = g
    AND r.authority = (session_user = 'web_authority') AND session_user IN ('web_care','web_authority')
    AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at);
END $$;

-- The scope of a kind on a case, made when first needed. The actor must be (or by this become) its member: nobody opens a scope they are not in.
CREATE FUNCTION guard.scope_for(k uuid, p_kind text, p_about uuid[], p_holder uuid) RETURNS TABLE (scope_id int, scope_wall smallint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; h seats_seat; citizens uuid[]; who uuid[]; v_side uuid; v_holder uuid; v_hat text := ''; v_wall smallint; found int;
BEGIN
  PERFORM guard.need(guard.actor_is_set(), 'not_here');
  IF p_kind = 'draft' THEN
    v_wall := CASE session_user WHEN 'web_citizen' THEN 3 WHEN 'web_care' THEN 1 ELSE 2 END;
    v_holder := guard.actor_person(); v_hat := guard.actor_hat(); who := '{}';
    IF k IS NOT NULL THEN PERFORM guard.need(k = ANY ((SELECT guard.my_cases())::uuid[]), 'not_here'); END IF;
  ELSE
    SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k ORDER BY x.from_at LIMIT 1;
    PERFORM guard.need(s.id IS NOT NULL AND s.hat IN ('citizen','professional','intake','representative'), 'not_here');
    PERFORM guard.need(s.hat <> 'representative' OR ('write' = ANY (s.powers) AND p_kind = ANY (s.power_kinds)), 'not_yours');
    citizens := guard.citizens_of(k);
    IF s.hat IN ('professional','intake') THEN PERFORM guard.need(NOT (citizens <@ guard.closed_by(k, s.person_id)), 'closed'); END IF;
    who := CASE WHEN p_kind = 'table' OR coalesce(cardinality(p_about), 0) = 0 THEN citizens ELSE p_about END;
    SELECT array_agg(DISTINCT x ORDER BY x) INTO who FROM unnest(who) x;
    PERFORM guard.need(who <@ citizens AND cardinality(who) > 0, 'about_whom');
    IF p_kind = 'own' THEN
      PERFORM guard.need((s.hat = 'citizen' AND who = ARRAY[s.person_id]) OR (s.hat = 'citizen' AND coalesce(cardinality(p_about), 0) = 0)
                         OR (s.hat = 'representative' AND 'write' = ANY (s.powers) AND 'own' = ANY (s.power_kinds) AND who = ARRAY[s.for_person_id]), 'not_yours');
      IF s.hat = 'citizen' THEN who := ARRAY[s.person_id]; END IF;
      v_wall := 3;
    ELSIF p_kind = 'confidence' THEN
      IF s.hat = 'citizen' THEN
        SELECT * INTO h FROM seats_seat x WHERE x.case_id = k AND x.person_id = p_holder AND x.hat = 'professional'
          AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at) LIMIT 1;
        PERFORM guard.need(h.id IS NOT NULL AND NOT (s.person_id = ANY (guard.closed_by(k, p_holder))), 'not_at_table');
        who := ARRAY[s.person_id];
      ELSIF s.hat = 'representative' THEN
        SELECT * INTO h FROM seats_seat x WHERE x.case_id = k AND x.person_id = p_holder AND x.hat = 'professional'
          AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at) LIMIT 1;
        PERFORM guard.need(h.id IS NOT NULL AND 'write' = ANY (s.powers) AND 'confidence' = ANY (s.power_kinds), 'not_yours');
        who := ARRAY[s.for_person_id];
      ELSE
        h := s; PERFORM guard.need(s.hat = 'professional', 'not_yours');
      END IF;
      PERFORM guard.need(cardinality(who) = 1, 'about_whom');
      v_holder := h.person_id; v_hat := 'professional'; v_wall := CASE WHEN h.authority THEN 2 ELSE 1 END;
    ELSIF p_kind = 'side' THEN
      PERFORM guard.need(s.hat = 'professional', 'not_yours');
      v_side := s.organisation_id; v_wall := CASE WHEN s.authority THEN 2 ELSE 1 END;
    ELSIF p_kind = 'team' THEN
      PERFORM guard.need(s.hat IN ('citizen','professional'), 'not_yours'); v_wall := 0;
    ELSIF p_kind = 'table' THEN v_wall := 0;
    ELSE PERFORM guard.refuse('no_such_scope');
    END IF;
    IF s.hat = 'professional' THEN PERFORM guard.need(NOT (who <@ guard.closed_by(k, s.person_id)), 'closed'); END IF;
  END IF;
  INSERT INTO seats_scope (case_id, kind, about, holder_id, holder_hat, side_id, wall)
    VALUES (k, p_kind, who, v_holder, v_hat, v_side, v_wall) ON CONFLICT DO NOTHING;
  SELECT x.id INTO found FROM seats_scope x WHERE x.case_id IS NOT DISTINCT FROM k AND x.kind = p_kind AND x.about = who
    AND x.holder_id IS NOT DISTINCT FROM v_holder AND x.holder_hat = v_hat AND x.side_id IS NOT DISTINCT FROM v_side;
  RETURN QUERY SELECT found, v_wall;
END $$;

-- A referral opens a case: seats for the referrer, the citizens and the programme's leaders as intake; scope `table`. By somebody of the programme, about people
-- they may know of. Where somebody has several posts, the one that is meant is chosen, here and below, and the same every time: a working post before one
-- that leads or manages, then the older.
CREATE FUNCTION guard.open_case(k uuid, g uuid, p_citizens uuid[]) RETURNS uuid LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

-- A person new to the house, named in a referral by a member of the programme, or a companion, or who acts for her, named by a citizen.
CREATE FUNCTION guard.enrol_person(p uuid, p_given text, p_family text, p_phone text, p_email text, p_born date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND guard.actor_hat() IN ('professional','team_leader','citizen','intake'), 'not_yours');
  INSERT INTO people_person (id, given_name, family_name, work_phone, work_email) VALUES (p, p_given, p_family, '', '');
  INSERT INTO people_contactdetails (person_id, phone, email, born_on, channel) VALUES (p, p_phone, p_email, p_born, 'letter');
END $$;

-- Who referred somebody adds what was missing of how to reach them, while the referral is open and nobody sits at the table; about nobody who has another course.
CREATE FUNCTION guard.complete_person(k uuid, p uuid, p_phone text, p_email text, p_born date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND p = ANY ((SELECT guard.citizens_of(k))::uuid[]) AND EXISTS (SELECT FROM guard.live_seats() s
    WHERE s.case_id = k AND s.hat = 'professional' AND s.ground = 'referral'), 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.hat = 'intake' AND s.until_at IS NULL)
    AND NOT EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.hat = 'professional' AND s.ground <> 'referral')
    AND NOT EXISTS (SELECT FROM seats_seat s WHERE s.person_id = p AND s.case_id <> k), 'not_yours');
  UPDATE people_contactdetails SET phone = p_phone, email = p_email, born_on = p_born WHERE person_id = p;
END $$;

-- Accepting seats professionals (intake, once); later a leader seats a successor or cover; a citizen seats her companion. Nobody sits down by their own hand:
-- a leader who is to hold a course is seated by another leader. Who holds a course does not lead it (invariant 18).
CREATE FUNCTION guard.seat_person(p_seat uuid, k uuid, p uuid, p_hat text, p_ground text) RETURNS uuid
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
    PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat IN ('professional','representative')
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
  -- who acts for a citizen reads what is hers on both sides: they work at no side of that table
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat = 'representative'
                                 AND (x.until_at IS NULL OR now() < x.until_at)), 'already_seated');
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

-- Somebody comes with a citizen, as she said by telephone or on paper and a professional of her table noted (decision 0046). A place lets somebody read what she
-- gives them, and have a letter to sign in with: so never through an authority's login, never by who was closed out, and only for somebody the house does not
-- know: nobody's other place goes along with it.
CREATE FUNCTION guard.seat_companion_as_said(p_seat uuid, k uuid, p uuid, c uuid, p_how text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat;
BEGIN
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.hat = 'professional' AND x.ground <> 'referral' AND session_user = 'web_care' LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(k);
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = s.person_id AND b.by_id = c AND b.until_at IS NULL), 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = c AND x.hat = 'citizen' AND (x.until_at IS NULL OR now() < x.until_at)), 'about_whom');
  PERFORM guard.need(p_how IN ('telephone','paper'), 'not_yours');
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.person_id = p) AND NOT EXISTS (SELECT FROM programmes_membership x WHERE x.person_id = p), 'not_at_table');
  INSERT INTO seats_seat (id, case_id, person_id, hat, for_person_id, powers, power_kinds, ground, authority, seated_by_id)
    VALUES (p_seat, k, p, 'companion', c, '{}', '{}', p_how, false, s.person_id);
  RETURN p_seat;
END $$;
REVOKE ALL ON FUNCTION guard.seat_companion_as_said(uuid, uuid, uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.seat_companion_as_said(uuid, uuid, uuid, uuid, text) TO web_care;

-- A citizen names who acts for her in her own course, until a day at most a year away: by her word and nobody else's. They read, for her, what the table
-- reads, and of what the team and each organisation read with her what she says; never her notebook or what she and one other say in confidence, and they
-- write nothing: no page carries the other powers, so none is given. Nobody who works in the house or has a course of their own, nobody twice. While the
-- course goes on, which is as long as a professional sits there; three for one citizen at a time, and two names at once wait for each other.
CREATE FUNCTION guard.seat_representative(p_seat uuid, k uuid, p uuid, p_kinds text[], p_until timestamptz) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND session_user = 'web_citizen' AND guard.actor_hat() = 'citizen', 'not_yours');
  PERFORM guard.lock_case(k);
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.hat = 'citizen' ORDER BY x.from_at, x.id LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_yours');
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.hat = 'professional' AND x.ground <> 'referral'
                             AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)), 'course_over');
  PERFORM guard.need((SELECT count(*) FROM seats_seat x WHERE x.case_id = k AND x.hat = 'representative' AND x.for_person_id = s.person_id
                      AND (x.until_at IS NULL OR now() < x.until_at)) < 3, 'too_many_act');
  PERFORM guard.need(NOT (p = ANY ((SELECT guard.citizens_of(k))::uuid[])), 'not_at_table');
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND (x.until_at IS NULL OR now() < x.until_at)), 'already_seated');
  -- As for a companion: she prints a letter for them to sign in with.
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.person_id = p AND (x.hat IN ('citizen','guest') OR x.person_id <> ALL ((SELECT guard.my_people())::uuid[])))
                     AND NOT EXISTS (SELECT FROM programmes_membership x WHERE x.person_id = p AND (x.until_at IS NULL OR now() < x.until_at)), 'not_at_table');
  PERFORM guard.need('table' = ANY (p_kinds) AND p_kinds <@ ARRAY['table','team','side'], 'no_such_scope');
  PERFORM guard.need(p_until > now() AND p_until <= now() + interval '1 year', 'until');
  INSERT INTO seats_seat (id, case_id, person_id, hat, for_person_id, powers, power_kinds, ground, authority, until_at, seated_by_id)
    VALUES (p_seat, k, p, 'representative', s.person_id, '{see}', ARRAY(SELECT DISTINCT x FROM unnest(p_kinds) x ORDER BY x), 'citizen', false, p_until, s.person_id);
  RETURN p_seat;
END $$;
REVOKE ALL ON FUNCTION guard.seat_representative(uuid, uuid, uuid, text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.seat_representative(uuid, uuid, uuid, text[], timestamptz) TO web_citizen;

-- A seat ends: one's own, a companion's or who acts for her by her citizen, one by profession by intake or leader; from then only 30 days' reading of one's own
-- writing. Whom a citizen gave a place no leader sends away.
-- A companion who came by a note goes by a note too, of the organisation that noted it; one she gave a place herself, by her own act alone.
CREATE FUNCTION guard.end_seat(p_seat uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t seats_seat; g uuid;
BEGIN
  PERFORM guard.need(guard.actor_is_set(), 'not_here');
  SELECT * INTO t FROM seats_seat WHERE id = p_seat;
  PERFORM guard.need(t.id IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(t.case_id);
  SELECT programme_id INTO g FROM seats_case WHERE id = t.case_id;
  PERFORM guard.need(t.hat <> 'citizen' AND (
      (t.person_id = guard.actor_person() AND EXISTS (SELECT FROM guard.live_seats() s WHERE s.id = t.id))
      OR EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = t.case_id AND s.hat = 'citizen' AND t.hat IN ('companion','representative') AND t.for_person_id = s.person_id)
      OR (t.hat = 'companion' AND t.ground IN ('telephone','paper') AND session_user = 'web_care' AND EXISTS (
        SELECT FROM guard.live_seats() s JOIN seats_seat n ON n.case_id = s.case_id AND n.person_id = t.seated_by_id AND n.hat = 'professional'
        WHERE s.case_id = t.case_id AND s.hat = 'professional' AND s.ground <> 'referral' AND s.organisation_id = n.organisation_id
          AND NOT (t.for_person_id = ANY (guard.closed_by(s.case_id, s.person_id)))))
      OR EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = t.case_id AND s.hat = 'intake' AND t.ground = 'referral')
      OR (guard.actor_hat() = 'team_leader' AND t.hat IN ('professional','intake') AND g = ANY ((SELECT guard.led_programmes())::uuid[])
          AND t.case_id = ANY ((SELECT guard.my_cases())::uuid[]))), 'not_yours');
  UPDATE seats_seat SET until_at = now() WHERE id = p_seat AND (until_at IS NULL OR until_at > now());
END $$;

-- Accepting or declining ends intake; accepting also ends the referrer's seat unless she was seated. Declining leaves the referrer's for 30 days' reading.
CREATE FUNCTION guard.end_intake(k uuid, p_accepted boolean) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND (s.hat = 'intake' OR s.hat = 'citizen' OR s.ground = 'referral')), 'not_yours');
  UPDATE seats_seat SET until_at = now() WHERE case_id = k AND hat = 'intake' AND until_at IS NULL;
  IF p_accepted THEN
    PERFORM guard.need(EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.person_id = guard.actor_person() AND s.hat = 'intake'), 'not_yours');
    UPDATE seats_seat SET until_at = now() WHERE case_id = k AND ground = 'referral' AND hat = 'professional' AND until_at IS NULL;
  ELSE
    UPDATE seats_seat SET until_at = now() + interval '30 days' WHERE case_id = k AND ground = 'referral' AND hat = 'professional' AND until_at IS NULL;
  END IF;
END $$;

-- All professional and companion seats end when a course is closed; the citizens keep theirs.
CREATE FUNCTION guard.end_all_seats(k uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.lock_case(k);
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND s.hat = 'professional' AND NOT (guard.citizens_of(k) <@ guard.closed_by(k, s.person_id)))
                     OR (guard.actor_hat() = 'team_leader' AND k = ANY ((SELECT guard.my_cases())::uuid[])), 'not_yours');
  UPDATE seats_seat SET until_at = now() WHERE case_id = k AND hat <> 'citizen' AND (until_at IS NULL OR until_at > now());
END $$;
