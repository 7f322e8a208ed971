-- What is about several people is disclosed when each of them has said yes: herself, or who acts for her with `consent`. Any of them takes it back.
-- Replaces in_force, my_disclosed (0002), my_disclosures (0006) and disclose (0003).

SELECT guard.protect_grants('seats_disclosureyes', $$disclosure_id = ANY ((SELECT guard.my_disclosures())::uuid[])$$);

SET LOCAL ROLE oracle;

-- Consents given before: who gave it said yes; what was about one person alone had its yes.
INSERT INTO seats_disclosureyes (disclosure_id, person_id, by_id, by_hat, at)
  SELECT d.id, a, d.given_by_id, d.given_hat, d.from_at FROM seats_disclosure d, unnest(d.about) a
  WHERE d.basis = 'consent' AND (cardinality(d.about) = 1 OR a = d.given_by_id);

-- Who has said yes to a disclosure, each for themselves or by who acts for them.
CREATE FUNCTION guard.yes_to(d uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (SELECT coalesce(array_agg(y.person_id), '{}') FROM seats_disclosureyes y WHERE y.disclosure_id = d); END $$;

-- For which of these people the actor can say yes on a case: for herself; for whom she acts with `consent`, seeing what they see.
CREATE FUNCTION guard.answers_as(k uuid, who uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT x.p), '{}') FROM (
    SELECT CASE s.hat WHEN 'citizen' THEN s.person_id WHEN 'representative' THEN s.for_person_id END AS p FROM guard.live_seats() s
    WHERE s.case_id = k AND (s.hat = 'citizen' OR (s.hat = 'representative' AND 'consent' = ANY (s.powers) AND guard.sees_for(s)))
  ) x WHERE x.p = ANY (who)
); END $$;

-- Is this disclosure in force? By consent: everybody it is about said yes, and it is not withdrawn. By law: countersigned, or urgent and still within its
-- working day.
CREATE OR REPLACE FUNCTION guard.in_force(d public.seats_disclosure) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT d.from_at <= now() AND now() < d.until_at
    AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id AND e.event = 'withdrawn')
    AND (d.basis = 'law' OR d.about <@ guard.yes_to(d.id))
    AND (d.basis <> 'law' OR EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id AND e.event = 'countersigned')
         OR (d.urgent AND now() < d.countersign_by))
); END $$;

-- Items beyond the actor's scopes: disclosed to a live seat, with the yes of everybody it is about, and not moved since; one's own writing for 30 days
-- after a seat ended, where that seat sat; and what a countersigner is asked about.
CREATE OR REPLACE FUNCTION guard.my_disclosed() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT item), '{}') FROM (
    SELECT di.item_id AS item
    FROM guard.live_seats() s
    JOIN seats_disclosure d ON d.to_seat_id = s.id
    JOIN seats_discloseditem di ON di.disclosure_id = d.id
    JOIN seats_item i ON i.id = di.item_id
    JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE guard.in_force(d) AND sc.kind <> 'draft'
      AND (d.basis = 'law' OR sc.about <@ guard.yes_to(d.id))
      AND (i.moved_at IS NULL OR i.moved_at <= d.from_at)
      AND (d.basis = 'law' OR NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), sc.about))
      AND (s.hat <> 'representative' OR (guard.sees_for(s) AND s.for_person_id = ANY (sc.about)))
    UNION ALL
    SELECT i.id FROM guard.seats_ever() s JOIN seats_item i ON i.author_seat_id = s.id JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE s.hat IN ('professional','intake') AND i.author_id = s.person_id AND sc.case_id = s.case_id AND sc.kind <> 'draft'
      AND s.until_at <= now() AND now() < s.until_at + interval '30 days'
      AND i.wall = ANY ((SELECT guard.my_walls())::int[])
      AND guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], false, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), sc.about)
    UNION ALL
    SELECT i.id FROM guard.to_countersign() d JOIN seats_discloseditem di ON di.disclosure_id = d.id JOIN seats_item i ON i.id = di.item_id
    WHERE i.wall = ANY ((SELECT guard.my_walls())::int[]) AND i.scope_kind <> 'draft' AND NOT (i.about && guard.closed_by(i.case_id, d.countersigner_id))
    UNION ALL
    SELECT i.id FROM guard.to_countersign() d JOIN seats_item i ON i.id = d.reason_item_id
    WHERE i.wall = ANY ((SELECT guard.my_walls())::int[]) AND i.scope_kind <> 'draft' AND NOT (i.about && guard.closed_by(i.case_id, d.countersigner_id))
  ) items
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
      WHEN guard.actor_hat() IN ('companion','representative') THEN d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s) AND guard.in_force(d)
      ELSE false END)
    OR (guard.actor_hat() = 'professional' AND d.countersigner_id = guard.actor_person() AND guard.works_somewhere()
        AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))))
); END $$;

-- Consent: exactly these items to exactly one seat. By a citizen the items are about (or who acts for her with `consent`), or noted by a
-- professional who is in the items' scope as said aloud, where they are about one person; the citizen is told, and can take it back.
CREATE OR REPLACE FUNCTION guard.disclose(p_id uuid, p_items uuid[], p_seat uuid, p_purpose text, p_version text, p_until timestamptz, p_how text) RETURNS void
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
      WHEN 'professional' THEN p_how = 'orally' AND sc.kind IN ('confidence','side','team') AND sc.id = ANY ((SELECT guard.my_scopes())::int[])
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

-- A further yes to what is about several people. Returns whether it is open now. Nobody says yes to what they cannot read, nor twice.
CREATE FUNCTION guard.agree(p_id uuid) RETURNS TABLE (complete boolean) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure; mine uuid[];
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND d.basis = 'consent' AND guard.actor_is_set() AND session_user = 'web_citizen', 'not_here');
  mine := guard.answers_as(d.case_id, d.about);
  PERFORM guard.need(cardinality(mine) > 0, 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = p_id) AND now() < d.until_at
    AND EXISTS (SELECT FROM seats_seat t WHERE t.id = d.to_seat_id AND (t.until_at IS NULL OR now() < t.until_at)), 'not_open_to_yes');
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = p_id
    AND (i.scope_id <> ALL ((SELECT guard.my_scopes())::int[]) OR i.id = ANY ((SELECT guard.my_withheld())::uuid[]))), 'not_yours');
  INSERT INTO seats_disclosureyes (disclosure_id, person_id, by_id, by_hat) SELECT p_id, x, guard.actor_person(), guard.actor_hat() FROM unnest(mine) x
    ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT d.about <@ guard.yes_to(p_id);
END $$;

REVOKE ALL ON FUNCTION guard.yes_to(uuid), guard.answers_as(uuid, uuid[]), guard.agree(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.agree(uuid) TO web_citizen;

RESET ROLE;
