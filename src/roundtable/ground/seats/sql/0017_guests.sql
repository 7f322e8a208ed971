-- A guest (an employer, a doctor, a union, a volunteer) comes to one meeting or takes one step, by a link and without an account. They read the items that
-- were named for them and nothing besides: no dates, no states, not who else sits there. The word of the one they are a guest of is enough to close it.
-- Replaces my_cases and is_closed (0002), my_disclosures (0015_openings) and disclose (0007).

SET LOCAL ROLE oracle;

-- Cases whose text-free facts the actor may see: never a guest's. A case closed for the actor by all its citizens is not among them.
CREATE OR REPLACE FUNCTION guard.my_cases() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT k), '{}') FROM (
    SELECT s.case_id AS k FROM guard.live_seats() s
    WHERE s.hat <> 'guest' AND (s.hat = 'citizen' OR NOT (guard.citizens_of(s.case_id) <@ guard.closed_by(s.case_id, s.person_id)))
    UNION
    SELECT c.id FROM seats_case c
    WHERE guard.actor_hat() = 'team_leader' AND c.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
      AND (guard.actor_case() IS NULL OR c.id = guard.actor_case())
      AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = c.id AND h.person_id = guard.actor_person() AND h.hat <> 'intake')
  ) mine
); END $$;

-- Disclosures the actor may know of: given to me, given by me, about me, or of my side's items; for a citizen once she is told; what was
-- shared with me by law also on a case that was closed for me; a guest, what was given to them and holds.
CREATE OR REPLACE FUNCTION guard.my_disclosures() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT d.id), '{}') FROM seats_disclosure d
  WHERE guard.actor_is_set() AND (
    (d.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND CASE
      WHEN guard.actor_hat() = 'citizen' THEN guard.actor_person() = ANY (d.about) AND (d.told_from IS NULL OR d.told_from <= now())
      WHEN guard.actor_hat() IN ('professional','companion','representative') THEN EXISTS (
        SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id
          AND ((d.to_seat_id = s.id AND guard.in_force(d))
               OR (s.hat = 'professional' AND s.organisation_id = ANY (d.side_ids)
                   AND (d.given_by_id = s.person_id
                        OR EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.scope_id = ANY ((SELECT guard.my_scopes())::int[])))))
          AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), d.about))
      ELSE false END)
    OR (guard.actor_hat() = 'guest' AND guard.in_force(d) AND EXISTS (SELECT FROM guard.live_seats() s WHERE s.id = d.to_seat_id
        AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), d.about)))
    OR (guard.actor_hat() = 'professional' AND d.basis = 'law' AND d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s) AND guard.in_force(d))
    OR (guard.actor_hat() = 'professional' AND d.countersigner_id = guard.actor_person() AND guard.works_somewhere()
        AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))))
); END $$;

-- Consent: exactly these items to exactly one seat. By a citizen the items are about (or who acts for her with `consent`), or noted by a
-- professional who is in the items' scope as said aloud, where they are about one person; what stands at the table, for a guest only.
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

RESET ROLE;

-- Is a case closed for a seat, as far as it is about these people? When all of them closed it; for who is there for one of them, her word is enough.
CREATE OR REPLACE FUNCTION guard.is_closed(hat text, for_person uuid, closers uuid[], about uuid[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN hat = 'citizen' THEN false ELSE about <@ closers OR (hat IN ('companion','representative','guest') AND coalesce(for_person = ANY (closers), false)) END
$$;
