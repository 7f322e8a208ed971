-- Who is away, until when, and who can be asked meanwhile: said once, by the one who is away or by who leads them; it ends by itself. Never why.
-- Everyone at the tables of who is away reads it, with the name of who covers, and only while it matters: from a week before until the last day.
-- A place of cover at a table is the leader's act, ends with the absence, and opens nothing that was told in confidence.
-- The foot of every page says it too: hats_of (0002).

GRANT SELECT, INSERT, UPDATE ON programmes_absence TO oracle;
CREATE POLICY oracle ON programmes_absence TO oracle USING (true) WITH CHECK (true);
-- Whether the actor may say that this person is away: the person, at work, or who leads a programme they work in.
CREATE FUNCTION guard.speaks_for(p uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN guard.actor_is_set() AND session_user IN ('web_care','web_authority') AND guard.works_somewhere() AND (
    (guard.actor_hat() = 'professional' AND p = guard.actor_person())
    OR (guard.actor_hat() = 'team_leader' AND EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = p AND m.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
        AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)))); END $$;

GRANT EXECUTE ON FUNCTION guard.speaks_for(uuid) TO web_care, web_authority;
-- One's own, those one covers, and for a leader those of the programmes led. Who sits at a table with somebody asks `away_on`.
CREATE POLICY mine ON programmes_absence FOR SELECT TO web_care, web_authority
  USING (ended_at IS NULL AND back_on >= current_date AND (person_id = guard.actor_person() OR cover_id = guard.actor_person()
         OR (guard.actor_hat() = 'team_leader' AND guard.speaks_for(person_id))));
GRANT SELECT ON programmes_absence TO web_care, web_authority;

-- The day it is where a programme works.
CREATE FUNCTION guard.today_in(g uuid) RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, public AS
$$ SELECT (now() AT TIME ZONE coalesce((SELECT time_zone FROM programmes_programme WHERE id = g), 'UTC'))::date $$;

-- Until when somebody is away from their work in this programme, and who of their organisation covers it; no row for who is here.
CREATE FUNCTION guard.away_from(p uuid, o uuid, g uuid) RETURNS TABLE (back_on date, cover text, cover_phone text) LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT a.back_on, v.given_name::text, v.work_phone::text FROM programmes_absence a
  LEFT JOIN people_person v ON v.id = a.cover_id AND EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = v.id
    AND m.organisation_id = o AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
  WHERE a.person_id = p AND a.ended_at IS NULL AND a.first_day <= guard.today_in(g) AND a.back_on > guard.today_in(g)
  LIMIT 1
$$;

-- Who is away from these tables now, or within a week; one absence for each person and table, the nearest.
CREATE FUNCTION guard.away_on(p_cases uuid[]) RETURNS TABLE (case_id uuid, person_id uuid, first_day date, back_on date, now_away boolean,
  cover_id uuid, cover text, cover_phone text, cover_sits boolean)
LANGUAGE plpgsql STABLE COST 5000 ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  IF NOT EXISTS (SELECT FROM programmes_absence a WHERE a.ended_at IS NULL AND a.back_on >= current_date) THEN RETURN; END IF;
  RETURN QUERY
  SELECT DISTINCT ON (s.case_id, a.person_id) s.case_id, a.person_id, a.first_day, a.back_on, a.first_day <= guard.today_in(c.programme_id),
         CASE WHEN w.id IS NOT NULL THEN q.id END, coalesce(CASE WHEN w.id IS NOT NULL THEN q.given_name END, '')::text,
         coalesce(CASE WHEN w.id IS NOT NULL THEN q.work_phone END, '')::text,
         EXISTS (SELECT FROM seats_seat t WHERE t.case_id = s.case_id AND t.person_id = a.cover_id AND t.hat = 'professional'
                 AND t.from_at <= now() AND (t.until_at IS NULL OR now() < t.until_at))
  FROM programmes_absence a JOIN seats_seat s ON s.person_id = a.person_id JOIN seats_case c ON c.id = s.case_id
  LEFT JOIN people_person q ON q.id = a.cover_id
  LEFT JOIN LATERAL (SELECT m.id FROM programmes_membership m WHERE m.person_id = a.cover_id AND m.organisation_id = s.organisation_id
                     AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at) LIMIT 1) w ON true
  WHERE a.ended_at IS NULL AND a.back_on > guard.today_in(c.programme_id) AND a.first_day <= guard.today_in(c.programme_id) + 7
    AND s.hat = 'professional' AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND s.case_id = ANY (p_cases) AND s.case_id = ANY ((SELECT guard.my_cases())::uuid[])
  ORDER BY s.case_id, a.person_id, a.first_day;
END $$;

-- Whom one may choose to cover: colleagues in the same programme, organisation and role, who holds least first. Names, never how much.
CREATE FUNCTION guard.could_cover(p uuid) RETURNS TABLE (person_id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  IF NOT guard.speaks_for(p) THEN RETURN; END IF;
  RETURN QUERY
  SELECT o.person_id, btrim(q.given_name || ' ' || q.family_name) FROM programmes_membership m
  JOIN programmes_membership o ON o.programme_id = m.programme_id AND o.organisation_id = m.organisation_id AND o.role_id = m.role_id AND o.person_id <> p
  JOIN people_person q ON q.id = o.person_id
  LEFT JOIN LATERAL (SELECT count(DISTINCT s.case_id) AS held FROM seats_seat s WHERE s.person_id = o.person_id AND s.hat = 'professional'
                     AND s.ground <> 'referral' AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)) l ON true
  WHERE m.person_id = p AND (guard.actor_hat() <> 'team_leader' OR m.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])) AND NOT o.leads AND NOT o.manages AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
    AND o.from_at <= now() AND (o.until_at IS NULL OR now() < o.until_at)
  GROUP BY 1, 2 ORDER BY min(l.held::numeric / greatest(o.hours_a_week, 1)), 2;
