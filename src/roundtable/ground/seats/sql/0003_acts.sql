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

-- A person new to the house, named in a referral by a member of the programme, or a companion named by a citizen.
CREATE FUNCTION guard.enrol_person(p uuid, p_given text, p_family text, p_phone text, p_email text, p_born date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND guard.actor_hat() IN ('professional','team_leader','citizen','intake'), 'not_yours');
  INSERT INTO people_person (id, given_name, family_name, work_phone, work_email) VALUES (p, p_given, p_family, '', '');
  INSERT INTO people_contactdetails (person_id, phone, email, born_on, channel) VALUES (p, p_phone, p_email, p_born, 'letter');
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

-- A seat ends: one's own, a companion's by her citizen, any by intake or leader; from then only 30 days' reading of one's own writing.
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
      OR EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = t.case_id AND s.hat = 'citizen' AND t.hat = 'companion' AND t.for_person_id = s.person_id)
      OR EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = t.case_id AND s.hat = 'intake' AND t.ground = 'referral')
      OR (guard.actor_hat() = 'team_leader' AND g = ANY ((SELECT guard.led_programmes())::uuid[]) AND t.case_id = ANY ((SELECT guard.my_cases())::uuid[]))), 'not_yours');
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

-- Consent: exactly these items to exactly one seat. By a citizen the items are about (or who acts for her with `consent`), or noted by a professional who is
-- in the items' scope as said aloud, where they are about one person; what stands at the table, for a guest only. The citizen is told, and can take it back.
CREATE FUNCTION guard.disclose(p_id uuid, p_items uuid[], p_seat uuid, p_purpose text, p_version text, p_until timestamptz, p_how text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t seats_seat; s seats_seat; n int; who uuid[]; sides uuid[];
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND cardinality(p_items) BETWEEN 1 AND 200, 'nothing_chosen');
  SELECT * INTO t FROM seats_seat WHERE id = p_seat AND from_at <= now() AND (until_at IS NULL OR now() < until_at);
  PERFORM guard.need(t.id IS NOT NULL AND t.hat IN ('professional','companion','guest','citizen','representative'), 'not_at_table');
  PERFORM guard.lock_case(t.case_id);
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = t.case_id LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  SELECT count(*), array_agg(DISTINCT a) INTO n, who FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id, unnest(sc.about) a
    WHERE i.id = ANY (p_items) AND i.case_id = t.case_id AND sc.kind <> 'draft';
  SELECT count(*) INTO n FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (p_items) AND i.case_id = t.case_id AND sc.kind <> 'draft'
    AND CASE s.hat
      WHEN 'citizen' THEN p_how IN ('signed','orally') AND s.person_id = ANY (sc.about) AND (sc.kind <> 'table' OR t.hat IN ('companion','guest')) AND i.id <> ALL ((SELECT guard.my_withheld())::uuid[])
      WHEN 'representative' THEN p_how = 'signed' AND 'consent' = ANY (s.powers) AND sc.id = ANY ((SELECT guard.my_scopes())::int[]) AND i.id <> ALL ((SELECT guard.my_withheld())::uuid[])
      WHEN 'professional' THEN p_how = 'orally' AND (CASE t.hat WHEN 'guest' THEN sc.kind = 'table' OR i.kind = 'guest_ask' ELSE sc.kind IN ('confidence','side','team') END) AND sc.id = ANY ((SELECT guard.my_scopes())::int[])
      ELSE false END;
  PERFORM guard.need(n = cardinality(p_items), 'not_yours');
  -- one yes is about one circle of people: each of them says yes to it, and learns of nothing that is not about them
  PERFORM guard.need((SELECT count(DISTINCT sc.about) FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (p_items)) = 1, 'about_mixed');
  PERFORM guard.need(s.hat <> 'professional' OR cardinality(who) = 1, 'about_several');
  SELECT array_agg(DISTINCT x) INTO sides FROM (
    SELECT sc.side_id AS x FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (p_items) AND sc.side_id IS NOT NULL
    UNION SELECT h.organisation_id FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id JOIN seats_seat h ON h.case_id = sc.case_id AND h.person_id = sc.holder_id
      WHERE i.id = ANY (p_items) AND h.organisation_id IS NOT NULL) z;
  INSERT INTO seats_disclosure (id, case_id, to_seat_id, about, side_ids, given_by_id, given_hat, basis, how, purpose, text_version, until_at, paragraph, urgent, deferral_ground)
    VALUES (p_id, t.case_id, t.id, coalesce(who, '{}'), coalesce(sides, '{}'), guard.actor_person(), guard.actor_hat(), 'consent', p_how, p_purpose, p_version, p_until, '', false, '');
  INSERT INTO seats_discloseditem (disclosure_id, item_id) SELECT p_id, unnest(p_items) ON CONFLICT DO NOTHING;
  INSERT INTO seats_disclosureyes (disclosure_id, person_id, by_id, by_hat)
    SELECT p_id, x, guard.actor_person(), guard.actor_hat() FROM unnest(CASE WHEN s.hat = 'professional' THEN who ELSE guard.answers_as(t.case_id, who) END) x;
