-- What an answering, an answer and a version say of themselves (when, by whom, in which names, under which mark), and where a plan stands, is said by the
-- house and not by who writes the row: else somebody at the table who came past the code could ask only their own side, ask last month, or call a plan
-- shared that nobody shares. Past moments of imports and of the demo are the loader's.

-- JSON in its one form, the same as the code makes it, and its mark.
CREATE FUNCTION guard.canonical(j jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN RETURN CASE jsonb_typeof(j)
  WHEN 'object' THEN (SELECT '{' || coalesce(string_agg(to_json(e.k)::text || ':' || guard.canonical(e.v), ',' ORDER BY e.k COLLATE "C"), '') || '}' FROM jsonb_each(j) e(k, v))
  WHEN 'array' THEN (SELECT '[' || coalesce(string_agg(guard.canonical(e.v), ',' ORDER BY e.n), '') || ']' FROM jsonb_array_elements(j) WITH ORDINALITY e(v, n))
  WHEN 'string' THEN to_json(j #>> '{}')::text
  ELSE j::text END; END $$;
CREATE FUNCTION guard.mark_of(j jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT encode(sha256(convert_to(guard.canonical(j), 'UTF8')), 'hex')
$$;

-- What of a proposal is asked, as `asked_digest` in the code has it: not whose hand wrote a goal down, nor the names of the day, nor the programme's fixed goal.
CREATE FUNCTION guard.nameless(p jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE jsonb_typeof(p) WHEN 'object' THEN p || '{"name": "", "organisation": ""}' ELSE 'null' END
$$;
CREATE FUNCTION guard.as_asked(p jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT p || jsonb_build_object('fixed', '{"text": "", "owner": "", "source": ""}'::jsonb,
    'goals', (SELECT coalesce(jsonb_agg(e.v || jsonb_build_object('scribe', NULL, 'owner', guard.nameless(e.v->'owner')) ORDER BY e.n), '[]')
              FROM jsonb_array_elements(p->'goals') WITH ORDINALITY e(v, n)),
    'sayings', (SELECT coalesce(jsonb_agg(e.v || jsonb_build_object('by', guard.nameless(e.v->'by')) ORDER BY e.n), '[]')
                FROM jsonb_array_elements(p->'sayings') WITH ORDINALITY e(v, n)),
    'steps', (SELECT coalesce(jsonb_agg(e.v || jsonb_build_object('who', guard.nameless(e.v->'who')) ORDER BY e.n), '[]')
              FROM jsonb_array_elements(p->'steps') WITH ORDINALITY e(v, n)))
$$;

-- Whom a change between two proposals touches, by the rule of `plans/rules/changes.py`: a goal or the way back touches everybody ('*'); what somebody says or
-- does touches who says or does it, who owns the goals it belongs to, and the citizens ('c:*').
CREATE FUNCTION guard.touched(b jsonb, a jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  WITH plan (p, o) AS (VALUES (guard.as_asked(b), 0), (guard.as_asked(a), 1)),
    owners AS (SELECT DISTINCT ON (g->>'id') g->>'id' AS id, g->'owner'->>'party' AS party FROM plan, jsonb_array_elements(p->'goals') g
               WHERE jsonb_typeof(g->'owner') = 'object' ORDER BY g->>'id', o DESC),
    lines AS (SELECT o, part, l FROM plan, unnest(ARRAY['goals','sayings','steps']) part, jsonb_array_elements(p->part) l),
    changed AS (SELECT x.part, x.l FROM lines x WHERE NOT EXISTS (SELECT FROM lines y WHERE y.o <> x.o AND y.part = x.part AND y.l = x.l))
  SELECT ARRAY(
    SELECT '*' FROM changed WHERE part = 'goals'
    UNION SELECT '*' WHERE b->'back' IS DISTINCT FROM a->'back'
    UNION SELECT 'c:*' FROM changed WHERE part <> 'goals'
    UNION SELECT CASE part WHEN 'sayings' THEN l->'by' ELSE l->'who' END->>'party' FROM changed WHERE part <> 'goals'
    UNION SELECT w.party FROM changed JOIN owners w ON w.id = l->>'goal' OR w.id = l->>'to' WHERE part <> 'goals')
$$;

-- Everybody who sits there is asked, about what its mark says, by a professional, now, for as many days as the programme gives.
CREATE FUNCTION guard.asked_as_it_is() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE k uuid;
BEGIN
  IF session_user NOT IN ('web_citizen', 'web_care', 'web_authority') THEN RETURN NEW; END IF;
  SELECT p.case_id INTO k FROM plans_plan p WHERE p.item_id = NEW.plan_id;
  IF guard.actor_hat() = 'professional' AND NEW.by_id = guard.actor_person() AND NEW.opened_at = now()
    AND NEW.number = (SELECT coalesce(max(c.number), 0) + 1 FROM plans_call c WHERE c.plan_id = NEW.plan_id)
    AND NEW.days = (SELECT g.answer_days FROM seats_case c JOIN programmes_programme g ON g.id = c.programme_id WHERE c.id = k)
    AND NEW.digest = guard.mark_of(guard.as_asked(NEW.proposal))
    AND NEW.proposal->'fixed' = (SELECT jsonb_build_object('text', g.fixed_goal, 'owner', g.fixed_goal_owner, 'source', g.fixed_goal_source)
                                 FROM seats_case c JOIN programmes_programme g ON g.id = c.programme_id WHERE c.id = k)
    AND (SELECT array_agg(p->>'key' ORDER BY p->>'key') FROM jsonb_array_elements(NEW.parties) p) = (
      SELECT array_agg(DISTINCT s.party ORDER BY s.party) FROM (
        SELECT CASE x.hat WHEN 'citizen' THEN 'c:' || x.person_id ELSE coalesce('o:' || x.organisation_id, 'p:' || x.person_id) END AS party FROM seats_seat x
        WHERE x.case_id = k AND x.hat IN ('citizen', 'professional') AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)) s)
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(NEW.parties) p WHERE NOT EXISTS (
      SELECT FROM seats_seat x JOIN people_person q ON q.id = x.person_id
      WHERE x.case_id = k AND x.hat IN ('citizen', 'professional') AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)
        AND p->>'person' = x.person_id::text AND p->>'name' = q.given_name
        AND p->>'key' = CASE x.hat WHEN 'citizen' THEN 'c:' || x.person_id ELSE coalesce('o:' || x.organisation_id, 'p:' || x.person_id) END))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'everybody at the table is asked, now, about what they are shown' USING ERRCODE = 'RT002';
END $$;
CREATE TRIGGER asked_as_it_is BEFORE INSERT ON plans_call FOR EACH ROW EXECUTE FUNCTION guard.asked_as_it_is();

-- An answer is given now, after those before it, in the names people have; one that is carried keeps the moment it was given at (still_holds).
CREATE FUNCTION guard.answered_now() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF session_user NOT IN ('web_citizen', 'web_care', 'web_authority') THEN RETURN NEW; END IF;
  IF NEW.at = now() AND NEW.number = (SELECT coalesce(max(a.number), 0) + 1 FROM plans_answer a WHERE a.call_id = NEW.call_id)
    AND (NEW.carried > 0 OR (NEW.given_at = now()
      AND NEW.name = (SELECT q.given_name FROM people_person q WHERE q.id = NEW.person_id)
      AND NEW.noted_name = coalesce((SELECT q.given_name FROM people_person q WHERE q.id = NEW.noted_by_id), '')))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an answer is given now, by who gives it' USING ERRCODE = 'RT002';
END $$;
CREATE TRIGGER answered_now BEFORE INSERT ON plans_answer FOR EACH ROW EXECUTE FUNCTION guard.answered_now();

-- A version says what was said: the proposal everybody was asked about, the parties, and each party's last answer, word for word; it is shared exactly where
-- every party agreed in their own words; nobody is left out before the set days have passed; a party that sat down after the plan was asked about is asked
-- before anything is fixed; and what it says of itself is so: its day, its programme, who asked and who closed it, its mark. It could never be taken away.
-- Who changes the shape of a proposal changes it in the open answerings too.
CREATE FUNCTION guard.fixed_as_said() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
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
CREATE TRIGGER fixed_as_said BEFORE INSERT ON plans_version FOR EACH ROW EXECUTE FUNCTION guard.fixed_as_said();

-- Where a plan stands, worked out from what was asked, answered and fixed, whatever the row says: lists and leaders go by it.
CREATE POLICY oracle ON plans_version FOR SELECT TO oracle USING (true);
GRANT SELECT ON plans_version TO oracle;
CREATE FUNCTION guard.plan_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v plans_version; c plans_call; open boolean;
BEGIN
  IF session_user NOT IN ('web_citizen', 'web_care', 'web_authority') THEN RETURN NEW; END IF;
  SELECT x.* INTO v FROM plans_version x JOIN plans_plan p ON p.item_id = x.plan_id WHERE p.case_id = NEW.case_id ORDER BY x.number DESC LIMIT 1;
  SELECT x.* INTO c FROM plans_call x JOIN plans_plan p ON p.item_id = x.plan_id WHERE p.case_id = NEW.case_id ORDER BY x.number DESC LIMIT 1;
  open := c.id IS NOT NULL AND NOT EXISTS (SELECT FROM plans_version x WHERE x.call_id = c.id);
  NEW.version := coalesce(v.number, 0);
  NEW.fixed_at := v.fixed_at;
  NEW.shared := coalesce(v.shared, 'none');
  NEW.caller_id := c.by_id;
  NEW.asked_at := CASE WHEN open THEN c.opened_at END;
  NEW.closes_at := CASE WHEN open THEN c.opened_at + make_interval(hours => 24 * c.days) END;
  NEW.waiting := CASE WHEN open THEN (
    SELECT coalesce(array_agg((p.line->>'person')::uuid ORDER BY p.n), '{}') FROM jsonb_array_elements(c.parties) WITH ORDINALITY p(line, n)
    WHERE NOT EXISTS (SELECT FROM plans_answer a WHERE a.call_id = c.id AND a.party = p.line->>'key')) ELSE '{}' END;
  NEW.changed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER plan_stands BEFORE INSERT OR UPDATE ON plans_standing FOR EACH ROW EXECUTE FUNCTION guard.plan_stands();

REVOKE ALL ON FUNCTION guard.canonical(jsonb), guard.mark_of(jsonb), guard.nameless(jsonb), guard.as_asked(jsonb), guard.touched(jsonb, jsonb), guard.asked_as_it_is(), guard.answered_now(), guard.fixed_as_said(), guard.plan_stands() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.canonical(jsonb), guard.mark_of(jsonb), guard.nameless(jsonb), guard.as_asked(jsonb) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.plan_stands() OWNER TO oracle;
GRANT EXECUTE ON FUNCTION guard.nameless(jsonb), guard.as_asked(jsonb), guard.touched(jsonb, jsonb) TO oracle;
