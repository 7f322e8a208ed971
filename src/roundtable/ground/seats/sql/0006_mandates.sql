-- A line manager reads the own organisation's part of one named case by a mandate: a ground, an end, and a second person who gave it (invariant 18). It counts
-- while the organisation sits at the table. Of a confidence the manager reads what the citizens it is about open, item by item, while a mandate runs; and of
-- what their own people hold, numbers and days. What a mandate opens is in my_mandates, my_scopes and my_disclosed (0002).

ALTER TABLE seats_mandate ADD CONSTRAINT mandate_one_year CHECK (until_at <= from_at + interval '1 year');
-- One's own mandates, too, are shown through the login they are acted in: nobody is told through another who looks into which table.
SELECT guard.protect_grants('seats_mandate', $$CASE WHEN session_user = 'web_citizen'
  THEN (SELECT guard.actor_hat()) = 'citizen' AND case_id = ANY ((SELECT guard.my_cases())::uuid[])
  ELSE ((person_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_is_set() AND guard.actor_hat() = 'line_manager'))
        OR (given_by_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'))))
    AND EXISTS (SELECT FROM public.programmes_membership m JOIN public.programmes_role r ON r.id = m.role_id
                WHERE m.person_id = (SELECT guard.actor_person()) AND m.organisation_id = seats_mandate.organisation_id
                  AND r.authority = (session_user = 'web_authority') AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)) END$$);
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

-- A mandate is given by a second person of the organisation that sits at the table, to a line manager of it who does not hold the case; not for one that has
-- left it. Returns whom to tell.
CREATE FUNCTION guard.give_mandate(p_id uuid, k uuid, p uuid, p_ground text, p_until timestamptz) RETURNS TABLE (citizen_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE o uuid;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND guard.actor_hat() IN ('line_manager','team_leader'), 'not_here');
  -- who answers for several organisations there gives it for the one the manager manages, where that one sits at the table
  SELECT m.organisation_id INTO o FROM programmes_membership m WHERE m.person_id = guard.actor_person() AND guard.answers_for(m.organisation_id, k)
  ORDER BY EXISTS (SELECT FROM programmes_membership x WHERE x.person_id = p AND x.organisation_id = m.organisation_id AND x.manages
                     AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)) DESC, guard.sits_there(m.organisation_id, k) DESC, m.organisation_id LIMIT 1;
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
CREATE FUNCTION guard.end_mandate(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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

REVOKE ALL ON FUNCTION guard.sits_there(uuid, uuid), guard.mandates_to_answer_for(), guard.answers_for(uuid, uuid), guard.give_mandate(uuid, uuid, uuid, text, timestamptz),
  guard.end_mandate(uuid), guard.open_to_manager(uuid, uuid[]), guard.close_to_manager(uuid, uuid[]), guard.opened_to_me(), guard.managed_seats(uuid[]),
  guard.managed_cases(uuid, int), guard.managed_work(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.give_mandate(uuid, uuid, uuid, text, timestamptz), guard.end_mandate(uuid) TO web_citizen, web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.managed_cases(uuid, int), guard.managed_work(uuid[]) TO web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.open_to_manager(uuid, uuid[]), guard.close_to_manager(uuid, uuid[]) TO web_citizen;

RESET ROLE;
