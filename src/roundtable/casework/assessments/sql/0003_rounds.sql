-- What is brought is brought to one meeting: when it was held (an item of kind meeting_held says so), everybody begins anew.
-- Replaces who_is_ready and open_held of the seats; what each may read of what was opened before does not change.

SET LOCAL ROLE oracle;

-- Who has put down what they bring to the next meeting: a fact all at the table see; it opens nothing by itself.
CREATE OR REPLACE FUNCTION guard.who_is_ready(k uuid) RETURNS TABLE (person_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT coalesce(i.said_by_id, i.author_id) FROM seats_item i
  WHERE k = ANY ((SELECT guard.my_cases())::uuid[]) AND i.case_id = k AND i.held AND i.kind = 'bring'
    AND i.made_at > coalesce((SELECT max(h.made_at) FROM seats_item h WHERE h.case_id = k AND h.kind = 'meeting_held' AND h.scope_kind = 'table'), '-infinity');
END $$;

-- The held items open: when every citizen and every organisation at the table has put theirs down since the last meeting, or early, by a professional
-- with a reason.
CREATE OR REPLACE FUNCTION guard.open_held(p_id uuid, k uuid, p_early boolean) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

RESET ROLE;
