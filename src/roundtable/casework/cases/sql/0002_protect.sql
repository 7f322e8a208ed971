-- The course: seen by everyone at the table and by the team leader; each row signed by who acts, now, in the hat they act in; never changed.

SELECT guard.protect_facts('cases_phaseevent', 'INSERT');
SELECT guard.protect_facts('cases_handover', 'INSERT');
SELECT guard.protect_facts('cases_closing', 'INSERT');

CREATE POLICY signed ON cases_phaseevent AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND guard.actor_hat() IN ('professional', 'team_leader', 'intake'));
CREATE POLICY signed ON cases_handover AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND guard.actor_hat() = 'team_leader');
CREATE POLICY signed ON cases_closing AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND guard.actor_hat() IN ('professional', 'team_leader'));
