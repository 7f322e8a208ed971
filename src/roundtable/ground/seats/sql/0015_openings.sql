-- What a disclosure opens is asked in one place: who reads by it (my_disclosed), and on which ground a reading stands in the log (my_openings). In a family a
-- consent can be closed for who received it while the course is not: it opens nothing then, is not known to them, and is no ground for what the law opens
-- beside it, whose reading waits for its day. Replaces my_disclosed (0011) and my_disclosures (0013).

SET LOCAL ROLE oracle;

-- What disclosures open to the actor now, each by its ground: by consent or by law to a live seat, and not moved since; and, by law, what waits for the
-- actor's second signature, with its reason. `told_from`: from when the citizens it is about are told of it.
CREATE FUNCTION guard.my_openings() RETURNS TABLE (item_id uuid, basis text, told_from timestamptz) LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    SELECT di.item_id, d.basis::text, d.told_from
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
    SELECT i.id, 'law', d.told_from FROM guard.to_countersign() d JOIN seats_discloseditem di ON di.disclosure_id = d.id JOIN seats_item i ON i.id = di.item_id
    WHERE i.wall = ANY ((SELECT guard.my_walls())::int[]) AND i.scope_kind <> 'draft' AND NOT (i.about && guard.closed_by(i.case_id, d.countersigner_id))
    UNION ALL
    SELECT i.id, 'law', d.told_from FROM guard.to_countersign() d JOIN seats_item i ON i.id = d.reason_item_id
    WHERE i.wall = ANY ((SELECT guard.my_walls())::int[]) AND i.scope_kind <> 'draft' AND NOT (i.about && guard.closed_by(i.case_id, d.countersigner_id));
END $$;

-- Items beyond the actor's scopes: what a disclosure opens, one's own writing for 30 days after a seat ended, where that seat sat, and what a citizen
-- opened to a line manager.
CREATE OR REPLACE FUNCTION guard.my_disclosed() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT item), '{}') FROM (
    SELECT o.item_id AS item FROM guard.my_openings() o
    UNION ALL
    SELECT i.id FROM guard.seats_ever() s JOIN seats_item i ON i.author_seat_id = s.id JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE s.hat IN ('professional','intake') AND i.author_id = s.person_id AND sc.case_id = s.case_id AND sc.kind <> 'draft'
      AND s.until_at <= now() AND now() < s.until_at + interval '30 days'
      AND i.wall = ANY ((SELECT guard.my_walls())::int[])
      AND guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], false, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), sc.about)
    UNION ALL
    SELECT o.item_id FROM guard.opened_to_me() o
  ) items
); END $$;

-- Disclosures the actor may know of: given to me, as long as they are in force; given by me, about me, or of my side's items; for a citizen once she is told.
-- What all it is about have closed for me is not among them, nor, for who is there for one of them, what she closed. What was shared with me by law is,
-- all the same, also on a case that was closed for me.
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
    OR (guard.actor_hat() = 'professional' AND d.basis = 'law' AND d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s) AND guard.in_force(d))
    OR (guard.actor_hat() = 'professional' AND d.countersigner_id = guard.actor_person() AND guard.works_somewhere()
        AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))))
); END $$;

REVOKE ALL ON FUNCTION guard.my_openings() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_openings() TO web_citizen, web_care, web_authority;

RESET ROLE;
