-- A correction of what stands in the minutes: in the correcting person's own hand, now, and at the place of the line it corrects.
SELECT guard.protect_content('roundtables_linecorrection', 'line_id', 'INSERT');
CREATE POLICY corrects ON roundtables_linecorrection AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND guard.actor_hat() IN ('citizen', 'professional')
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = line_id AND guard.course_goes_on(i.case_id))
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = words_item_id AND i.author_id = guard.actor_person())
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = reason_item_id AND i.author_id = guard.actor_person()));
ALTER TABLE roundtables_linecorrection ADD CONSTRAINT correction_follows FOREIGN KEY (line_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
