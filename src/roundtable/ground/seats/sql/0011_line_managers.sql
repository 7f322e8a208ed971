-- Line managers, as the design has them (invariant 18): what their own people hold, as numbers and days; of a confidence what the citizens it is about
-- open, item by item, while a mandate runs; and a mandate counts while its organisation sits at the table.
-- Replaces my_mandates, end_mandate (0005), give_mandate (0010), my_disclosed (0007), drop_wraps_of, drop_ended_wraps (0008) and withdraw (0003).

SELECT guard.protect_grants('seats_mandateyes', $$CASE WHEN session_user = 'web_citizen'
  THEN case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND CASE (SELECT guard.actor_hat()) WHEN 'citizen' THEN person_id = (SELECT guard.actor_person())
    WHEN 'representative' THEN by_id = (SELECT guard.actor_person()) AND by_hat = 'representative' ELSE false END
  ELSE mandate_id = ANY (ARRAY(SELECT d.id FROM guard.my_mandates() d)) END$$);

SET LOCAL ROLE oracle;

-- Does an organisation sit at a table, in a role of the login's kind? Where the course is closed and nobody sits there any more: did it sit there to the
-- end? Who left a table that goes on does not.
CREATE FUNCTION guard.sits_there(o uuid, k uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  WITH seated AS MATERIALIZED (
    SELECT x.organisation_id, x.authority, x.until_at, x.until_at IS NULL OR now() < x.until_at AS live FROM seats_seat x
    WHERE x.case_id = k AND x.hat = 'professional' AND x.from_at <= now()
  )
  SELECT EXISTS (SELECT FROM seated x WHERE x.organisation_id = o AND x.authority = (session_user = 'web_authority')
    AND (x.live OR (NOT EXISTS (SELECT FROM seated y WHERE y.live) AND x.until_at = (SELECT max(z.until_at) FROM seated z))))
); END $$;

-- Mandates in force for the acting line manager: still managing there, through the right login, while the organisation sits there, and never on a case they
-- sit or sat at. A case that all its citizens closed for them is not among them.
CREATE OR REPLACE FUNCTION guard.my_mandates() RETURNS SETOF public.seats_mandate LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
    AND guard.sits_there(d.organisation_id, d.case_id)
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = d.case_id AND h.person_id = d.person_id AND h.hat <> 'intake')
    AND NOT (guard.citizens_of(d.case_id) <@ guard.closed_by(d.case_id, d.person_id));
END $$;

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
  PERFORM guard.need(guard.sits_there(o, k), 'not_here');
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

-- It ends before its time: by the manager who has it, or by who could give it. Binds every transaction that starts afterwards; keys laid out for it go.
CREATE OR REPLACE FUNCTION guard.end_mandate(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.my_mandates() d WHERE d.id = p_id) OR EXISTS (SELECT FROM guard.mandates_to_answer_for() d WHERE d.id = p_id), 'not_here');
  PERFORM guard.lock_case((SELECT d.case_id FROM seats_mandate d WHERE d.id = p_id));
  UPDATE seats_mandate SET ended_at = now() WHERE id = p_id AND ended_at IS NULL;
  PERFORM guard.drop_wraps_of((SELECT array_agg(y.item_id) FROM seats_mandateyes y WHERE y.mandate_id = p_id));
END $$;

-- A citizen, or who acts for her with `consent`, opens exactly these items of a confidence to the line manager a running mandate names: of confidences
-- with people of that manager's own organisation. Each person it is about says yes for herself. Returns whose manager, where, and whether it is open now.
CREATE FUNCTION guard.open_to_manager(p_mandate uuid, p_items uuid[]) RETURNS TABLE (case_id uuid, manager_id uuid, complete boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE d seats_mandate; ids uuid[]; n int;
BEGIN
  SELECT * INTO d FROM seats_mandate m WHERE m.id = p_mandate;
  PERFORM guard.need(d.id IS NOT NULL AND guard.actor_is_set() AND session_user = 'web_citizen'
    AND EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id AND s.hat IN ('citizen','representative')), 'not_here');
  PERFORM guard.lock_case(d.case_id);
  SELECT * INTO d FROM seats_mandate m WHERE m.id = p_mandate;
  PERFORM guard.need(d.from_at <= now() AND now() < d.until_at AND d.ended_at IS NULL, 'mandate_over');
  ids := ARRAY(SELECT DISTINCT x FROM unnest(p_items) x);
  PERFORM guard.need(cardinality(ids) BETWEEN 1 AND 200, 'nothing_chosen');
  SELECT count(*) INTO n FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE i.id = ANY (ids) AND sc.case_id = d.case_id AND sc.kind = 'confidence' AND sc.id = ANY ((SELECT guard.my_scopes())::int[]) AND i.id <> ALL ((SELECT guard.my_withheld())::uuid[])
      AND cardinality(guard.answers_as(d.case_id, sc.about)) > 0
      AND EXISTS (SELECT FROM seats_seat h WHERE h.case_id = d.case_id AND h.person_id = sc.holder_id AND h.hat = 'professional' AND h.from_at <= now()
                  AND h.organisation_id = d.organisation_id);
  PERFORM guard.need(n = cardinality(ids), 'not_yours');
  -- a yes from before a move is none to what stands there now
  UPDATE seats_mandateyes y SET ended_at = now() FROM seats_item i
    WHERE y.mandate_id = d.id AND y.item_id = i.id AND i.id = ANY (ids) AND y.ended_at IS NULL AND i.moved_at > y.from_at;
  INSERT INTO seats_mandateyes (case_id, mandate_id, item_id, person_id, by_id, by_hat)
    SELECT d.case_id, d.id, i.id, a, guard.actor_person(), guard.actor_hat() FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id,
      unnest(guard.answers_as(d.case_id, sc.about)) a
    WHERE i.id = ANY (ids) ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT d.case_id, d.person_id, NOT EXISTS (SELECT FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (ids)
    AND NOT sc.about <@ ARRAY(SELECT y.person_id FROM seats_mandateyes y WHERE y.mandate_id = d.id AND y.item_id = i.id AND y.ended_at IS NULL));
