-- What is kept from a citizen is signed for by somebody who is there for no citizen of that course: not herself, not who sits or sat beside her, not who acts
-- for her. Neither asked nor signing, if it came about meanwhile. Replaces withhold (0003) and countersign_withholding (0006).

SET LOCAL ROLE oracle;

CREATE FUNCTION guard.is_beside_a_citizen(k uuid, p uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.person_id = p AND s.hat IN ('citizen','companion','representative')); END $$;

CREATE OR REPLACE FUNCTION guard.withhold(p_id uuid, p_item uuid, p_paragraph text, p_countersigner uuid, p_until timestamptz) RETURNS void
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

CREATE OR REPLACE FUNCTION guard.countersign_withholding(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

REVOKE ALL ON FUNCTION guard.is_beside_a_citizen(uuid, uuid) FROM PUBLIC;

RESET ROLE;
