-- The plan is the table's: professionals read it by scope only, so that one's own writing after a seat ended opens no plan that others go on
-- with. A citizen may give the working plan, or one version, to who sits beside her.
-- Parts hang on their plan: nobody can hang a row of their own scope on another table's plan.

ALTER TABLE plans_plan ADD CONSTRAINT plan_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall);
ALTER TABLE plans_plan ADD CONSTRAINT plan_in_scope UNIQUE (item_id, scope_id, wall);

DO $$
DECLARE part text;
BEGIN
  PERFORM guard.protect_content('plans_plan', 'item_id', 'INSERT, UPDATE');
  FOREACH part IN ARRAY ARRAY['goal', 'saying', 'step', 'call', 'answer', 'version'] LOOP
    EXECUTE format('ALTER TABLE plans_%1$s ADD CONSTRAINT %1$s_follows FOREIGN KEY (plan_id, scope_id, wall) REFERENCES plans_plan (item_id, scope_id, wall)', part);
    -- What was asked, answered and fixed is only ever added to.
    PERFORM guard.protect_content(('plans_' || part)::regclass, CASE part WHEN 'version' THEN 'item_id' ELSE 'plan_id' END, CASE WHEN part IN ('goal', 'saying', 'step') THEN 'INSERT, UPDATE' ELSE 'INSERT' END);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['plan', 'goal', 'saying', 'step', 'call', 'answer', 'version'] LOOP
    EXECUTE format('CREATE POLICY sits ON plans_%s AS RESTRICTIVE FOR SELECT TO web_care, web_authority USING (scope_id = ANY ((SELECT guard.my_scopes())::int[]))', part);
  END LOOP;
END $$;

-- An answer is carried, word for word, from the answering just before, where nothing that changed since touches its party (guard.touched, 0005), and the party is
-- not asked again: else who writes the plan could ask nobody about words of their own, and carry everybody's old yes to them; or write another's yes and
-- call it an old one.
CREATE FUNCTION guard.still_holds(a public.plans_answer) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN EXISTS (
  SELECT FROM plans_call c JOIN plans_call b ON b.plan_id = c.plan_id AND b.number = c.number - 1
  JOIN LATERAL (SELECT x.* FROM plans_answer x WHERE x.call_id = b.id AND x.party = a.party ORDER BY x.number DESC LIMIT 1) p ON true
  WHERE c.id = a.call_id AND c.plan_id = a.plan_id AND NOT (c.topics ? a.party)
    AND NOT (guard.touched(b.proposal, c.proposal) && ARRAY['*', CASE WHEN a.party LIKE 'c:%' THEN 'c:*' ELSE a.party END, a.party]::text[])
    AND (p.person_id, p.name, p.answer, p.reason, p.exceptions, p.own_words, p.how, p.noted_by_id, p.noted_name, p.given_at)
        IS NOT DISTINCT FROM (a.person_id, a.name, a.answer, a.reason, a.exceptions, a.own_words, a.how, a.noted_by_id, a.noted_name, a.given_at));
END $$;
REVOKE ALL ON FUNCTION guard.still_holds(public.plans_answer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.still_holds(public.plans_answer) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.still_holds(public.plans_answer) OWNER TO oracle;
CREATE POLICY oracle ON plans_answer FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON plans_call FOR SELECT TO oracle USING (true);
GRANT SELECT ON plans_answer, plans_call TO oracle;

-- Who answers is who is signed in, or, for a citizen who said it by telephone or on paper, who noted it.
-- One answers for the party one sits for: a citizen for herself, a professional for the own organisation. Else somebody at the table could write a
-- yes in their own name and put it under another's party, whose last answer counts.
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

-- What was asked, answered and fixed never changes, whoever asks, the loader and the owner of the table included.
CREATE FUNCTION guard.plan_never_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS
$$ BEGIN RAISE EXCEPTION 'what a table agreed on never changes' USING ERRCODE = 'RT002'; END $$;
REVOKE ALL ON FUNCTION guard.plan_never_changes() FROM PUBLIC;
DO $$
DECLARE part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['call', 'answer', 'version'] LOOP
    EXECUTE format('CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON plans_%s FOR EACH ROW EXECUTE FUNCTION guard.plan_never_changes()', part);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON plans_%s FOR EACH STATEMENT EXECUTE FUNCTION guard.plan_never_changes()', part);
  END LOOP;
END $$;

SELECT guard.protect_facts('plans_standing', 'INSERT, UPDATE');
-- Where a plan stands is noted by who has an action that writes in it: the citizens and the professionals at the table. A representative reads.
CREATE POLICY writers ON plans_standing AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'professional'));
CREATE POLICY rewriters ON plans_standing AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
  USING (guard.actor_hat() IN ('citizen', 'professional'));
