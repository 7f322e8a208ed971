-- How far treatment is belongs to the health side and the citizen (docs/disclosure.md): a row of progress hangs on an item in the `side` scope of
-- the organisation that has the step in hand, so that a login of an authority is shown no row of it, whoever it claims to be.

ALTER TABLE plans_progress ADD CONSTRAINT progress_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall);

SELECT guard.protect_content('plans_progress', 'item_id', 'INSERT');
CREATE POLICY oracle ON plans_step FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON plans_plan FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON plans_goal FOR SELECT TO oracle USING (true);
GRANT SELECT ON plans_step, plans_plan, plans_goal TO oracle;
GRANT INSERT ON seats_item, seats_text TO oracle;

-- The organisation that has a treatment step in hand: its doer's, else the first clinical one at the table, else the first that is no authority.
CREATE FUNCTION guard.care_seat(k uuid, p_doer uuid) RETURNS SETOF public.seats_seat LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT s.* FROM seats_seat s LEFT JOIN programmes_role r ON r.id = s.role_id
  WHERE s.case_id = k AND s.hat = 'professional' AND NOT s.authority AND s.organisation_id IS NOT NULL
    AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
  ORDER BY s.person_id IS NOT DISTINCT FROM p_doer DESC, s.ground = 'referral', coalesce(r.clinical, false) DESC, s.from_at, s.id LIMIT 1;
END $$;

-- An item for one more line of progress, in the side that has the step in hand: by the citizen, or by somebody of that side. One item a line, so
-- that what is disclosed of it is what there was on that day.
-- In a family, how far a treatment step is belongs to whom the step is for, and not to the others: whom it or its goal names; where it names none of
-- them, to the citizen who says it, and to all of them where somebody of the health side does.
CREATE FUNCTION guard.progress_place(p_step uuid) RETURNS TABLE (item_id uuid, scope_id int, wall smallint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE st plans_step; k uuid; me seats_seat; care seats_seat; citizens uuid[]; who uuid[]; v_scope int; v_item uuid := gen_random_uuid();
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND session_user IN ('web_citizen', 'web_care'), 'not_here');
  SELECT * INTO st FROM plans_step x WHERE x.id = p_step;
  SELECT p.case_id INTO k FROM plans_plan p WHERE p.item_id = st.plan_id;
  SELECT * INTO me FROM guard.live_seats() s WHERE s.case_id = k AND s.hat IN ('citizen', 'professional') ORDER BY s.from_at LIMIT 1;
  PERFORM guard.need(me.id IS NOT NULL AND st.scope_id = ANY ((SELECT guard.my_writable())::int[]) AND st.kind = 'care' AND st.removed_at IS NULL, 'not_here');
  PERFORM guard.lock_case(k);
  SELECT * INTO care FROM guard.care_seat(k, st.who_id);
  PERFORM guard.need(care.id IS NOT NULL, 'not_at_table');
  PERFORM guard.need(me.hat = 'citizen' OR me.organisation_id = care.organisation_id, 'not_yours');
  citizens := guard.citizens_of(k);
  SELECT array_agg(DISTINCT x ORDER BY x) INTO who
    FROM (SELECT st.who_id AS x UNION SELECT g.owner_id FROM plans_goal g WHERE g.id = st.goal_id) named WHERE x = ANY (citizens);
  IF who IS NULL AND me.hat = 'citizen' THEN who := ARRAY[me.person_id]; END IF;
  IF who IS NULL THEN SELECT array_agg(x ORDER BY x) INTO who FROM unnest(citizens) x; END IF;
  PERFORM guard.need(me.hat <> 'citizen' OR me.person_id = ANY (who), 'not_yours');
  INSERT INTO seats_scope (case_id, kind, about, holder_id, holder_hat, side_id, wall)
    VALUES (k, 'side', who, NULL, '', care.organisation_id, 1) ON CONFLICT DO NOTHING;
  SELECT x.id INTO v_scope FROM seats_scope x WHERE x.case_id = k AND x.kind = 'side' AND x.about = who AND x.side_id = care.organisation_id AND x.wall = 1;
  PERFORM guard.need(v_scope = ANY ((SELECT guard.my_writable())::int[]), 'closed');
  INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, held)
    VALUES (v_item, k, v_scope, 1, 'side', who, 'plan_progress', me.person_id, me.hat, me.id, false);
  INSERT INTO seats_text (item_id, scope_id, wall, headline, body) VALUES (v_item, v_scope, 1, '', '');
  RETURN QUERY SELECT v_item, v_scope, 1::smallint;