END $$;

CREATE FUNCTION guard.say_away(p_id uuid, p uuid, p_first date, p_back date, p_cover uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(guard.speaks_for(p), 'not_here');
  PERFORM pg_advisory_xact_lock(hashtextextended('away:' || p::text, 0));
  IF EXISTS (SELECT FROM programmes_absence a WHERE a.id = p_id AND a.person_id = p) THEN RETURN; END IF;
  PERFORM guard.need(p_first >= current_date - 31 AND p_back > p_first AND p_back > current_date AND p_back <= current_date + 366, 'until');
  PERFORM guard.need(p_cover IS NULL OR EXISTS (SELECT FROM guard.could_cover(p) x WHERE x.person_id = p_cover), 'cover');
  PERFORM guard.need(NOT EXISTS (SELECT FROM programmes_absence a WHERE a.person_id = p AND a.ended_at IS NULL
                                 AND a.first_day < p_back AND p_first < a.back_on), 'already_away');
  INSERT INTO programmes_absence (id, person_id, first_day, back_on, cover_id, said_by_id) VALUES (p_id, p, p_first, p_back, p_cover, guard.actor_person());
END $$;

-- Back earlier, or it never came to it: the absence ends, and with it the places of cover that were given for it.
CREATE FUNCTION guard.end_away(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE a programmes_absence;
BEGIN
  SELECT * INTO a FROM programmes_absence x WHERE x.id = p_id;
  PERFORM guard.need(a.id IS NOT NULL AND guard.speaks_for(a.person_id), 'not_here');
  UPDATE programmes_absence SET ended_at = now() WHERE id = p_id AND ended_at IS NULL;
  UPDATE seats_seat s SET until_at = greatest(now(), s.from_at) WHERE s.person_id = a.cover_id AND s.ground = 'cover' AND s.hat = 'professional' AND s.until_at > now()
    AND EXISTS (SELECT FROM seats_seat t WHERE t.case_id = s.case_id AND t.person_id = a.person_id AND t.hat = 'professional');
END $$;

-- Who covers sits down beside the one who is away, by the leader, from the first day until they are back. Returns the citizens, who are told.
CREATE FUNCTION guard.seat_cover(p_seat uuid, k uuid, p_absence uuid) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE a programmes_absence; s seats_seat; g programmes_programme;
BEGIN
  PERFORM guard.need(guard.actor_is_set(), 'not_here');
  PERFORM guard.lock_case(k);
  SELECT y.* INTO g FROM seats_case x JOIN programmes_programme y ON y.id = x.programme_id WHERE x.id = k;
  PERFORM guard.need(guard.actor_hat() = 'team_leader' AND g.id = ANY ((SELECT guard.led_programmes())::uuid[]) AND k = ANY ((SELECT guard.my_cases())::uuid[]), 'not_yours');
  SELECT * INTO a FROM programmes_absence x WHERE x.id = p_absence AND x.ended_at IS NULL AND x.back_on > guard.today_in(g.id);
  PERFORM guard.need(a.id IS NOT NULL AND a.cover_id IS NOT NULL, 'not_here');
  SELECT * INTO s FROM seats_seat x WHERE x.case_id = k AND x.person_id = a.person_id AND x.hat = 'professional' AND x.ground <> 'referral'
    AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at) LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_at_table');
  PERFORM guard.need(a.cover_id <> guard.actor_person(), 'seats_herself');
  PERFORM guard.need(NOT (a.cover_id = ANY ((SELECT guard.citizens_of(k))::uuid[])), 'own_case');
  PERFORM guard.need(EXISTS (SELECT FROM programmes_membership m WHERE m.programme_id = g.id AND m.person_id = a.cover_id AND m.organisation_id = s.organisation_id
                             AND m.role_id = s.role_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)), 'not_in_programme');
  IF EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = a.cover_id AND (x.until_at IS NULL OR now() < x.until_at)) THEN RETURN; END IF;
  PERFORM guard.need((SELECT count(*) FROM seats_seat x WHERE x.person_id = a.cover_id AND x.hat = 'professional' AND (x.until_at IS NULL OR now() < x.until_at)) < 500,
                     'too_many_cases');
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, from_at, until_at, seated_by_id)
    VALUES (p_seat, k, a.cover_id, 'professional', s.role_id, s.organisation_id, s.authority, '{}', '{}', 'cover',
            greatest(now(), a.first_day::timestamp AT TIME ZONE g.time_zone), a.back_on::timestamp AT TIME ZONE g.time_zone, guard.actor_person());
  RETURN QUERY SELECT unnest(guard.citizens_of(k));
END $$;

REVOKE ALL ON FUNCTION guard.today_in(uuid), guard.away_from(uuid, uuid, uuid), guard.away_on(uuid[]), guard.could_cover(uuid), guard.speaks_for(uuid), guard.end_away(uuid),
  guard.say_away(uuid, uuid, date, date, uuid), guard.seat_cover(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.away_on(uuid[]), guard.could_cover(uuid) TO web_citizen, web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.end_away(uuid), guard.say_away(uuid, uuid, date, date, uuid), guard.seat_cover(uuid, uuid, uuid) TO web_care, web_authority;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['guard.today_in(uuid)', 'guard.away_from(uuid,uuid,uuid)', 'guard.away_on(uuid[])', 'guard.could_cover(uuid)', 'guard.speaks_for(uuid)', 'guard.end_away(uuid)',
      'guard.say_away(uuid,uuid,date,date,uuid)', 'guard.seat_cover(uuid,uuid,uuid)']::regprocedure[] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
