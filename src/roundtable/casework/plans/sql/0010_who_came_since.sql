-- A version is fixed with everybody who sits at the table: a party that sat down after the plan was asked about is asked before anything is fixed.
-- Replaces fixed_as_said of 0009_said_by_the_house; new is the line on `seats_seat`.

CREATE OR REPLACE FUNCTION guard.fixed_as_said() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE c plans_call; said jsonb; missing int; agreed boolean; there boolean;
BEGIN
  IF session_user NOT IN ('web_citizen', 'web_care', 'web_authority') THEN RETURN NEW; END IF;
  SELECT * INTO c FROM plans_call x WHERE x.plan_id = NEW.plan_id ORDER BY x.number DESC LIMIT 1;
  SELECT coalesce(jsonb_agg(jsonb_build_array(a.party, a.name, a.answer, a.reason, a.exceptions, a.own_words, a.how, a.noted_name, a.carried, a.given_at) ORDER BY a.party), '[]')
    INTO said FROM (SELECT DISTINCT ON (x.party) x.* FROM plans_answer x WHERE x.call_id = c.id ORDER BY x.party, x.number DESC) a;
  SELECT count(*) FILTER (WHERE a.party IS NULL),
         -- who has not answered agrees to nothing: an unknown answer alone would be passed over
         coalesce(bool_and(a.party IS NOT NULL AND a.answer IN ('yes', 'yes_but') AND btrim(a.own_words) <> '' AND NOT EXISTS (
           SELECT FROM jsonb_array_elements(a.exceptions) e, jsonb_array_elements(c.proposal->'goals') g
           WHERE g->>'kind' = 'shared' AND g->>'text' <> '' AND g->>'id' = e->>'goal')), false)
    INTO missing, agreed
    FROM jsonb_array_elements(c.parties) p
    LEFT JOIN (SELECT DISTINCT ON (x.party) x.* FROM plans_answer x WHERE x.call_id = c.id ORDER BY x.party, x.number DESC) a ON a.party = p->>'key';
  SELECT count(*) > 0 INTO there FROM jsonb_array_elements(c.proposal->'goals') g WHERE g->>'kind' = 'shared' AND g->>'text' <> '';
  IF c.id = NEW.call_id AND NEW.closed_by_id = guard.actor_person() AND NEW.fixed_at = now()
    AND NEW.number = (SELECT coalesce(max(v.number), 0) + 1 FROM plans_version v WHERE v.plan_id = NEW.plan_id)
    AND NEW.snapshot->'proposal' = c.proposal AND NEW.snapshot->'parties' = c.parties
    AND said = (SELECT coalesce(jsonb_agg(jsonb_build_array(a->'party', a->'by', a->'answer', a->'reason', a->'exceptions', a->'own_words', a->'how', a->'noted_by',
                  a->'carried', (a->>'at')::timestamptz) ORDER BY a->>'party'), '[]') FROM jsonb_array_elements(NEW.snapshot->'answers') a)
    AND NOT EXISTS (
      SELECT FROM plans_plan p JOIN seats_seat s ON s.case_id = p.case_id WHERE p.item_id = NEW.plan_id AND s.hat IN ('citizen', 'professional')
        AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at) AND NOT c.parties @> jsonb_build_array(jsonb_build_object('key',
          CASE WHEN s.hat = 'citizen' THEN 'c:' || s.person_id WHEN s.organisation_id IS NULL THEN 'p:' || s.person_id ELSE 'o:' || s.organisation_id END)))
    AND NEW.shared = (CASE WHEN NOT there THEN 'none' WHEN coalesce(agreed, false) THEN 'shared' ELSE 'contested' END)
    AND (CASE NEW.closed_how WHEN 'all_answered' THEN missing = 0
      WHEN 'caller' THEN guard.actor_hat() = 'professional' AND now() >= c.opened_at + make_interval(hours => 24 * c.days) ELSE false END)
    AND NEW.snapshot->>'programme' = (SELECT g.name FROM plans_plan p JOIN seats_case k ON k.id = p.case_id JOIN programmes_programme g ON g.id = k.programme_id
                                      WHERE p.item_id = NEW.plan_id)
    AND NEW.snapshot->>'closed_by' = (SELECT q.given_name FROM people_person q WHERE q.id = NEW.closed_by_id)
    AND NEW.snapshot->>'asked_by' = coalesce((SELECT q.given_name FROM people_person q WHERE q.id = c.by_id), '')
    AND (NEW.snapshot->>'asked_at')::timestamptz = c.opened_at
    AND NEW.digest = guard.mark_of(NEW.snapshot)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a plan is fixed as it was asked about and answered' USING ERRCODE = 'RT002';
END $$;
