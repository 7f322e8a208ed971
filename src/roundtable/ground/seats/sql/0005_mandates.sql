-- A line manager reads the own organisation's part of one named case by a mandate: a ground, an end, and a second person who gave it (invariant 18).
-- Replaces my_scopes, my_withheld, my_people and block of 0002 and 0003.

ALTER TABLE seats_mandate ADD CONSTRAINT mandate_one_year CHECK (until_at <= from_at + interval '1 year');
SELECT guard.protect_grants('seats_mandate', $$CASE WHEN session_user = 'web_citizen'
  THEN (SELECT guard.actor_hat()) = 'citizen' AND case_id = ANY ((SELECT guard.my_cases())::uuid[])
  ELSE (person_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_is_set() AND guard.actor_hat() = 'line_manager'))
    OR (given_by_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'))) END$$);

SET LOCAL ROLE oracle;

-- Mandates in force for the acting line manager: still managing there, through the right login, and never on a case they sit or sat at. A case that all
-- its citizens closed for them is not among them.
CREATE FUNCTION guard.my_mandates() RETURNS SETOF public.seats_mandate LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT guard.actor_is_set() OR guard.actor_hat() <> 'line_manager' THEN RETURN; END IF;
  RETURN QUERY
  SELECT d.* FROM seats_mandate d
  WHERE d.person_id = guard.actor_person()
    AND (guard.actor_case() IS NULL OR d.case_id = guard.actor_case())
    AND d.from_at <= now() AND now() < d.until_at
    AND (d.ended_at IS NULL OR now() < d.ended_at)
    AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                WHERE m.person_id = d.person_id AND m.organisation_id = d.organisation_id AND m.manages
                  AND r.authority = (session_user = 'web_authority')
                  AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = d.case_id AND h.person_id = d.person_id AND h.hat <> 'intake')
    AND NOT (guard.citizens_of(d.case_id) <@ guard.closed_by(d.case_id, d.person_id));
END $$;

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
    -- a draft is its author's, in the hat and login it was begun in, as long as the seat lasts and 30 days
    SELECT sc.id FROM seats_scope sc
    WHERE sc.kind = 'draft' AND guard.actor_is_set() AND sc.holder_id = guard.actor_person() AND sc.holder_hat = guard.actor_hat()
      AND (guard.actor_case() IS NULL OR sc.case_id IS NULL OR sc.case_id = guard.actor_case())
      AND sc.wall = CASE session_user WHEN 'web_citizen' THEN 3 WHEN 'web_care' THEN 1 WHEN 'web_authority' THEN 2 END
      AND (sc.case_id IS NULL OR EXISTS (SELECT FROM guard.seats_ever() s WHERE s.case_id = sc.case_id AND (s.until_at IS NULL OR now() < s.until_at + interval '30 days')))
    UNION ALL
    -- a line manager's mandate opens what the own organisation, the team and the table read; never a draft, a notebook or a confidence
    SELECT sc.id FROM guard.my_mandates() d JOIN seats_scope sc ON sc.case_id = d.case_id
    WHERE sc.kind IN ('side','team','table') AND (sc.kind <> 'side' OR sc.side_id = d.organisation_id)
      AND NOT guard.is_closed('line_manager', NULL, guard.closed_by(d.case_id, d.person_id), sc.about)
  ) readable
); END $$;

-- Items closed to the actor although a scope or a disclosure would open them (invariant 4; one's own items never are): withheld from the acting
-- citizen, or from who acts for her; and what each brings to the table, until all are ready or it was opened.
CREATE OR REPLACE FUNCTION guard.my_withheld() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(item), '{}') FROM (
    SELECT w.item_id AS item FROM seats_withholding w JOIN seats_item i ON i.id = w.item_id JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE session_user = 'web_citizen' AND w.countersigned_at IS NOT NULL AND w.countersigned_at <= now() AND w.from_at <= now() AND now() < w.until_at
      AND sc.kind IN ('side','team') AND NOT coalesce(i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat(), false)
      AND w.case_id IN (SELECT s.case_id FROM guard.live_seats() s)
    UNION ALL
    SELECT i.id FROM seats_item i
    WHERE i.held AND NOT coalesce(i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat(), false)
      AND i.said_by_id IS DISTINCT FROM guard.actor_person()
      AND i.case_id IN (SELECT s.case_id FROM guard.seats_ever() s UNION SELECT d.case_id FROM guard.to_countersign() d
                        UNION SELECT d.case_id FROM guard.my_mandates() d)
      AND NOT EXISTS (SELECT FROM seats_opening o WHERE o.case_id = i.case_id AND o.at >= i.made_at AND o.at <= now())
  ) closed
); END $$;

