-- A seat of staff counts while its holder works where it was given: in that organisation, in the case's programme, in a role of that kind; intake's while
-- they lead. Who left reads nothing there from the next transaction on, also not what they wrote themselves.
-- Replaces seats_ever, my_scopes, my_writable, my_disclosures, hats_of (0002, 0005) and countersign_withholding (0003).

SET LOCAL ROLE oracle;

-- Seats of the acting person in the acting hat, through the right login, ended or not; never a staff hat on one's own case (invariants 1, 9).
CREATE OR REPLACE FUNCTION guard.seats_ever() RETURNS SETOF public.seats_seat LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  WITH posts AS MATERIALIZED (
    SELECT m.programme_id, m.organisation_id, r.authority, m.leads FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
    WHERE guard.actor_hat() IN ('professional','intake') AND m.person_id = guard.actor_person()
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
  )
  SELECT s.* FROM seats_seat s
  WHERE guard.actor_is_set()
    AND s.person_id = guard.actor_person()
    AND s.hat = guard.actor_hat()
    AND (guard.actor_case() IS NULL OR s.case_id = guard.actor_case())
    AND s.from_at <= now()
    AND CASE session_user WHEN 'web_care' THEN NOT s.authority WHEN 'web_authority' THEN s.authority ELSE true END
    AND (s.hat NOT IN ('professional','intake') OR EXISTS (
      SELECT FROM posts j JOIN seats_case k ON k.programme_id = j.programme_id
      WHERE k.id = s.case_id AND j.organisation_id = s.organisation_id AND j.authority = s.authority AND (j.leads OR s.hat <> 'intake')))
    AND (s.hat IN ('citizen','companion','representative')
         OR NOT EXISTS (SELECT FROM seats_seat c WHERE c.case_id = s.case_id AND c.person_id = s.person_id AND c.hat = 'citizen'));
END $$;

-- Does the acting person work anywhere, in a role of the login's kind? Citizens and guests need not.
CREATE FUNCTION guard.works_somewhere() RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT guard.actor_is_set() AND (session_user = 'web_citizen' OR guard.actor_hat() = 'guest' OR EXISTS (
    SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
    WHERE m.person_id = guard.actor_person() AND r.authority = (session_user = 'web_authority')
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)))
); END $$;

-- Scopes the actor reads.
CREATE OR REPLACE FUNCTION guard.my_scopes() RETURNS int[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  WITH mine AS MATERIALIZED (
    SELECT s.*, guard.closed_by(s.case_id, s.person_id) AS closers, guard.sees_for(s) AS sees FROM guard.live_seats() s
  )
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
    SELECT sc.id FROM mine s JOIN seats_scope sc ON sc.case_id = s.case_id
    WHERE guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], s.sees, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, s.closers, sc.about)
    UNION ALL
    -- a draft is its author's, in the hat and login it was begun in, as long as the seat lasts and 30 days;
    -- on no case, as long as they work anywhere
    SELECT sc.id FROM seats_scope sc
    WHERE sc.kind = 'draft' AND guard.actor_is_set() AND sc.holder_id = guard.actor_person() AND sc.holder_hat = guard.actor_hat()
      AND (guard.actor_case() IS NULL OR sc.case_id IS NULL OR sc.case_id = guard.actor_case())
      AND sc.wall = CASE session_user WHEN 'web_citizen' THEN 3 WHEN 'web_care' THEN 1 WHEN 'web_authority' THEN 2 END
      AND CASE WHEN sc.case_id IS NULL THEN guard.works_somewhere() ELSE EXISTS (SELECT FROM guard.seats_ever() s WHERE s.case_id = sc.case_id AND (s.until_at IS NULL OR now() < s.until_at + interval '30 days')) END
    UNION ALL
    -- a line manager's mandate opens what the own organisation, the team and the table read; never a draft, a notebook or a confidence
    SELECT sc.id FROM guard.my_mandates() d JOIN seats_scope sc ON sc.case_id = d.case_id
    WHERE sc.kind IN ('side','team','table') AND (sc.kind <> 'side' OR sc.side_id = d.organisation_id)
      AND NOT guard.is_closed('line_manager', NULL, guard.closed_by(d.case_id, d.person_id), sc.about)
  ) readable
); END $$;

