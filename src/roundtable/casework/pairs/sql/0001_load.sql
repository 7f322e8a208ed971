-- How many courses each member of the led programmes holds, and which two share how many: numbers, no names of citizens.
-- Definer functions, because a leader's own courses are hidden from the leader's hat yet count in everybody's load.

CREATE FUNCTION guard.led_load() RETURNS TABLE (person_id uuid, programme_id uuid, given_name text, family_name text, phone text, role_id uuid,
  role_code text, role_name text, authority boolean, organisation_id uuid, organisation text, pattern text, team text, leads boolean,
  hours_a_week int, hours text, open_courses int, courses_led int, courses_of_role int, courses_of_section int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  -- several of one role or one programme may sit at one course: it is one course, whoever sits there
  WITH seated AS (
    SELECT DISTINCT c.programme_id, x.case_id, m.role_id, m.organisation_id FROM seats_seat x JOIN seats_case c ON c.id = x.case_id
    JOIN programmes_membership m ON m.person_id = x.person_id AND m.programme_id = c.programme_id
    WHERE x.hat = 'professional' AND x.ground <> 'referral' AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at) AND c.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])),
  counted AS (
    SELECT programme_id, role_id, organisation_id, count(DISTINCT case_id)::int AS courses FROM seated
    GROUP BY GROUPING SETS ((programme_id), (programme_id, role_id), (programme_id, role_id, organisation_id)))
  SELECT m.person_id, m.programme_id, p.given_name::text, p.family_name::text, p.work_phone::text, m.role_id, r.code::text, r.name::text, r.authority,
         m.organisation_id, o.short_name::text, o.pattern::text, m.team::text, m.leads, m.hours_a_week::int, coalesce(a.hours, '')::text, coalesce(s.courses, 0)::int,
         coalesce(t.courses, 0), coalesce(tr.courses, 0), coalesce(ts.courses, 0)
  FROM programmes_membership m JOIN people_person p ON p.id = m.person_id JOIN programmes_role r ON r.id = m.role_id
  JOIN organisations_organisation o ON o.id = m.organisation_id LEFT JOIN programmes_aboutme a ON a.person_id = m.person_id
  LEFT JOIN (SELECT x.person_id, c.programme_id, count(DISTINCT x.case_id) AS courses FROM seats_seat x JOIN seats_case c ON c.id = x.case_id
             WHERE x.hat = 'professional' AND x.ground <> 'referral' AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)
               AND c.programme_id = ANY ((SELECT guard.led_programmes())::uuid[]) GROUP BY 1, 2) s
         ON s.person_id = m.person_id AND s.programme_id = m.programme_id
  LEFT JOIN counted t ON t.programme_id = m.programme_id AND t.role_id IS NULL
  LEFT JOIN counted tr ON tr.programme_id = m.programme_id AND tr.role_id = m.role_id AND tr.organisation_id IS NULL
  LEFT JOIN counted ts ON ts.programme_id = m.programme_id AND ts.role_id = m.role_id AND ts.organisation_id = m.organisation_id
  WHERE m.programme_id = ANY ((SELECT guard.led_programmes())::uuid[]) AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
  ORDER BY r.name, p.given_name, p.family_name, m.person_id
$$;

CREATE FUNCTION guard.led_pairs() RETURNS TABLE (programme_id uuid, one_id uuid, other_id uuid, shared int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH seated AS (
    SELECT DISTINCT c.programme_id, x.case_id, x.person_id, x.organisation_id FROM seats_seat x JOIN seats_case c ON c.id = x.case_id
    WHERE x.hat = 'professional' AND x.ground <> 'referral' AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)
      AND c.programme_id = ANY ((SELECT guard.led_programmes())::uuid[]))
  SELECT a.programme_id, a.person_id, b.person_id, count(*)::int FROM seated a
  JOIN seated b ON b.case_id = a.case_id AND b.person_id > a.person_id AND b.organisation_id IS DISTINCT FROM a.organisation_id
  GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2, 3
$$;

GRANT SELECT ON programmes_aboutme TO oracle;
CREATE POLICY oracle ON programmes_aboutme FOR SELECT TO oracle USING (true);
REVOKE ALL ON FUNCTION guard.led_load() FROM PUBLIC;
REVOKE ALL ON FUNCTION guard.led_pairs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.led_load() TO web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.led_pairs() TO web_care, web_authority;
ALTER FUNCTION guard.led_load() OWNER TO oracle;
ALTER FUNCTION guard.led_pairs() OWNER TO oracle;
