-- Whom a meeting was sent to is a fact of the case: one's own row, and all of them for who calls meetings. No web login writes here: the rows are
-- made by the function below, for the worker, from who sits at the table now.
SELECT guard.protect_facts('calendars_invitation', '');
SELECT guard.protect_facts('calendars_invitationmail', '');
CREATE POLICY own ON calendars_invitation AS RESTRICTIVE TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_person()) OR (SELECT guard.actor_hat()) IN ('professional', 'team_leader'));
CREATE POLICY own ON calendars_invitationmail AS RESTRICTIVE TO web_citizen, web_care, web_authority
  USING (guard.actor_is_set() AND EXISTS (SELECT FROM calendars_invitation i WHERE i.id = invitation_id));
CREATE POLICY posts ON calendars_invitation FOR SELECT TO worker USING (true);
CREATE POLICY posts ON calendars_invitationmail TO worker USING (true) WITH CHECK (true);
GRANT SELECT ON calendars_invitation, calendars_invitationmail TO worker;
GRANT UPDATE (mailed_at, tries, trouble, trouble_at) ON calendars_invitationmail TO worker;
CREATE POLICY oracle ON calendars_invitation TO oracle USING (true) WITH CHECK (true);
CREATE POLICY oracle ON calendars_invitationmail TO oracle USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON calendars_invitation, calendars_invitationmail TO oracle;

-- A feed is its person's, in the hat it was made in (two hats never add up); found by the door by the hash of its secret.
SELECT guard.protect_base('calendars_feed');
CREATE POLICY own ON calendars_feed TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_here()) AND hat = (SELECT guard.actor_hat())
    AND authority = (session_user = 'web_authority'))
  WITH CHECK (person_id = (SELECT guard.actor_here()) AND hat = (SELECT guard.actor_hat())
    AND authority = (session_user = 'web_authority'));
GRANT SELECT, INSERT ON calendars_feed TO web_citizen, web_care, web_authority;
GRANT UPDATE (ended_at) ON calendars_feed TO web_citizen, web_care, web_authority;
CREATE POLICY oracle ON calendars_feed FOR SELECT TO oracle USING (true);
GRANT SELECT ON calendars_feed TO oracle;

