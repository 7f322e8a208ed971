-- A meeting within the next day, called or moved more than a day ago: to the citizens and to the professionals at the table, but for who said
-- that they cannot come. Moved again is a row of its own, and told again; a no answers the time and place it was said to.
CREATE POLICY oracle ON roundtables_roundtableevent FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON roundtables_invitationanswer FOR SELECT TO oracle USING (true);
GRANT SELECT ON roundtables_roundtableevent, roundtables_invitationanswer TO oracle;
CREATE INDEX roundtable_event_starts ON roundtables_roundtableevent (starts_at);
CREATE FUNCTION guard.due_meeting_comes() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT ON (s.person_id, e.id) s.person_id, s.hat::text, s.authority, e.case_id, e.id
  FROM roundtables_roundtableevent e JOIN seats_seat s ON s.case_id = e.case_id
  WHERE e.event IN ('called','moved') AND e.starts_at > now() AND e.starts_at <= now() + interval '1 day' AND e.at <= now() - interval '1 day'
    AND NOT EXISTS (SELECT FROM roundtables_roundtableevent l WHERE l.roundtable_id = e.roundtable_id AND l.number > e.number AND l.event <> 'pen')
    AND s.hat IN ('citizen','professional') AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND (s.hat = 'citizen' OR NOT (guard.citizens_of(e.case_id) <@ guard.closed_by(e.case_id, s.person_id)))
    AND coalesce((SELECT a.answer FROM roundtables_invitationanswer a WHERE a.roundtable_id = e.roundtable_id AND a.number = e.number
                  AND a.person_id = s.person_id ORDER BY a.at DESC LIMIT 1), '') <> 'cannot'
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = s.person_id AND n.cause = 'meeting_comes' AND n.about = e.id)
  ORDER BY s.person_id, e.id, s.hat
$$;
REVOKE ALL ON FUNCTION guard.due_meeting_comes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.due_meeting_comes() TO worker;
ALTER FUNCTION guard.due_meeting_comes() OWNER TO oracle;

-- Whether a called meeting is the last one before the course ends is marked by who sets its day, until it is held, and while nothing is written in it but
-- what somebody wants to talk about: a last meeting asks other things under the same heads.
CREATE POLICY oracle ON roundtables_roundtable TO oracle USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (last) ON roundtables_roundtable TO oracle;
CREATE FUNCTION guard.mark_last(r uuid, p_last boolean) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE k uuid;
BEGIN
  SELECT m.case_id INTO k FROM roundtables_roundtable m WHERE m.id = r;
  PERFORM guard.need(guard.actor_is_set() AND k = ANY ((SELECT guard.my_cases())::uuid[]), 'not_here');
  PERFORM guard.need(guard.actor_hat() IN ('professional','team_leader'), 'not_yours');
  PERFORM guard.lock_case(k);
  PERFORM guard.need((SELECT e.event FROM roundtables_roundtableevent e WHERE e.roundtable_id = r AND e.event <> 'pen' ORDER BY e.number DESC LIMIT 1) IN ('called','moved'), 'not_yours');
  IF EXISTS (SELECT FROM roundtables_meetingline l WHERE l.roundtable_id = r AND l.section <> 'point') THEN RETURN false; END IF;
  UPDATE roundtables_roundtable SET last = p_last WHERE id = r;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION guard.mark_last(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.mark_last(uuid, boolean) TO web_care, web_authority;
ALTER FUNCTION guard.mark_last(uuid, boolean) OWNER TO oracle;