-- People the actor may see by name: who has or had a seat on the actor's cases; for staff, who works in the same programme; for the two people of a
-- mandate, whose table it is about; for a citizen, who was given one on her case.
CREATE OR REPLACE FUNCTION guard.my_people() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT p), '{}') FROM (
    SELECT s.person_id AS p FROM seats_seat s WHERE s.case_id = ANY ((SELECT guard.my_cases())::uuid[])
    UNION ALL
    SELECT guard.actor_person() WHERE guard.actor_is_set()
    UNION ALL
    SELECT o.person_id FROM programmes_membership m JOIN programmes_membership o ON o.programme_id = m.programme_id
      JOIN programmes_role r ON r.id = m.role_id
    WHERE guard.actor_is_set() AND session_user IN ('web_care','web_authority') AND m.person_id = guard.actor_person()
      AND r.authority = (session_user = 'web_authority')
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
    UNION ALL
    -- an unseated countersigner is told whose case and whose item it is, through the login of the side that asks, and of no other
    SELECT unnest(ARRAY[d.given_by_id] || d.about || ARRAY[t.person_id]) FROM seats_disclosure d JOIN seats_seat t ON t.id = d.to_seat_id
    WHERE guard.actor_is_set() AND guard.actor_purpose() = 'countersign' AND d.countersigner_id = guard.actor_person()
      AND guard.actor_hat() = 'professional' AND NOT (d.about && guard.closed_by(d.case_id, d.countersigner_id))
      AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                  WHERE m.person_id = d.countersigner_id AND m.organisation_id = ANY (d.side_ids) AND r.authority = (session_user = 'web_authority')
                    AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    UNION ALL
    SELECT s.person_id FROM guard.my_mandates() d JOIN seats_seat s ON s.case_id = d.case_id
    UNION ALL
    SELECT s.person_id FROM guard.mandates_to_answer_for() d JOIN seats_seat s ON s.case_id = d.case_id AND s.hat = 'citizen'
    UNION ALL
    SELECT unnest(ARRAY[d.person_id, d.given_by_id]) FROM seats_mandate d
    WHERE session_user = 'web_citizen' AND guard.actor_hat() = 'citizen' AND d.case_id = ANY ((SELECT guard.my_cases())::uuid[])
  ) known WHERE p IS NOT NULL
); END $$;

-- Mandates that run, of an organisation the acting person answers for: as its line manager, or leading the programme from it. Never one's own, and never
-- on a case one sits or sat at.
CREATE FUNCTION guard.mandates_to_answer_for() RETURNS SETOF public.seats_mandate LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT guard.actor_is_set() OR guard.actor_hat() NOT IN ('line_manager','team_leader') THEN RETURN; END IF;
  RETURN QUERY
  SELECT d.* FROM seats_mandate d
  WHERE d.person_id <> guard.actor_person() AND now() < d.until_at AND d.ended_at IS NULL AND guard.answers_for(d.organisation_id, d.case_id);
END $$;

-- May the acting person give a mandate for this organisation on this case? Its line managers, and who leads the case's programme from it; not who holds it.
CREATE FUNCTION guard.answers_for(o uuid, k uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT guard.actor_is_set() AND (guard.actor_case() IS NULL OR guard.actor_case() = k)
    AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                WHERE m.person_id = guard.actor_person() AND m.organisation_id = o AND r.authority = (session_user = 'web_authority')
                  AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
                  AND CASE guard.actor_hat() WHEN 'line_manager' THEN m.manages
                      WHEN 'team_leader' THEN m.leads AND m.programme_id = (SELECT c.programme_id FROM seats_case c WHERE c.id = k) ELSE false END)
    AND EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.hat = 'professional' AND s.organisation_id = o)
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = k AND h.person_id = guard.actor_person() AND h.hat <> 'intake')
); END $$;

-- A mandate is given by a second person of the organisation that sits at the table, to a line manager of it who does not hold the case. Returns whom to tell.
CREATE FUNCTION guard.give_mandate(p_id uuid, k uuid, p uuid, p_ground text, p_until timestamptz) RETURNS TABLE (citizen_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE o uuid;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'), 'not_here');
  SELECT m.organisation_id INTO o FROM programmes_membership m WHERE m.person_id = guard.actor_person() AND guard.answers_for(m.organisation_id, k) LIMIT 1;
  PERFORM guard.need(o IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(k);
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

-- It ends before its time: by the manager who has it, or by who could give it. Binds every transaction that starts afterwards.
CREATE FUNCTION guard.end_mandate(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.my_mandates() d WHERE d.id = p_id) OR EXISTS (SELECT FROM guard.mandates_to_answer_for() d WHERE d.id = p_id), 'not_here');
  UPDATE seats_mandate SET ended_at = now() WHERE id = p_id AND ended_at IS NULL;
END $$;

-- A citizen closes the case, as far as it is about her, for a named person at the table, or one who was given a mandate.
CREATE OR REPLACE FUNCTION guard.block(p_id uuid, k uuid, p uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND s.hat = 'citizen'), 'not_yours');
  PERFORM guard.lock_case(k);
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat <> 'citizen')
                     OR EXISTS (SELECT FROM seats_mandate d WHERE d.case_id = k AND d.person_id = p), 'not_at_table');
  IF NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = p AND b.by_id = guard.actor_person() AND (b.until_at IS NULL OR now() < b.until_at)) THEN
    INSERT INTO seats_block (id, case_id, by_id, person_id) VALUES (p_id, k, guard.actor_person(), p);
  END IF;
END $$;

REVOKE ALL ON FUNCTION guard.my_mandates(), guard.mandates_to_answer_for(), guard.answers_for(uuid, uuid), guard.give_mandate(uuid, uuid, uuid, text, timestamptz),
  guard.end_mandate(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_mandates(), guard.give_mandate(uuid, uuid, uuid, text, timestamptz), guard.end_mandate(uuid) TO web_citizen, web_care, web_authority;

RESET ROLE;

-- The manager sees who sits there and since when: dates and names, no further facts.
ALTER POLICY sees ON seats_case USING (id = ANY ((SELECT guard.my_cases())::uuid[]) OR id = ANY (ARRAY(SELECT d.case_id FROM guard.my_mandates() d)));
ALTER POLICY sees ON seats_seat USING (case_id = ANY ((SELECT guard.my_cases())::uuid[]) OR person_id = (SELECT guard.actor_person() WHERE guard.actor_is_set())
  OR case_id = ANY (ARRAY(SELECT d.case_id FROM guard.my_mandates() d)));
