-- Who reads a question or a request: who reads its words. Who writes one: the author of its words.

SELECT guard.protect_content('disclosure_proposal');
SELECT guard.protect_content('disclosure_proposalanswer');
SELECT guard.protect_content('disclosure_request');
SELECT guard.protect_content('disclosure_reply');

ALTER TABLE disclosure_proposal ADD CONSTRAINT proposal_follows FOREIGN KEY (item_id, scope_id, wall)
  REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE disclosure_proposalanswer ADD CONSTRAINT answer_follows FOREIGN KEY (item_id, scope_id, wall)
  REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE disclosure_request ADD CONSTRAINT request_follows FOREIGN KEY (item_id, scope_id, wall)
  REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE disclosure_reply ADD CONSTRAINT reply_follows FOREIGN KEY (item_id, scope_id, wall)
  REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE POLICY authors ON disclosure_proposal AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() = 'professional' AND asked_at = now()
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person() AND i.kind = 'may_i' AND i.case_id = disclosure_proposal.case_id));
CREATE POLICY authors ON disclosure_request AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() = 'professional' AND asked_at = now()
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person() AND i.case_id = disclosure_request.case_id));
-- Whose place the actor sits in: who left and handed over to them, at once or by way of others who left; nobody who sits there again.
CREATE FUNCTION guard.places_of_mine() RETURNS TABLE (case_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE mine AS (
    SELECT s.case_id, s.person_id, s.hat, s.from_at, s.ground FROM seats_seat s
    WHERE s.person_id = guard.actor_person() AND s.hat = 'professional' AND guard.actor_hat() = 'professional'
      AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    UNION
    SELECT l.case_id, l.person_id, l.hat, l.from_at, l.ground FROM mine m
    JOIN seats_seat l ON l.case_id = m.case_id AND l.hat = m.hat AND l.until_at = m.from_at AND l.person_id <> m.person_id
    WHERE m.ground = 'hand_over' AND NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = l.case_id AND x.person_id = l.person_id
      AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)))
  SELECT m.case_id, m.person_id FROM mine m WHERE m.person_id <> guard.actor_person()
$$;
-- Who was asked replies, or who sits in their place now: a question between professionals is the table's, and no confidence of who left.
CREATE POLICY asked ON disclosure_reply AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (replied_at = now()
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person())
    AND EXISTS (SELECT FROM disclosure_request r WHERE r.item_id = request_id AND (r.to_person_id = guard.actor_person()
      OR (r.case_id, r.to_person_id) IN (SELECT p.case_id, p.person_id FROM guard.places_of_mine() p))));
-- Her answer is hers; what she said aloud is noted by the one who asked, and stands so.
CREATE POLICY answers ON disclosure_proposalanswer AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND answered_at = now() AND CASE how
    WHEN 'signed' THEN guard.actor_hat() = 'citizen'
    ELSE guard.actor_hat() = 'professional' AND answer = 'yes'
         AND EXISTS (SELECT FROM seats_item i WHERE i.id = item_id AND i.author_id = guard.actor_person()) END);

-- Where the citizen is told later on a stated ground of law, the reason written for it, and who read it, wait for the same day.
CREATE INDEX disclosure_untold ON seats_disclosure (told_from) WHERE told_from IS NOT NULL;
CREATE FUNCTION guard.my_untold() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(d.reason_item_id), '{}') FROM seats_disclosure d
    WHERE session_user = 'web_citizen' AND d.told_from > now() AND d.basis = 'law' AND d.reason_item_id IS NOT NULL
      AND d.case_id IN (SELECT s.case_id FROM guard.live_seats() s));
END $$;
CREATE POLICY untold ON seats_item AS RESTRICTIVE FOR SELECT TO web_citizen USING (id <> ALL ((SELECT guard.my_untold())::uuid[]));
CREATE POLICY untold ON seats_text AS RESTRICTIVE FOR SELECT TO web_citizen USING (item_id <> ALL ((SELECT guard.my_untold())::uuid[]));
CREATE POLICY untold ON seats_itemkey AS RESTRICTIVE FOR SELECT TO web_citizen USING (item_id <> ALL ((SELECT guard.my_untold())::uuid[]));
CREATE POLICY untold ON access_accessevent AS RESTRICTIVE FOR SELECT TO web_citizen USING (item_id <> ALL ((SELECT guard.my_untold())::uuid[]));

-- Which of the disclosures the actor knows of are in force just now.
CREATE FUNCTION guard.my_disclosures_in_force() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.id FROM seats_disclosure d WHERE d.id = ANY ((SELECT guard.my_disclosures())::uuid[]) AND guard.in_force(d)
$$;

-- Who signs as second person, with role and organisation, for the disclosures the actor knows of: a countersigner need not sit at the table.
CREATE FUNCTION guard.countersigners(k uuid) RETURNS TABLE (disclosure_id uuid, person_id uuid, name text, role text, organisation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.id, p.id, trim(p.given_name || ' ' || p.family_name), coalesce(m.role, '')::text, coalesce(m.organisation, '')::text
  FROM seats_disclosure d JOIN people_person p ON p.id = d.countersigner_id JOIN seats_case c ON c.id = d.case_id
  LEFT JOIN LATERAL (SELECT r.name AS role, o.short_name AS organisation FROM programmes_membership x
    JOIN programmes_role r ON r.id = x.role_id JOIN organisations_organisation o ON o.id = x.organisation_id
    WHERE x.person_id = p.id AND x.programme_id = c.programme_id ORDER BY x.until_at DESC NULLS FIRST LIMIT 1) m ON true
  WHERE d.case_id = k AND d.id = ANY ((SELECT guard.my_disclosures())::uuid[])
$$;

-- What an unseated countersigner must know beside the item and the reason: who asks, for whom, whose course it is.
CREATE FUNCTION guard.asked_to_countersign() RETURNS TABLE (disclosure_id uuid, case_id uuid, asked_by text, asked_by_role text, to_person uuid, to_name text, to_role text,
  to_organisation text, citizens text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.id, d.case_id, trim(g.given_name || ' ' || g.family_name), coalesce(gs.role, '')::text, p.id, trim(p.given_name || ' ' || p.family_name),
    coalesce(r.name, '')::text, coalesce(o.name, '')::text,
    (SELECT string_agg(trim(a.given_name || ' ' || a.family_name), ', ' ORDER BY a.given_name) FROM people_person a WHERE a.id = ANY (d.about))
  FROM guard.to_countersign() d JOIN people_person g ON g.id = d.given_by_id JOIN seats_seat t ON t.id = d.to_seat_id JOIN people_person p ON p.id = t.person_id
  LEFT JOIN programmes_role r ON r.id = t.role_id LEFT JOIN organisations_organisation o ON o.id = t.organisation_id
  LEFT JOIN LATERAL (SELECT y.name AS role FROM seats_seat x JOIN programmes_role y ON y.id = x.role_id
    WHERE x.case_id = d.case_id AND x.person_id = d.given_by_id AND x.hat = 'professional' ORDER BY x.from_at DESC LIMIT 1) gs ON true
  WHERE EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))
    AND NOT (d.about && guard.closed_by(d.case_id, d.countersigner_id))
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['guard.my_untold()', 'guard.my_disclosures_in_force()', 'guard.countersigners(uuid)', 'guard.asked_to_countersign()', 'guard.places_of_mine()']::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO oracle, web_citizen, web_care, web_authority', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