END $$;

-- Withdrawn by the citizen it is about, by who gave it, or by who acts for her: binds every transaction that starts afterwards. The keys laid out for it go with
-- the event (trigger `wraps_end`), but for those somebody else still reads by.
CREATE FUNCTION guard.withdraw(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure;
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND guard.actor_is_set(), 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id), 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(d.basis = 'consent', 'by_law');
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id AND (
      (s.hat = 'citizen' AND s.person_id = ANY (d.about))
      OR (s.hat = 'representative' AND 'consent' = ANY (s.powers) AND s.for_person_id = ANY (d.about))
      OR (s.hat = 'professional' AND d.given_by_id = s.person_id AND d.given_hat = 'professional'))), 'not_yours');
  INSERT INTO seats_disclosureevent (disclosure_id, event, by_id) VALUES (p_id, 'withdrawn', guard.actor_person()) ON CONFLICT DO NOTHING;
END $$;

-- On a ground of law: decided on the holder's side, countersigned by a second person of that side, never the receiver's (invariant 13).
CREATE FUNCTION guard.disclose_by_law(p_id uuid, p_items uuid[], p_seat uuid, p_paragraph text, p_reason uuid, p_countersigner uuid, p_urgent boolean,
  p_countersign_by timestamptz, p_until timestamptz, p_told_from timestamptz, p_deferral text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t seats_seat; s seats_seat; n int; who uuid[]; g uuid;
BEGIN
  PERFORM guard.need(guard.actor_hat() = 'professional' AND cardinality(p_items) BETWEEN 1 AND 200, 'nothing_chosen');
  SELECT * INTO t FROM seats_seat WHERE id = p_seat AND hat = 'professional' AND from_at <= now() AND (until_at IS NULL OR now() < until_at);
  PERFORM guard.need(t.id IS NOT NULL, 'not_at_table');
  PERFORM guard.lock_case(t.case_id);
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = t.case_id LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  PERFORM guard.need(t.organisation_id IS DISTINCT FROM s.organisation_id, 'own_side');
  PERFORM guard.need(p_paragraph <> '' AND p_reason IS NOT NULL, 'no_paragraph');
  SELECT count(DISTINCT i.id), array_agg(DISTINCT a) INTO n, who FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id, unnest(sc.about) a
    WHERE i.id = ANY (p_items) AND i.case_id = t.case_id AND sc.id = ANY ((SELECT guard.my_scopes())::int[])
      AND (sc.kind = 'side' OR (sc.kind = 'confidence' AND sc.holder_id = s.person_id));
  PERFORM guard.need(n = cardinality(p_items), 'not_yours');
  SELECT programme_id INTO g FROM seats_case WHERE id = t.case_id;
  PERFORM guard.need(p_countersigner <> s.person_id AND EXISTS (SELECT FROM programmes_membership m WHERE m.programme_id = g AND m.person_id = p_countersigner
      AND m.organisation_id = s.organisation_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
      AND NOT EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = p_countersigner AND m.organisation_id = t.organisation_id
                      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
      AND NOT (who && guard.closed_by(t.case_id, p_countersigner))
      AND NOT EXISTS (SELECT FROM seats_seat c WHERE c.case_id = t.case_id AND c.person_id = p_countersigner AND c.hat IN ('citizen','companion','representative')), 'countersigner');
  PERFORM guard.need(EXISTS (SELECT FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = p_reason AND i.case_id = t.case_id
      AND i.author_id = s.person_id AND sc.kind IN ('side','confidence')), 'no_paragraph');
  PERFORM guard.need(NOT p_urgent OR (p_countersign_by > now() AND p_countersign_by <= now() + interval '6 days'), 'countersign_by');
  PERFORM guard.need(p_told_from IS NULL OR (p_deferral <> '' AND p_told_from <= now() + interval '90 days'), 'deferral');
  INSERT INTO seats_disclosure (id, case_id, to_seat_id, about, side_ids, given_by_id, given_hat, basis, how, purpose, text_version, until_at,
      paragraph, reason_item_id, countersigner_id, urgent, countersign_by, told_from, deferral_ground)
    VALUES (p_id, t.case_id, t.id, who, ARRAY[s.organisation_id], s.person_id, 'professional', 'law', 'law', 'law', '', p_until,
      p_paragraph, p_reason, p_countersigner, p_urgent, p_countersign_by, p_told_from, p_deferral);
  INSERT INTO seats_discloseditem (disclosure_id, item_id) SELECT p_id, unnest(p_items);
END $$;

-- The second person of the holder's side signs, or says no.
CREATE FUNCTION guard.countersign(p_id uuid, p_yes boolean) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure;
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND guard.actor_is_set() AND guard.actor_hat() = 'professional' AND guard.actor_purpose() = 'countersign'
    AND d.countersigner_id = guard.actor_person() AND NOT (d.about && guard.closed_by(d.case_id, d.countersigner_id))
    AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = p_id AND i.wall = ANY ((SELECT guard.my_walls())::int[])), 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = p_id), 'already_answered');
  PERFORM guard.need(EXISTS (SELECT FROM guard.to_countersign() w WHERE w.id = p_id), 'not_here');
  INSERT INTO seats_disclosureevent (disclosure_id, event, by_id) VALUES (p_id, CASE WHEN p_yes THEN 'countersigned' ELSE 'withdrawn' END, guard.actor_person());
