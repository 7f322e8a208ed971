-- One's own seats and mandates are shown through the login they are acted in: whoever an injected statement claims to be, the login of an authority is
-- not told at which tables of care somebody sits, nor who looks into which, and the other way round. And a mandate is for an organisation that
-- sits at the table, or sat there when the course was closed; not for one that has left it. Replaces give_mandate of 0005.

ALTER POLICY sees ON seats_seat USING (case_id = ANY ((SELECT guard.my_cases())::uuid[])
  OR (person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set())
      AND CASE WHEN session_user = 'web_citizen' THEN hat IN ('citizen','companion','representative')
               ELSE hat NOT IN ('citizen','companion','representative') AND authority = (session_user = 'web_authority') END)
  OR case_id = ANY (ARRAY(SELECT d.case_id FROM guard.my_mandates() d)));

ALTER POLICY sees ON seats_mandate USING (CASE WHEN session_user = 'web_citizen'
  THEN (SELECT guard.actor_hat()) = 'citizen' AND case_id = ANY ((SELECT guard.my_cases())::uuid[])
  ELSE ((person_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_is_set() AND guard.actor_hat() = 'line_manager'))
        OR (given_by_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'))))
    AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                WHERE m.person_id = (SELECT guard.actor_person()) AND m.organisation_id = seats_mandate.organisation_id
                  AND r.authority = (session_user = 'web_authority') AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)) END);

SET LOCAL ROLE oracle;

-- A mandate is given by a second person of the organisation that sits at the table, to a line manager of it who does not hold the case. Returns whom to tell.
CREATE OR REPLACE FUNCTION guard.give_mandate(p_id uuid, k uuid, p uuid, p_ground text, p_until timestamptz) RETURNS TABLE (citizen_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE o uuid;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'), 'not_here');
  SELECT m.organisation_id INTO o FROM programmes_membership m WHERE m.person_id = guard.actor_person() AND guard.answers_for(m.organisation_id, k) LIMIT 1;
  PERFORM guard.need(o IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(k);
  -- who has left the table reads nothing new of it; a course that is closed has nobody at it, and a complaint may come later
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.hat = 'professional' AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at))
    OR EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.hat = 'professional' AND s.organisation_id = o AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)), 'not_here');
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
