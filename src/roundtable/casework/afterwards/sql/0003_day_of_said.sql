-- What somebody wrote on the sheet with their own hand is what they take home; at the end of the meeting one at the table puts the day to it. Replaces
-- the policy of 0002.
DROP POLICY takers ON afterwards_task;
CREATE POLICY takers ON afterwards_task AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'professional')
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = line_id AND coalesce(i.said_by_id, i.author_id) = person_id
      AND (i.author_id = guard.actor_person() OR EXISTS (SELECT FROM roundtables_meetingline l
        WHERE l.item_id = i.id AND l.roundtable_id = afterwards_task.roundtable_id AND l.text <> '' AND l.how <> 'together'))));
