-- Whom time has something to tell about what is shared: asked by the worker, answered in ids. Each is told once; the notice itself is the memory.
CREATE INDEX disclosure_until ON seats_disclosure (until_at);

-- In their last week (or last quarter, where it is short): to the citizens it is about, and to who it was shared with.
CREATE FUNCTION guard.due_sharing_ends() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.person_id, s.hat::text, s.authority, d.case_id, d.id
  FROM seats_disclosure d JOIN seats_seat s ON s.case_id = d.case_id AND (s.id = d.to_seat_id OR (s.hat = 'citizen' AND s.person_id = ANY (d.about)))
  WHERE d.until_at > now() AND d.until_at <= now() + interval '7 days' AND d.until_at - now() <= (d.until_at - d.from_at) / 4 AND guard.in_force(d)
    AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND CASE WHEN s.hat = 'citizen' THEN d.told_from IS NULL OR d.told_from <= now()
             ELSE d.basis = 'law' OR NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(d.case_id, s.person_id), d.about) END
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = s.person_id AND n.cause = 'sharing_ends' AND n.about = d.id)
$$;

-- Told later on a stated ground, and the day has come: to the citizens it is about, where it ever was in force.
CREATE FUNCTION guard.due_shared_by_law() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.person_id, s.hat::text, s.authority, d.case_id, d.id
  FROM seats_disclosure d JOIN seats_seat s ON s.case_id = d.case_id AND s.hat = 'citizen' AND s.person_id = ANY (d.about)
  WHERE d.basis = 'law' AND d.told_from <= now()
    AND (d.urgent OR EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id AND e.event = 'countersigned'))
    AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = s.person_id AND n.cause = 'shared_by_law' AND n.about = d.id)
$$;

-- Who gave an urgent one and who is asked to sign as second person, as long as they work where it was decided.
CREATE FUNCTION guard.two_who_sign(d public.seats_disclosure) RETURNS TABLE (person_id uuid, authority boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT ON (m.person_id) m.person_id, r.authority
  FROM seats_case c JOIN programmes_membership m ON m.programme_id = c.programme_id JOIN programmes_role r ON r.id = m.role_id
  WHERE c.id = d.case_id AND m.person_id IN (d.given_by_id, d.countersigner_id) AND m.organisation_id = ANY (d.side_ids)
    AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at) AND NOT (d.about && guard.closed_by(d.case_id, m.person_id))
  ORDER BY m.person_id, m.from_at
$$;

-- Half of the working day is over, and nobody has signed or said no.
CREATE FUNCTION guard.due_unsigned() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT w.person_id, 'professional', w.authority, d.case_id, d.id FROM seats_disclosure d, guard.two_who_sign(d) w
  WHERE d.basis = 'law' AND d.urgent AND now() < least(d.countersign_by, d.until_at) AND now() >= d.from_at + (d.countersign_by - d.from_at) / 2
    AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id)
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = w.person_id AND n.cause = 'unsigned' AND n.about = d.id)
$$;

-- The working day went by: it has closed by itself (guard.in_force), and both hear so.
CREATE FUNCTION guard.due_lapsed() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT w.person_id, 'professional', w.authority, d.case_id, d.id FROM seats_disclosure d, guard.two_who_sign(d) w
  WHERE d.basis = 'law' AND d.urgent AND d.countersign_by <= now() AND d.countersign_by > now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id)
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = w.person_id AND n.cause = 'lapsed' AND n.about = d.id)
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['guard.due_sharing_ends()', 'guard.due_shared_by_law()', 'guard.due_unsigned()', 'guard.due_lapsed()',
                           'guard.two_who_sign(seats_disclosure)']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oracle', f);
    IF f::text LIKE 'guard.due\_%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO worker', f); END IF;
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
