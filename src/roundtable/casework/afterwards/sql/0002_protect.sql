-- Who takes what home follows the line it stands in; the call is a fact of the case, noted by professionals in their own name; answers are where only
-- the citizen reads, and written by nobody for anybody.
SELECT guard.protect_content('afterwards_task', 'line_id', 'INSERT');
SELECT guard.protect_facts('afterwards_callnote', 'INSERT');
SELECT guard.protect_content('afterwards_ownanswer', 'item_id', 'INSERT');

-- What somebody wrote on the sheet with their own hand is what they take home; at the end of the meeting one at the table puts the day to it.
CREATE POLICY takers ON afterwards_task AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'professional')
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = line_id AND coalesce(i.said_by_id, i.author_id) = person_id
      AND (i.author_id = guard.actor_person() OR EXISTS (SELECT FROM roundtables_meetingline l
        WHERE l.item_id = i.id AND l.roundtable_id = afterwards_task.roundtable_id AND l.text <> '' AND l.how <> 'together'))));
CREATE POLICY callers ON afterwards_callnote AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND at = now() AND guard.actor_hat() = 'professional');
CREATE POLICY hers ON afterwards_ownanswer AS RESTRICTIVE TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_hat()) = 'citizen')
  WITH CHECK (at = now() AND person_id = (SELECT guard.actor_person()) AND (SELECT guard.actor_hat()) = 'citizen');

ALTER TABLE afterwards_task ADD CONSTRAINT task_follows FOREIGN KEY (line_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
ALTER TABLE afterwards_ownanswer ADD CONSTRAINT answer_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
