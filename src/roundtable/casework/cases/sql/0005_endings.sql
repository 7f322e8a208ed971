-- The planned end is a fact of the course. Whom a citizen can ring afterwards is the table's, and so is her yes or no to it: hers alone to say,
-- or noted by a professional she said it to, never as if by her own hand. Nothing of it is ever changed; what comes later counts.

SELECT guard.protect_facts('cases_plannedend', 'INSERT');
SELECT guard.protect_content('cases_bridgecontact', 'item_id', 'INSERT');
SELECT guard.protect_content('cases_bridgeanswer', 'contact_id', 'INSERT');

ALTER TABLE cases_bridgecontact ADD CONSTRAINT bridge_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
ALTER TABLE cases_bridgeanswer ADD CONSTRAINT answer_follows FOREIGN KEY (contact_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;

CREATE POLICY signed ON cases_plannedend AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND guard.actor_hat() IN ('professional', 'team_leader'));
CREATE POLICY names ON cases_bridgecontact AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND guard.actor_hat() = 'professional'
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person() AND i.kind = 'bridge'
      AND i.case_id = cases_bridgecontact.case_id AND i.scope_kind = 'table')
    AND (person_id IS NULL OR EXISTS (SELECT FROM seats_seat s JOIN people_person p ON p.id = s.person_id
      WHERE s.case_id = cases_bridgecontact.case_id AND s.person_id = cases_bridgecontact.person_id AND s.hat = 'professional'
        AND p.work_phone IN ('', telephone))));

-- Whether somebody has answered by their own hand: for a seat at their table only. What they said so is theirs to change.
CREATE POLICY oracle ON cases_bridgecontact FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON cases_bridgeanswer FOR SELECT TO oracle USING (true);
GRANT SELECT ON cases_bridgecontact, cases_bridgeanswer TO oracle;
CREATE FUNCTION guard.answered_self(contact uuid, person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM cases_bridgeanswer a JOIN cases_bridgecontact c ON c.item_id = a.contact_id
      JOIN seats_seat s ON s.case_id = c.case_id AND s.person_id = guard.actor_person()
    WHERE a.contact_id = answered_self.contact AND a.person_id = answered_self.person AND a.how = 'self')
$$;
REVOKE ALL ON FUNCTION guard.answered_self(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.answered_self(uuid, uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.answered_self(uuid, uuid) OWNER TO oracle;
CREATE POLICY says ON cases_bridgeanswer AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND by_id = guard.actor_person() AND guard.actor_hat() = CASE how WHEN 'self' THEN 'citizen' ELSE 'professional' END
    AND EXISTS (SELECT FROM cases_bridgecontact c JOIN seats_seat s ON s.case_id = c.case_id
      WHERE c.item_id = contact_id AND s.person_id = cases_bridgeanswer.person_id AND s.hat = 'citizen'
        AND (cases_bridgeanswer.how = 'self' OR NOT cases_bridgeanswer.yes OR c.person_id IS DISTINCT FROM cases_bridgeanswer.by_id))
    AND (how = 'self' OR NOT guard.answered_self(contact_id, person_id)));

-- Who was named and sat at the table is told on the day to get in touch, also when the course has ended: unless a citizen said no, closed it for
-- them, or another is named since. Not for who has left the programme. A day or two late is still told; a week late is not.
CREATE FUNCTION guard.due_bridge_rings() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT ON (c.item_id) c.person_id, s.hat::text, s.authority, c.case_id, c.item_id
  FROM cases_bridgecontact c JOIN seats_seat s ON s.case_id = c.case_id AND s.person_id = c.person_id AND s.hat = 'professional'
    JOIN seats_case k ON k.id = c.case_id JOIN programmes_programme g ON g.id = k.programme_id
  WHERE c.rings_on <= (now() AT TIME ZONE g.time_zone)::date AND c.rings_on > (now() AT TIME ZONE g.time_zone)::date - 7
    AND NOT EXISTS (SELECT FROM cases_bridgecontact l WHERE l.case_id = c.case_id AND l.at > c.at)
    AND NOT EXISTS (SELECT FROM (SELECT DISTINCT ON (a.person_id) a.yes FROM cases_bridgeanswer a
      WHERE a.contact_id = c.item_id ORDER BY a.person_id, a.at DESC, a.id DESC) latest WHERE NOT latest.yes)
    AND NOT (guard.citizens_of(c.case_id) <@ guard.closed_by(c.case_id, c.person_id))
    AND EXISTS (SELECT FROM programmes_membership m WHERE m.programme_id = k.programme_id AND m.person_id = c.person_id
      AND (m.until_at IS NULL OR now() < m.until_at))
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = c.person_id AND n.cause = 'bridge_rings' AND n.about = c.item_id)
  ORDER BY c.item_id, s.until_at DESC NULLS FIRST
$$;
REVOKE ALL ON FUNCTION guard.due_bridge_rings() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.due_bridge_rings() TO worker;
ALTER FUNCTION guard.due_bridge_rings() OWNER TO oracle;

-- Of a course that has ended: whose it was, when and by whom it was closed, for a professional who sat there to the end, as long as they read what they
-- wrote there themselves. Not for whom its citizens have closed it, nor once it was opened again. Of several citizens, those who have not closed it.
CREATE POLICY oracle ON cases_closing FOR SELECT TO oracle USING (true);
GRANT SELECT ON cases_closing TO oracle;
CREATE FUNCTION guard.my_ended_courses() RETURNS TABLE (case_id uuid, names text, ended_at timestamptz, closed_by_id uuid, closed_by text, reads_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT ON (s.case_id) s.case_id,
    (SELECT string_agg(DISTINCT q.given_name, ', ') FROM people_person q
     WHERE q.id = ANY (guard.citizens_of(s.case_id)) AND NOT (q.id = ANY (guard.closed_by(s.case_id, s.person_id)))),
    c.at, c.by_id, b.given_name::text, s.until_at + interval '30 days'
  FROM guard.seats_ever() s JOIN cases_closing c ON c.case_id = s.case_id AND c.at = s.until_at JOIN people_person b ON b.id = c.by_id
  WHERE s.hat = 'professional' AND s.ground <> 'referral' AND now() < s.until_at + interval '30 days'
    AND 'end' = (SELECT e.phase FROM cases_phaseevent e WHERE e.case_id = s.case_id ORDER BY e.number DESC LIMIT 1)
    AND NOT (guard.citizens_of(s.case_id) <@ guard.closed_by(s.case_id, s.person_id))
  ORDER BY s.case_id, c.at DESC;
END $$;
REVOKE ALL ON FUNCTION guard.my_ended_courses() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_ended_courses() TO web_care, web_authority;
ALTER FUNCTION guard.my_ended_courses() OWNER TO oracle;

-- Whether a course goes on: it has not ended, or was opened again. As far as who asks may see it; who sees nothing of a course writes nothing in it either.
CREATE FUNCTION guard.course_goes_on(k uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
BEGIN RETURN (SELECT e.phase FROM cases_phaseevent e WHERE e.case_id = k ORDER BY e.number DESC LIMIT 1) IS DISTINCT FROM 'end'; END $$;
REVOKE ALL ON FUNCTION guard.course_goes_on(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.course_goes_on(uuid) TO web_citizen, web_care, web_authority;