END $$;

-- A citizen closes the case, as far as it is about her, for a named person at the table, or one who was given a mandate; and opens it again.
CREATE FUNCTION guard.block(p_id uuid, k uuid, p uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND s.hat = 'citizen'), 'not_yours');
  PERFORM guard.lock_case(k);
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat <> 'citizen')
                     OR EXISTS (SELECT FROM seats_mandate d WHERE d.case_id = k AND d.person_id = p), 'not_at_table');
  IF NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = p AND b.by_id = guard.actor_person() AND (b.until_at IS NULL OR now() < b.until_at)) THEN
    INSERT INTO seats_block (id, case_id, by_id, person_id) VALUES (p_id, k, guard.actor_person(), p);
  END IF;
END $$;

CREATE FUNCTION guard.unblock(k uuid, p uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND s.hat = 'citizen'), 'not_yours');
  PERFORM guard.lock_case(k);
  UPDATE seats_block SET until_at = now() WHERE case_id = k AND person_id = p AND by_id = guard.actor_person() AND until_at IS NULL;
END $$;

-- An item moves to another scope of its case: widening is the act of the citizen it is about; narrowing the author's. The read log stays.
CREATE FUNCTION guard.move_item(p_item uuid, p_scope int, p_headline text, p_body text, p_sealed bytea) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE i seats_item; a seats_scope; b seats_scope; ranks text[] := ARRAY['draft','own','confidence','side','team','table'];
BEGIN
  SELECT * INTO i FROM seats_item WHERE id = p_item;
  SELECT * INTO a FROM seats_scope WHERE id = i.scope_id;
  SELECT * INTO b FROM seats_scope WHERE id = p_scope;
  PERFORM guard.need(i.id IS NOT NULL AND b.id IS NOT NULL AND a.id = ANY ((SELECT guard.my_scopes())::int[]) AND b.id = ANY ((SELECT guard.my_writable())::int[]) AND i.case_id = b.case_id, 'not_here');
  PERFORM guard.lock_case(b.case_id);
  PERFORM guard.need(b.kind <> 'draft' AND a.about <@ b.about, 'about_whom');
  PERFORM guard.need(
    (guard.actor_hat() = 'citizen' AND guard.actor_person() IN (i.author_id, i.said_by_id) AND (guard.actor_person() = ANY (a.about) OR a.kind = 'draft')
      AND (cardinality(a.about) <= 1 OR b.kind <> 'table'))
    OR (i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat() AND array_position(ranks, b.kind::text) < array_position(ranks, a.kind::text) AND a.kind <> 'draft'), 'not_yours');
  UPDATE seats_item SET scope_id = b.id, wall = b.wall, moved_at = now() WHERE id = p_item;
  -- a move changes who reads, never what was said: where both places keep plain words, they are compared
  PERFORM guard.need(a.kind IN ('draft','own','confidence') OR b.kind IN ('draft','own','confidence')
    OR EXISTS (SELECT FROM seats_text t WHERE t.item_id = p_item AND t.sealed IS NULL AND p_sealed IS NULL AND t.headline = p_headline AND t.body = p_body), 'not_yours');
  -- the words are sealed anew (or opened) by the mover, who holds the old scope's key; old wraps go
  DELETE FROM seats_itemkey WHERE item_id = p_item;
  UPDATE seats_text SET headline = p_headline, body = p_body, sealed = p_sealed WHERE item_id = p_item;