END $$;
REVOKE ALL ON FUNCTION guard.care_seat(uuid, uuid), guard.progress_place(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.care_seat(uuid, uuid) TO loader;
GRANT EXECUTE ON FUNCTION guard.progress_place(uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.progress_place(uuid) OWNER TO oracle;
ALTER FUNCTION guard.care_seat(uuid, uuid) OWNER TO oracle;

-- Said by who says it, now, of a treatment step of this very table.
CREATE POLICY says ON plans_progress AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND guard.actor_hat() IN ('citizen', 'professional') AND at = now()
    AND EXISTS (SELECT FROM plans_step s JOIN plans_plan p ON p.item_id = s.plan_id JOIN seats_item i ON i.case_id = p.case_id
                WHERE s.id = step_id AND s.kind = 'care' AND i.id = plans_progress.item_id AND i.kind = 'plan_progress' AND i.author_id = plans_progress.by_id AND i.made_at = now()));

-- And read by who reads the step: one's own writing after a seat ended opens nothing that others go on with.
CREATE POLICY sits ON plans_progress AS RESTRICTIVE FOR SELECT TO web_citizen, web_care, web_authority
  USING (guard.actor_is_set() AND EXISTS (SELECT FROM plans_step s WHERE s.id = step_id));

CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON plans_progress FOR EACH ROW EXECUTE FUNCTION guard.plan_never_changes();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON plans_progress FOR EACH STATEMENT EXECUTE FUNCTION guard.plan_never_changes();

-- Where a plan comes in from a file: the same, as the loader, in the name of who has the step in hand. Nobody of health there: it is begun anew.
CREATE FUNCTION guard.load_progress(p_step uuid, p_state text, p_reason text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE st plans_step; k uuid; care seats_seat; who uuid[]; v_scope int; v_item uuid := gen_random_uuid();
BEGIN
  SELECT * INTO st FROM plans_step WHERE id = p_step;
  SELECT case_id INTO k FROM plans_plan WHERE item_id = st.plan_id;
  SELECT * INTO care FROM guard.care_seat(k, st.who_id);
  IF care.id IS NULL THEN RETURN; END IF;
  SELECT array_agg(DISTINCT s.person_id ORDER BY s.person_id) INTO who FROM seats_seat s WHERE s.case_id = k AND s.hat = 'citizen';
  INSERT INTO seats_scope (case_id, kind, about, holder_hat, side_id, wall) VALUES (k, 'side', who, '', care.organisation_id, 1) ON CONFLICT DO NOTHING;
  SELECT x.id INTO v_scope FROM seats_scope x WHERE x.case_id = k AND x.kind = 'side' AND x.about = who AND x.side_id = care.organisation_id AND x.wall = 1;
  INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, held)
    VALUES (v_item, k, v_scope, 1, 'side', who, 'plan_progress', care.person_id, 'professional', care.id, false);
  INSERT INTO seats_text (item_id, scope_id, wall, headline, body) VALUES (v_item, v_scope, 1, '', '');
  INSERT INTO plans_progress (step_id, item_id, scope_id, wall, number, state, reason, by_id)
    VALUES (p_step, v_item, v_scope, 1, 1, p_state, p_reason, care.person_id);
END $$;
REVOKE ALL ON FUNCTION guard.load_progress(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.load_progress(uuid, text, text) TO loader;
