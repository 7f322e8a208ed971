-- Meetings are facts of the case; wishes and lines follow the scope of their items. Beside the templates: nobody signs with another's name,
-- only professionals and leaders decide about a meeting, and only who is quoted confirms a quotation. Nothing is written at a meeting of a course that ended.

SELECT guard.protect_facts('roundtables_roundtable', 'INSERT');
SELECT guard.protect_facts('roundtables_roundtableevent', 'INSERT');
SELECT guard.protect_facts('roundtables_invitationanswer', 'INSERT');
SELECT guard.protect_content('roundtables_meetingwishes', 'item_id', 'INSERT');
SELECT guard.protect_content('roundtables_meetingline', 'item_id', 'INSERT');
SELECT guard.protect_content('roundtables_linecheck', 'line_id', 'INSERT');

CREATE POLICY callers ON roundtables_roundtable AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (called_by_id = guard.actor_person() AND guard.actor_hat() IN ('professional', 'team_leader'));
CREATE POLICY callers ON roundtables_roundtableevent AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now()
    AND (guard.actor_hat() IN ('professional', 'team_leader') OR (event = 'pen' AND guard.actor_hat() = 'citizen')));
CREATE POLICY answers ON roundtables_invitationanswer AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND at = now() AND guard.actor_hat() IN ('citizen', 'companion', 'professional')
    AND (person_id = guard.actor_person() OR (guard.actor_hat() = 'professional' AND EXISTS (SELECT FROM seats_seat s
      WHERE s.case_id = roundtables_invitationanswer.case_id AND s.person_id = roundtables_invitationanswer.person_id AND s.hat = 'citizen'))));
CREATE POLICY wishers ON roundtables_meetingwishes AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND (person_id = guard.actor_person() OR (guard.actor_hat() = 'professional' AND EXISTS (SELECT FROM seats_seat s
      WHERE s.case_id = roundtables_meetingwishes.case_id AND s.person_id = roundtables_meetingwishes.person_id AND s.hat = 'citizen'))));
CREATE POLICY quoted ON roundtables_linecheck AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (at = now() AND person_id = guard.actor_person()
    AND EXISTS (SELECT FROM seats_item i WHERE i.id = line_id AND i.said_by_id = guard.actor_person() AND guard.course_goes_on(i.case_id)));
CREATE POLICY writers ON roundtables_meetingline AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (EXISTS (SELECT FROM roundtables_roundtable r WHERE r.id = roundtable_id AND guard.course_goes_on(r.case_id)));

ALTER TABLE roundtables_meetingwishes ADD CONSTRAINT wishes_follow FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
ALTER TABLE roundtables_meetingline ADD CONSTRAINT line_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
ALTER TABLE roundtables_linecheck ADD CONSTRAINT check_follows FOREIGN KEY (line_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;

-- The parts of a meeting and how words came here are those of the house: a row with another would make every page of the meeting fail, for everybody.
ALTER TABLE roundtables_meetingline ADD CONSTRAINT line_section CHECK (section IN ('point', 'arrive', 'matters', 'bring', 'agree', 'disagree', 'home'));
ALTER TABLE roundtables_meetingline ADD CONSTRAINT line_how CHECK (how IN ('self', 'telephone', 'paper', 'read_aloud', 'noted', 'link', 'mail', 'together'));