END $$;

-- She takes it back, all of it or these items: from the next transaction on the manager reads none of it, whoever else said yes.
CREATE FUNCTION guard.close_to_manager(p_mandate uuid, p_items uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE k uuid; mine uuid[];
BEGIN
  SELECT d.case_id INTO k FROM seats_mandate d WHERE d.id = p_mandate;
  mine := guard.answers_as(k, guard.citizens_of(k));
  PERFORM guard.need(k IS NOT NULL AND guard.actor_is_set() AND session_user = 'web_citizen' AND cardinality(mine) > 0, 'not_here');
  PERFORM guard.lock_case(k);
  UPDATE seats_mandateyes SET ended_at = now()
    WHERE mandate_id = p_mandate AND ended_at IS NULL AND person_id = ANY (mine) AND (p_items IS NULL OR item_id = ANY (p_items));
  PERFORM guard.drop_wraps_of((SELECT array_agg(y.item_id) FROM seats_mandateyes y WHERE y.mandate_id = p_mandate AND y.person_id = ANY (mine)));
END $$;

-- Items beyond the actor's scopes: disclosed to a live seat, with the yes of everybody it is about, and not moved since; one's own writing for 30 days
-- after a seat ended, where that seat sat; what a countersigner is asked about; and what was opened to a line manager of a confidence.
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
    UNION ALL
    SELECT o.item_id FROM guard.opened_to_me() o
  ) items
); END $$;

-- Of confidences with the acting line manager's own people, what everybody it is about opened to them under a mandate in force; not what was moved since,
-- nor what all it is about have closed for the manager.
CREATE FUNCTION guard.opened_to_me() RETURNS TABLE (item_id uuid) LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT i.id FROM guard.my_mandates() d JOIN seats_mandateyes y ON y.mandate_id = d.id JOIN seats_item i ON i.id = y.item_id JOIN seats_scope sc ON sc.id = i.scope_id
  WHERE y.from_at <= now() AND (y.ended_at IS NULL OR now() < y.ended_at)
    AND (i.moved_at IS NULL OR i.moved_at <= y.from_at)
    AND sc.kind = 'confidence' AND sc.case_id = d.case_id AND sc.wall = ANY ((SELECT guard.my_walls())::int[])
    AND EXISTS (SELECT FROM seats_seat h WHERE h.case_id = d.case_id AND h.person_id = sc.holder_id AND h.hat = 'professional' AND h.from_at <= now()
                AND h.organisation_id = d.organisation_id AND h.authority = (session_user = 'web_authority'))
    AND NOT (sc.about <@ guard.closed_by(d.case_id, d.person_id))
  GROUP BY d.id, i.id, sc.about HAVING sc.about <@ array_agg(y.person_id);
END $$;

-- The live seats of the acting line manager's own people: of the organisation, programme and kind of role in which they manage. None on a case they sit or
-- sat at, whatever as (answering the referral is no seat), nor where all citizens closed it for them; with those who did. `p_cases`: only these; NULL: all.
CREATE FUNCTION guard.managed_seats(p_cases uuid[]) RETURNS TABLE (case_id uuid, programme_id uuid, opened_at timestamptz, organisation_id uuid, person_id uuid,
  role_id uuid, from_at timestamptz, closers uuid[]) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE me uuid := guard.actor_person();
BEGIN
  IF NOT guard.actor_is_set() OR guard.actor_hat() <> 'line_manager' THEN RETURN; END IF;
  RETURN QUERY
  SELECT c.id, c.programme_id, c.opened_at, s.organisation_id, s.person_id, (array_agg(s.role_id ORDER BY s.from_at, s.id))[1], min(s.from_at), guard.closed_by(c.id, me)
  FROM seats_seat s JOIN seats_case c ON c.id = s.case_id
  WHERE s.hat = 'professional' AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND s.authority = (session_user = 'web_authority')
    AND (p_cases IS NULL OR s.case_id = ANY (p_cases))
    AND (guard.actor_case() IS NULL OR s.case_id = guard.actor_case())
    AND (c.programme_id, s.organisation_id) IN (
      SELECT m.programme_id, m.organisation_id FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
      WHERE m.person_id = me AND m.manages AND r.authority = (session_user = 'web_authority')
        AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = s.case_id AND h.person_id = me AND h.hat <> 'intake')
    AND NOT (guard.citizens_of(s.case_id) <@ guard.closed_by(s.case_id, me))
  GROUP BY c.id, s.organisation_id, s.person_id;
