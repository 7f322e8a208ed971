-- In a family, how far a treatment step is belongs to whom the step is for, and not to the others: whom it or its goal names; where it names none of
-- them, to the citizen who says it, and to all of them where somebody of the health side does. Replaces progress_place of 0003.
CREATE POLICY oracle ON plans_goal FOR SELECT TO oracle USING (true);
GRANT SELECT ON plans_goal TO oracle;

SET LOCAL ROLE oracle;

CREATE OR REPLACE FUNCTION guard.progress_place(p_step uuid) RETURNS TABLE (item_id uuid, scope_id int, wall smallint)
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

RESET ROLE;
