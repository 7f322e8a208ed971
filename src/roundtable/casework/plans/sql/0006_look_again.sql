-- Who looks at a point that is seen differently, until when. Part of the plan: read by who reads the plan, only ever added to.
ALTER TABLE plans_lookagain ADD CONSTRAINT look_again_follows FOREIGN KEY (plan_id, scope_id, wall) REFERENCES plans_plan (item_id, scope_id, wall);
SELECT guard.protect_content('plans_lookagain', 'plan_id', 'INSERT');
CREATE POLICY sits ON plans_lookagain AS RESTRICTIVE FOR SELECT TO web_care, web_authority USING (scope_id = ANY ((SELECT guard.my_scopes())::int[]));

-- Said by who says it, now. A citizen names a day and gives nobody a task; what professionals take on, two of this very table take on.
CREATE POLICY looks ON plans_lookagain AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND at = now()
    AND ((first_id IS NULL AND guard.actor_hat() IN ('citizen', 'professional'))
      OR (guard.actor_hat() = 'professional' AND 2 = (
        SELECT count(DISTINCT s.person_id) FROM seats_seat s JOIN plans_plan p ON p.case_id = s.case_id
        WHERE p.item_id = plans_lookagain.plan_id AND s.person_id IN (plans_lookagain.first_id, plans_lookagain.second_id)
          AND s.hat = 'professional' AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)))));

CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON plans_lookagain FOR EACH ROW EXECUTE FUNCTION guard.plan_never_changes();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON plans_lookagain FOR EACH STATEMENT EXECUTE FUNCTION guard.plan_never_changes();
