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

-- An answer that is carried into a new answering is the party's own last one, word for word, and the party is not asked again. Else somebody
-- could write another's yes and call it an old one.
CREATE FUNCTION guard.still_holds(a public.plans_answer) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce((
    SELECT (p.person_id, p.name, p.answer, p.reason, p.exceptions, p.own_words, p.how, p.noted_by_id, p.noted_name, p.given_at)
           IS NOT DISTINCT FROM (a.person_id, a.name, a.answer, a.reason, a.exceptions, a.own_words, a.how, a.noted_by_id, a.noted_name, a.given_at)
    FROM plans_answer p WHERE p.plan_id = a.plan_id AND p.party = a.party AND p.call_id <> a.call_id ORDER BY p.at DESC, p.number DESC LIMIT 1), false)
  AND NOT EXISTS (SELECT FROM plans_call c WHERE c.id = a.call_id AND c.topics ? a.party)
); END $$;
REVOKE ALL ON FUNCTION guard.still_holds(public.plans_answer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.still_holds(public.plans_answer) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.still_holds(public.plans_answer) OWNER TO oracle;
CREATE POLICY oracle ON plans_answer FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON plans_call FOR SELECT TO oracle USING (true);
GRANT SELECT ON plans_answer, plans_call TO oracle;

-- Who answers is who is signed in, or, for a citizen who said it by telephone or on paper, who noted it.
CREATE POLICY answers ON plans_answer AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK ((carried > 0 AND session_user IN ('web_care', 'web_authority') AND guard.still_holds(plans_answer)) OR (how = 'self' AND person_id = guard.actor_person())
    OR (how <> 'self' AND noted_by_id = guard.actor_person() AND session_user IN ('web_care', 'web_authority') AND party = 'c:' || person_id::text));

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
-- Where the plan stands is noted by who writes and answers, never by who only sits beside or looks on.
CREATE POLICY writers ON plans_standing AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'representative', 'professional'));
CREATE POLICY rewriters ON plans_standing AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
  USING (guard.actor_hat() IN ('citizen', 'representative', 'professional'));
