-- What was sealed for somebody's ring goes when they may no longer read it: taken back, refused by the second signer, past its day, or their seat
-- or mandate ended. The words stay where they were; only the key that was laid out for the other is gone, from the database and from later copies of it.

-- What was sealed for somebody's ring goes when nobody reads by it any more: neither who it was disclosed to, nor a line manager it was opened to.
CREATE FUNCTION guard.drop_wraps_of(p_items uuid[]) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE n int;
BEGIN
  DELETE FROM seats_itemkey k WHERE k.ring <> '' AND k.item_id = ANY (p_items)
    AND (EXISTS (SELECT FROM seats_discloseditem y WHERE y.item_id = k.item_id) OR EXISTS (SELECT FROM seats_mandateyes y WHERE y.item_id = k.item_id))
    AND NOT EXISTS (
      SELECT FROM seats_discloseditem y JOIN seats_disclosure e ON e.id = y.disclosure_id JOIN seats_seat t ON t.id = e.to_seat_id
      WHERE y.item_id = k.item_id AND now() < e.until_at AND (t.until_at IS NULL OR now() < t.until_at)
        AND NOT EXISTS (SELECT FROM seats_disclosureevent v WHERE v.disclosure_id = e.id AND v.event = 'withdrawn')
        AND k.ring IN (CASE WHEN t.hat IN ('citizen', 'companion', 'representative') THEN 'citizen' WHEN t.authority THEN 'authority' ELSE 'care' END,
                       -- who signs second reads it from the holder's ring
                       CASE WHEN e.basis = 'law' THEN CASE k.wall WHEN 2 THEN 'authority' ELSE 'care' END END))
    AND NOT EXISTS (
      SELECT FROM seats_mandateyes y JOIN seats_mandate d ON d.id = y.mandate_id
      WHERE y.item_id = k.item_id AND y.ended_at IS NULL AND d.ended_at IS NULL AND now() < d.until_at
        AND k.ring = CASE k.wall WHEN 2 THEN 'authority' ELSE 'care' END);
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

CREATE FUNCTION guard.wraps_end_with_it() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.drop_wraps_of((SELECT array_agg(x.item_id) FROM seats_discloseditem x WHERE x.disclosure_id = NEW.disclosure_id));
  RETURN NEW;
END $$;
CREATE TRIGGER wraps_end AFTER INSERT ON seats_disclosureevent FOR EACH ROW WHEN (NEW.event = 'withdrawn') EXECUTE FUNCTION guard.wraps_end_with_it();

-- What ended by its day, or with a seat: for the worker, a course at a time, so that what is given anew meanwhile keeps its key. Returns how many went.
CREATE FUNCTION guard.drop_ended_wraps() RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE k uuid; n int := 0;
BEGIN
  PERFORM guard.need(session_user IN ('worker', 'sealer', 'loader'), 'not_here');
  FOR k IN
    SELECT d.case_id FROM seats_itemkey w JOIN seats_discloseditem x ON x.item_id = w.item_id JOIN seats_disclosure d ON d.id = x.disclosure_id
      JOIN seats_seat t ON t.id = d.to_seat_id
    WHERE w.ring <> '' AND (d.until_at <= now() OR t.until_at <= now())
    UNION
    SELECT d.case_id FROM seats_itemkey w JOIN seats_mandateyes y ON y.item_id = w.item_id JOIN seats_mandate d ON d.id = y.mandate_id
    WHERE w.ring <> '' AND d.until_at <= now() ORDER BY 1
  LOOP
    PERFORM guard.lock_case(k);
    n := n + guard.drop_wraps_of(ARRAY(SELECT x.item_id FROM seats_discloseditem x JOIN seats_disclosure d ON d.id = x.disclosure_id WHERE d.case_id = k
                                       UNION SELECT y.item_id FROM seats_mandateyes y WHERE y.case_id = k));
  END LOOP;
  RETURN n;
END $$;

REVOKE ALL ON FUNCTION guard.drop_wraps_of(uuid[]), guard.wraps_end_with_it(), guard.drop_ended_wraps() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.drop_ended_wraps() TO worker, sealer, loader;
ALTER FUNCTION guard.drop_wraps_of(uuid[]) OWNER TO oracle;
ALTER FUNCTION guard.wraps_end_with_it() OWNER TO oracle;
ALTER FUNCTION guard.drop_ended_wraps() OWNER TO oracle;
