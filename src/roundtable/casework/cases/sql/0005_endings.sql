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
    AND (person_id IS NULL OR EXISTS (SELECT FROM seats_seat s WHERE s.case_id = cases_bridgecontact.case_id
      AND s.person_id = cases_bridgecontact.person_id AND s.hat = 'professional')));
CREATE POLICY says ON cases_bridgeanswer AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND by_id = guard.actor_person() AND guard.actor_hat() = CASE how WHEN 'self' THEN 'citizen' ELSE 'professional' END
    AND EXISTS (SELECT FROM cases_bridgecontact c JOIN seats_seat s ON s.case_id = c.case_id
      WHERE c.item_id = contact_id AND s.person_id = cases_bridgeanswer.person_id AND s.hat = 'citizen'));