END $$;

-- Is somebody there for a citizen of a course: herself, who sits or sat beside her, who acts for her?
CREATE FUNCTION guard.is_beside_a_citizen(k uuid, p uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.person_id = p AND s.hat IN ('citizen','companion','representative')); END $$;

-- An entry of the own side, or of the team, is withheld from the citizen until a day: two people of that side, a paragraph, at most a year. The second is there
-- for no citizen of that course: neither asked nor signing, if it came about meanwhile.
CREATE FUNCTION guard.withhold(p_id uuid, p_item uuid, p_paragraph text, p_countersigner uuid, p_until timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE i seats_item; s seats_seat; sc seats_scope;
BEGIN
  SELECT * INTO i FROM seats_item WHERE id = p_item; SELECT * INTO sc FROM seats_scope WHERE id = i.scope_id;
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = i.case_id AND x.hat = 'professional' LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL AND sc.id = ANY ((SELECT guard.my_scopes())::int[]) AND sc.kind IN ('side','team') AND i.author_id = s.person_id AND p_paragraph <> '', 'not_yours');
  PERFORM guard.need(p_until > now() AND p_until <= now() + interval '1 year', 'until');
  PERFORM guard.need(p_countersigner <> s.person_id AND EXISTS (SELECT FROM programmes_membership m JOIN seats_case c ON c.programme_id = m.programme_id AND c.id = i.case_id
      WHERE m.person_id = p_countersigner AND m.organisation_id = s.organisation_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    AND NOT guard.is_beside_a_citizen(i.case_id, p_countersigner), 'countersigner');
  INSERT INTO seats_withholding (id, case_id, item_id, by_id, countersigner_id, paragraph, until_at)
    VALUES (p_id, i.case_id, p_item, s.person_id, p_countersigner, p_paragraph, p_until);
END $$;

-- The second person of the writer's organisation signs, while they work there.
CREATE FUNCTION guard.countersign_withholding(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE w seats_withholding;
BEGIN
  SELECT * INTO w FROM seats_withholding WHERE id = p_id;
  PERFORM guard.need(w.id IS NOT NULL AND guard.actor_is_set() AND guard.actor_hat() = 'professional' AND w.countersigner_id = guard.actor_person()
    AND w.countersigned_at IS NULL AND EXISTS (SELECT FROM seats_item i WHERE i.id = w.item_id AND (i.wall = 0 OR i.wall = ANY ((SELECT guard.my_walls())::int[])))
    AND NOT guard.is_beside_a_citizen(w.case_id, w.countersigner_id)
    AND EXISTS (SELECT FROM seats_seat s JOIN programmes_membership m ON m.organisation_id = s.organisation_id JOIN programmes_role r ON r.id = m.role_id
                WHERE s.case_id = w.case_id AND s.person_id = w.by_id AND s.hat = 'professional' AND m.person_id = w.countersigner_id
                  AND r.authority = (session_user = 'web_authority') AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)), 'not_here');
  UPDATE seats_withholding SET countersigned_at = now() WHERE id = p_id;
END $$;

-- What is brought is brought to one meeting: when it was held (an item of kind meeting_held says so), everybody begins anew; what each may read of what was
-- opened before does not change. Who has put down what they bring to the next meeting: a fact all at the table see; it opens nothing by itself.
CREATE FUNCTION guard.who_is_ready(k uuid) RETURNS TABLE (person_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT coalesce(i.said_by_id, i.author_id) FROM seats_item i
  WHERE k = ANY ((SELECT guard.my_cases())::uuid[]) AND i.case_id = k AND i.held AND i.kind = 'bring'
    AND i.made_at > coalesce((SELECT max(h.made_at) FROM seats_item h WHERE h.case_id = k AND h.kind = 'meeting_held' AND h.scope_kind = 'table'), '-infinity');
END $$;

-- The held items open: when every citizen and every organisation at the table has put theirs down since the last meeting, or early, by a professional
-- with a reason.
CREATE FUNCTION guard.open_held(p_id uuid, k uuid, p_early boolean) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; waiting int; since timestamptz;
BEGIN
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.case_id = ANY ((SELECT guard.my_cases())::uuid[]) LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL AND s.hat IN ('citizen','professional'), 'not_here');
  PERFORM guard.need(NOT p_early OR s.hat = 'professional', 'not_yours');
  PERFORM guard.lock_case(k);
  IF NOT p_early THEN
    since := coalesce((SELECT max(h.made_at) FROM seats_item h WHERE h.case_id = k AND h.kind = 'meeting_held' AND h.scope_kind = 'table'), '-infinity');
    SELECT count(*) INTO waiting FROM (
      SELECT x.person_id::text AS party FROM seats_seat x WHERE x.case_id = k AND x.hat = 'citizen'
        AND NOT EXISTS (SELECT FROM seats_item i WHERE i.case_id = k AND i.held AND i.kind = 'bring' AND i.made_at > since
                        AND coalesce(i.said_by_id, i.author_id) = x.person_id)
      UNION
      SELECT x.organisation_id::text FROM seats_seat x WHERE x.case_id = k AND x.hat = 'professional' AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)
        AND NOT EXISTS (SELECT FROM seats_item i JOIN seats_seat y ON y.id = i.author_seat_id
                        WHERE i.case_id = k AND i.held AND i.kind = 'bring' AND i.made_at > since AND i.said_by_id IS NULL
                          AND y.organisation_id = x.organisation_id)) parties;
    IF waiting > 0 THEN RETURN false; END IF;
  END IF;
  INSERT INTO seats_opening (id, case_id, by_id, early) VALUES (p_id, k, s.person_id, p_early);
  RETURN true;
END $$;