CREATE FUNCTION guard.feed_of(said text) RETURNS TABLE (feed_id uuid, person_id uuid, hat text, authority boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT f.id, f.person_id, f.hat::text, f.authority FROM calendars_feed f WHERE f.secret_hash = said AND f.ended_at IS NULL
$$;

-- Does somebody sit at this table in a hat that meetings are sent to, and is it not closed for them?
CREATE FUNCTION guard.comes_to(k uuid, p uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.person_id = p AND s.hat IN ('citizen','professional','companion')
    AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND (s.hat = 'citizen' OR NOT (guard.citizens_of(k) <@ guard.closed_by(k, p))))
$$;

-- Whoever sits at the table of a meeting to come (one meeting, or all) and has not been told where it stands gets one more message; whoever sits
-- there no more is told that it is off for them, and so is everybody where it was held before its hour: that hour is free again. Safe to run twice, and by several workers. Asks for one job a message. Returns how many.
CREATE FUNCTION guard.write_invitations(r uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v record; wanted text; made uuid; n integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('calendars.invitations', 0));
  FOR v IN
    WITH latest AS (
      SELECT DISTINCT ON (e.roundtable_id) e.roundtable_id, e.id, e.case_id, e.event::text AS event, e.starts_at, e.minutes, e.channel, q.time_zone
      FROM roundtables_roundtableevent e JOIN seats_case c ON c.id = e.case_id JOIN programmes_programme q ON q.id = c.programme_id
      WHERE e.event <> 'pen' AND (r IS NULL OR e.roundtable_id = r)
        AND e.roundtable_id IN (SELECT f.roundtable_id FROM roundtables_roundtableevent f WHERE f.starts_at > now())
      ORDER BY e.roundtable_id, e.number DESC
    ), standing AS (SELECT * FROM latest WHERE starts_at > now() AND event IN ('called','moved','cancelled','held')
    ), people AS (
      SELECT t.roundtable_id, s.person_id FROM standing t JOIN seats_seat s ON s.case_id = t.case_id
      WHERE t.event IN ('called','moved') AND s.hat IN ('citizen','professional','companion') AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
      UNION SELECT t.roundtable_id, i.person_id FROM standing t JOIN calendars_invitation i ON i.roundtable_id = t.roundtable_id
    )
    SELECT t.*, p.person_id, i.id AS invitation_id, l.method::text AS said, l.event_id AS said_of, l.sequence
    FROM standing t JOIN people p ON p.roundtable_id = t.roundtable_id
    LEFT JOIN calendars_invitation i ON i.roundtable_id = t.roundtable_id AND i.person_id = p.person_id
    LEFT JOIN LATERAL (SELECT m.method, m.event_id, m.sequence FROM calendars_invitationmail m WHERE m.invitation_id = i.id ORDER BY m.sequence DESC LIMIT 1) l ON true
  LOOP
    wanted := CASE WHEN v.event IN ('called','moved') AND guard.comes_to(v.case_id, v.person_id) THEN 'REQUEST' WHEN v.said = 'REQUEST' THEN 'CANCEL' END;
    CONTINUE WHEN wanted IS NULL OR (wanted = v.said AND v.said_of = v.id);
    made := v.invitation_id;
    IF made IS NULL THEN
      INSERT INTO calendars_invitation (id, roundtable_id, case_id, person_id) VALUES (gen_random_uuid(), v.roundtable_id, v.case_id, v.person_id) RETURNING id INTO made;
    END IF;
    INSERT INTO calendars_invitationmail (id, invitation_id, case_id, event_id, sequence, method, starts_at, minutes, channel, zone)
      VALUES (gen_random_uuid(), made, v.case_id, v.id, coalesce(v.sequence + 1, 0), wanted, v.starts_at, v.minutes, v.channel, v.time_zone) RETURNING id INTO made;
    PERFORM guard.enqueue('calendars.mail_invitation', jsonb_build_object('mail', made));
    n := n + 1;
  END LOOP;
  RETURN n;
END $$;

-- What a link or an answer by mail is about: the message it belongs to, while it is the latest, says come, and the meeting is not over. `once`: the id
-- an answer by this link would have; `used`: there is one already.
CREATE FUNCTION guard.invited(i uuid, s integer, once uuid) RETURNS TABLE (person_id uuid, case_id uuid, roundtable_id uuid, number integer,
  starts_at timestamptz, minutes integer, channel text, zone text, place_id uuid, used boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT v.person_id, v.case_id, v.roundtable_id, e.number::integer, m.starts_at, m.minutes::integer, m.channel::text, m.zone::text, e.place_item_id,
         EXISTS (SELECT FROM roundtables_invitationanswer a WHERE a.id = once)
  FROM calendars_invitation v JOIN calendars_invitationmail m ON m.invitation_id = v.id JOIN roundtables_roundtableevent e ON e.id = m.event_id
  WHERE v.id = i AND m.sequence = s AND m.method = 'REQUEST' AND now() < m.starts_at + make_interval(mins => m.minutes)
    AND NOT EXISTS (SELECT FROM calendars_invitationmail l WHERE l.invitation_id = v.id AND l.sequence > m.sequence)
    AND guard.comes_to(v.case_id, v.person_id)
$$;

REVOKE ALL ON FUNCTION guard.feed_of(text), guard.comes_to(uuid, uuid), guard.write_invitations(uuid), guard.invited(uuid, integer, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.feed_of(text) TO door;
GRANT EXECUTE ON FUNCTION guard.write_invitations(uuid) TO worker;
GRANT EXECUTE ON FUNCTION guard.invited(uuid, integer, uuid) TO door, worker;
ALTER FUNCTION guard.feed_of(text) OWNER TO oracle;
ALTER FUNCTION guard.comes_to(uuid, uuid) OWNER TO oracle;
ALTER FUNCTION guard.write_invitations(uuid) OWNER TO oracle;
ALTER FUNCTION guard.invited(uuid, integer, uuid) OWNER TO oracle;
