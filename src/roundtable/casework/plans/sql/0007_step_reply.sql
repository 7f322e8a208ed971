-- What somebody from outside said to a step. Part of the plan: read by who reads the plan, written by a function of the guests' room only.
ALTER TABLE plans_stepreply ADD CONSTRAINT step_reply_follows FOREIGN KEY (plan_id, scope_id, wall) REFERENCES plans_plan (item_id, scope_id, wall);
SELECT guard.protect_content('plans_stepreply', 'plan_id', '');
CREATE POLICY sits ON plans_stepreply AS RESTRICTIVE FOR SELECT TO web_care, web_authority USING (scope_id = ANY ((SELECT guard.my_scopes())::int[]));
CREATE POLICY oracle ON plans_stepreply TO oracle USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON plans_stepreply TO oracle;

CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON plans_stepreply FOR EACH ROW EXECUTE FUNCTION guard.plan_never_changes();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON plans_stepreply FOR EACH STATEMENT EXECUTE FUNCTION guard.plan_never_changes();
