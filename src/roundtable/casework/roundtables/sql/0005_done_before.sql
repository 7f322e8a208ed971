-- What two did together before a meeting: facts of the case, without a word. A professional says that it was done, with a citizen of the case or with a
-- colleague at the table; either of the two says that it was not. In one's own name, now.
SELECT guard.protect_facts('roundtables_donebefore', 'INSERT');
CREATE POLICY says ON roundtables_donebefore AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND at = now() AND (done_on IS NULL OR done_on <= current_date + 1)
    AND ((guard.actor_hat() = 'professional' AND EXISTS (SELECT FROM seats_seat s WHERE s.case_id = roundtables_donebefore.case_id
           AND s.person_id = roundtables_donebefore.with_person_id AND s.hat = CASE what WHEN 'dates' THEN 'citizen' ELSE 'professional' END))
      OR (guard.actor_hat() = 'citizen' AND what = 'dates' AND NOT done AND EXISTS (SELECT FROM seats_seat s
           WHERE s.case_id = roundtables_donebefore.case_id AND s.person_id = roundtables_donebefore.with_person_id AND s.hat = 'professional'))));
