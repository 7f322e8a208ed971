-- Sharing by law stays when a citizen closes her course for who reads it (docs/decisions/0007). Replaces my_disclosures (0007).

SET LOCAL ROLE oracle;

-- Disclosures the actor may know of: given to me, given by me, about me, or of my side's items; for a citizen once she is told; what was
-- shared with me by law also on a case that was closed for me: else its reading would stand in the log on another ground, and before she is told.
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
    OR (guard.actor_hat() = 'professional' AND d.basis = 'law' AND d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s) AND guard.in_force(d))
    OR (guard.actor_hat() = 'professional' AND d.countersigner_id = guard.actor_person() AND guard.works_somewhere()
        AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))))
); END $$;

RESET ROLE;