END $$;

-- The courses where the acting line manager's own people sit, in the order of their ids, at most 200 at a time after a given one: nobody's name.
CREATE FUNCTION guard.managed_cases(p_after uuid, p_limit int) RETURNS TABLE (case_id uuid, programme_id uuid, opened_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT s.case_id, s.programme_id, s.opened_at FROM guard.managed_seats(NULL) s WHERE p_after IS NULL OR s.case_id > p_after
  ORDER BY 1 LIMIT least(greatest(p_limit, 1), 200);
END $$;

-- Of these courses (200 at most): who of the own people sits there since when, and for each kind of place how many entries they wrote there for this
-- organisation, the last on which day. Numbers alone: no item, no words, nothing the citizen or another organisation wrote; never a draft or a notebook;
-- in a confidence only the one they hold; what is held back counts once it is opened.
CREATE FUNCTION guard.managed_work(p_cases uuid[]) RETURNS TABLE (case_id uuid, organisation_id uuid, person_id uuid, given_name text, family_name text,
  role_name text, from_at timestamptz, kind text, entries int, last_on date) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  PERFORM guard.need(cardinality(p_cases) <= 200, 'too_many_at_once');
  RETURN QUERY
  SELECT s.case_id, s.organisation_id, s.person_id, p.given_name::text, p.family_name::text, coalesce(r.name, '')::text, s.from_at, q.kind,
         count(i.id)::int, (max(i.made_at) AT TIME ZONE g.time_zone)::date
  FROM guard.managed_seats(p_cases) s JOIN people_person p ON p.id = s.person_id JOIN programmes_programme g ON g.id = s.programme_id
  LEFT JOIN programmes_role r ON r.id = s.role_id
  CROSS JOIN unnest(ARRAY['confidence','side','team','table']) WITH ORDINALITY AS q (kind, place)
  LEFT JOIN LATERAL (
    SELECT i.id, i.made_at FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id JOIN seats_seat w ON w.id = i.author_seat_id
    WHERE i.case_id = s.case_id AND i.author_id = s.person_id AND i.author_hat = 'professional' AND sc.kind = q.kind
      AND w.person_id = s.person_id AND w.hat = 'professional' AND w.organisation_id = s.organisation_id AND w.authority = (session_user = 'web_authority')
      AND (sc.kind <> 'confidence' OR sc.holder_id = s.person_id) AND (sc.kind <> 'side' OR sc.side_id = s.organisation_id)
      AND sc.wall = ANY ((SELECT guard.my_walls())::int[])
      AND (NOT i.held OR EXISTS (SELECT FROM seats_opening o WHERE o.case_id = i.case_id AND o.at >= i.made_at AND o.at <= now()))
      AND NOT (sc.about <@ s.closers)
  ) i ON true
  GROUP BY s.case_id, s.organisation_id, s.person_id, p.given_name, p.family_name, r.name, s.from_at, q.kind, q.place, g.time_zone
  ORDER BY s.case_id, p.given_name, p.family_name, s.person_id, s.organisation_id, q.place;
END $$;

-- What was sealed for somebody's ring goes when nobody reads by it any more: neither who it was disclosed to, nor a line manager it was opened to.
CREATE OR REPLACE FUNCTION guard.drop_wraps_of(p_items uuid[]) RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

-- What ended by its day, or with a seat: for the worker, a course at a time, so that what is given anew meanwhile keeps its key. Returns how many went.
CREATE OR REPLACE FUNCTION guard.drop_ended_wraps() RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

-- A consent is taken back. The keys laid out for it go with the event (trigger `wraps_end`), but for those somebody else still reads by.
CREATE OR REPLACE FUNCTION guard.withdraw(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure;
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND guard.actor_is_set(), 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id), 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(d.basis = 'consent', 'by_law');
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id AND (
      (s.hat = 'citizen' AND s.person_id = ANY (d.about))
      OR (s.hat = 'representative' AND 'consent' = ANY (s.powers) AND s.for_person_id = ANY (d.about))
      OR (s.hat = 'professional' AND d.given_by_id = s.person_id AND d.given_hat = 'professional'))), 'not_yours');
  INSERT INTO seats_disclosureevent (disclosure_id, event, by_id) VALUES (p_id, 'withdrawn', guard.actor_person()) ON CONFLICT DO NOTHING;
END $$;

REVOKE ALL ON FUNCTION guard.sits_there(uuid, uuid), guard.opened_to_me(), guard.managed_seats(uuid[]), guard.managed_cases(uuid, int), guard.managed_work(uuid[]),
  guard.open_to_manager(uuid, uuid[]), guard.close_to_manager(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.managed_cases(uuid, int), guard.managed_work(uuid[]) TO web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.open_to_manager(uuid, uuid[]), guard.close_to_manager(uuid, uuid[]) TO web_citizen;

RESET ROLE;
