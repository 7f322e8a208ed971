-- Where the courses stand in which a line manager's own people sit: the phase and since when. Who sits there sees the rest; the manager sees no row.

CREATE POLICY oracle ON cases_phaseevent FOR SELECT TO oracle USING (true);
GRANT SELECT ON cases_phaseevent TO oracle;

CREATE FUNCTION guard.managed_phases(p_cases uuid[]) RETURNS TABLE (case_id uuid, phase text, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  PERFORM guard.need(cardinality(p_cases) <= 200, 'too_many_at_once');
  RETURN QUERY
  SELECT DISTINCT ON (e.case_id) e.case_id, e.phase::text, e.at FROM cases_phaseevent e
  WHERE e.case_id IN (SELECT s.case_id FROM guard.managed_seats(p_cases) s) ORDER BY e.case_id, e.number DESC;
END $$;

REVOKE ALL ON FUNCTION guard.managed_phases(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.managed_phases(uuid[]) TO web_care, web_authority;
ALTER FUNCTION guard.managed_phases(uuid[]) OWNER TO oracle;
