-- One answers for the party one sits for: a citizen for herself, a professional for the own organisation. Else somebody at the table could write a
-- yes in their own name and put it under another's party, whose last answer counts. Replaces the policy of 0002.
DROP POLICY answers ON plans_answer;
CREATE POLICY answers ON plans_answer AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK ((carried > 0 AND session_user IN ('web_care', 'web_authority') AND guard.still_holds(plans_answer))
    OR (how = 'self' AND person_id = guard.actor_person() AND EXISTS (
      SELECT FROM seats_seat s JOIN plans_plan p ON p.case_id = s.case_id
      WHERE p.item_id = plans_answer.plan_id AND s.person_id = guard.actor_person() AND s.hat = guard.actor_hat()
        AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
        AND plans_answer.party = CASE s.hat WHEN 'citizen' THEN 'c:' || s.person_id
                                            WHEN 'professional' THEN coalesce('o:' || s.organisation_id, 'p:' || s.person_id) END))
    OR (how <> 'self' AND noted_by_id = guard.actor_person() AND guard.actor_hat() = 'professional'
      AND session_user IN ('web_care', 'web_authority') AND party = 'c:' || person_id::text));
