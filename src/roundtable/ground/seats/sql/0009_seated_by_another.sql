-- Nobody sits down by their own hand: a leader who is to hold a course is seated by another leader. Who holds a course does not lead it (invariant 18).
-- Replaces seat_person of 0003.

SET LOCAL ROLE oracle;

-- Accepting seats professionals (intake, once); later a leader seats a successor or cover; a citizen seats her companion.
CREATE OR REPLACE FUNCTION guard.seat_person(p_seat uuid, k uuid, p uuid, p_hat text, p_ground text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; g uuid; m programmes_membership; r programmes_role; h seats_seat;
BEGIN
  PERFORM guard.need(guard.actor_is_set(), 'not_here');
  PERFORM guard.lock_case(k);
  SELECT programme_id INTO g FROM seats_case WHERE id = k;
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k LIMIT 1;
  IF p_hat = 'companion' THEN
    PERFORM guard.need(s.hat = 'citizen' AND p <> s.person_id AND NOT (p = ANY ((SELECT guard.citizens_of(k))::uuid[])), 'not_yours');
    -- A place beside her lets her print a letter to sign in with: never for somebody who has a course or work of their own in the house.
    PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat x WHERE x.person_id = p AND (x.hat = 'citizen' OR x.person_id <> ALL ((SELECT guard.my_people())::uuid[])))
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
    AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at) LIMIT 1;
  PERFORM guard.need(m.id IS NOT NULL, 'not_in_programme');
  PERFORM guard.need(NOT (p = ANY ((SELECT guard.citizens_of(k))::uuid[])), 'own_case');
  SELECT * INTO r FROM programmes_role WHERE id = m.role_id;
  PERFORM guard.need((SELECT count(*) FROM seats_seat x WHERE x.person_id = p AND x.hat = 'professional' AND (x.until_at IS NULL OR now() < x.until_at)) < 500, 'too_many_cases');
  SELECT * INTO h FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat = 'professional' AND x.ground <> 'referral'
    AND (x.until_at IS NULL OR now() < x.until_at) LIMIT 1;
  IF h.id IS NOT NULL THEN RETURN h.id; END IF;
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, seated_by_id)
    VALUES (p_seat, k, p, 'professional', m.role_id, m.organisation_id, r.authority, '{}', '{}', p_ground, guard.actor_person());
  RETURN p_seat;
END $$;

RESET ROLE;