-- Scopes the actor writes to: only a member by a live seat, never a companion, guest or leader; a representative with the power to (invariant 11).
CREATE OR REPLACE FUNCTION guard.my_writable() RETURNS int[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  WITH mine AS MATERIALIZED (
    SELECT s.*, guard.closed_by(s.case_id, s.person_id) AS closers, guard.sees_for(s) AS sees FROM guard.live_seats() s
    WHERE s.hat IN ('citizen','professional','intake') OR (s.hat = 'representative' AND 'write' = ANY (s.powers))
  )
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
    SELECT sc.id FROM mine s JOIN seats_scope sc ON sc.case_id = s.case_id
    WHERE guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], s.sees, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, s.closers, sc.about)
    UNION ALL
    SELECT sc.id FROM seats_scope sc
    WHERE sc.kind = 'draft' AND guard.actor_is_set() AND sc.holder_id = guard.actor_person() AND sc.holder_hat = guard.actor_hat()
      AND (guard.actor_case() IS NULL OR sc.case_id IS NULL OR sc.case_id = guard.actor_case())
      AND sc.wall = CASE session_user WHEN 'web_citizen' THEN 3 WHEN 'web_care' THEN 1 WHEN 'web_authority' THEN 2 END
      AND (sc.case_id IN (SELECT s.case_id FROM mine s) OR (sc.case_id IS NULL AND guard.actor_hat() IN ('citizen','professional','intake') AND guard.works_somewhere()))
  ) writable
); END $$;

-- Disclosures the actor may know of: given to me, given by me, about me, or of my side's items; for a citizen once she is told.
CREATE OR REPLACE FUNCTION guard.my_disclosures() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT d.id), '{}') FROM seats_disclosure d
  WHERE guard.actor_is_set() AND (
    (d.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND CASE
      WHEN guard.actor_hat() = 'citizen' THEN guard.actor_person() = ANY (d.about) AND (d.told_from IS NULL OR d.told_from <= now())
      WHEN guard.actor_hat() = 'professional' THEN
        EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id
                AND ((d.to_seat_id = s.id AND guard.in_force(d)) OR s.organisation_id = ANY (d.side_ids)) )
        AND (d.given_by_id = guard.actor_person() OR d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s)
             OR EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.scope_id = ANY ((SELECT guard.my_scopes())::int[])))
      WHEN guard.actor_hat() IN ('companion','representative') THEN d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s)
      ELSE false END)
    OR (guard.actor_hat() = 'professional' AND d.countersigner_id = guard.actor_person() AND guard.works_somewhere()
        AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))))
); END $$;

-- Which hats a person has, on which cases, and whom a citizen can call: for the door, before the hat is known. No content. Line managers have no pages yet.
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
  WHERE d.countersigner_id = p AND now() < d.until_at AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id);
END $$;

-- The second person of the writer's organisation signs, while they work there.
CREATE OR REPLACE FUNCTION guard.countersign_withholding(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE w seats_withholding;
BEGIN
  SELECT * INTO w FROM seats_withholding WHERE id = p_id;
  PERFORM guard.need(w.id IS NOT NULL AND guard.actor_is_set() AND guard.actor_hat() = 'professional' AND w.countersigner_id = guard.actor_person()
    AND w.countersigned_at IS NULL AND EXISTS (SELECT FROM seats_item i WHERE i.id = w.item_id AND (i.wall = 0 OR i.wall = ANY ((SELECT guard.my_walls())::int[])))
    AND EXISTS (SELECT FROM seats_seat s JOIN programmes_membership m ON m.organisation_id = s.organisation_id JOIN programmes_role r ON r.id = m.role_id
                WHERE s.case_id = w.case_id AND s.person_id = w.by_id AND s.hat = 'professional' AND m.person_id = w.countersigner_id
                  AND r.authority = (session_user = 'web_authority') AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)), 'not_here');
  UPDATE seats_withholding SET countersigned_at = now() WHERE id = p_id;
END $$;

REVOKE ALL ON FUNCTION guard.works_somewhere() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.works_somewhere() TO web_citizen, web_care, web_authority;

RESET ROLE;

ALTER POLICY sees ON seats_withholding USING ((SELECT guard.works_somewhere()) AND (
  by_id = (SELECT guard.actor_person() WHERE guard.actor_is_set() AND guard.actor_hat() = 'professional')
  OR countersigner_id = (SELECT guard.actor_person() WHERE guard.actor_is_set() AND guard.actor_hat() = 'professional')));
