-- What came in from FHIR files is the loader's own memory.
SELECT guard.protect_base('fhir_imported');

-- An open course with its plan draft comes in, by the same rules as one act at a time (guard.enrol_person, guard.open_case, guard.seat_person,
-- start of the course, the plan's first words). Not a definer function: the loader has every right it needs, and nobody else may call it.
-- `member_ids`: who sits down, the referrer first; each must work in the programme now. `note`: for the referrer's own side. How far
-- steps of care are goes to the side that has them in hand. Returns the case's id.
CREATE FUNCTION guard.load_plan(p jsonb) RETURNS uuid LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE
  k uuid := (p->>'case_id')::uuid; c uuid := (p->>'citizen_id')::uuid; g uuid := (p->>'programme_id')::uuid; by_whom uuid := (p->>'referrer_id')::uuid;
  who uuid; m record; seat uuid; first_seat uuid; sc int; side int; w smallint; plan uuid := gen_random_uuid(); note uuid := gen_random_uuid();
BEGIN
  INSERT INTO people_person (id, given_name, family_name, work_phone, work_email) VALUES (c, p->>'given_name', p->>'family_name', '', '') ON CONFLICT DO NOTHING;
  INSERT INTO people_contactdetails (person_id, phone, email, born_on, channel) VALUES (c, p->>'phone', p->>'email', (p->>'born_on')::date, 'letter') ON CONFLICT DO NOTHING;
  INSERT INTO seats_case (id, programme_id) VALUES (k, g);
  INSERT INTO seats_seat (id, case_id, person_id, hat, powers, power_kinds, ground, authority, seated_by_id)
    VALUES (gen_random_uuid(), k, c, 'citizen', '{}', '{}', 'programme', false, by_whom);
  FOR who IN SELECT x::uuid FROM jsonb_array_elements_text(p->'member_ids') WITH ORDINALITY AS e(x, n) ORDER BY n LOOP
    SELECT s.organisation_id, s.role_id, r.authority INTO m FROM programmes_membership s JOIN programmes_role r ON r.id = s.role_id
      WHERE s.programme_id = g AND s.person_id = who AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at) ORDER BY s.leads, s.from_at, s.id LIMIT 1;
    IF NOT FOUND THEN RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:not_in_programme'; END IF;
    IF (SELECT count(*) FROM seats_seat x WHERE x.person_id = who AND x.hat = 'professional' AND (x.until_at IS NULL OR now() < x.until_at)) >= 500 THEN
      RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:too_many_cases';
    END IF;
    seat := gen_random_uuid();
    INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, seated_by_id)
      VALUES (seat, k, who, 'professional', m.role_id, m.organisation_id, m.authority, '{}', '{}', 'programme', by_whom);
    IF first_seat IS NULL THEN first_seat := seat; END IF;
  END LOOP;
  INSERT INTO cases_phaseevent (id, case_id, number, phase, at, by_id, by_hat) VALUES (gen_random_uuid(), k, 1, 'start', now(), by_whom, 'professional');
  INSERT INTO seats_scope (case_id, kind, about, holder_hat, wall) VALUES (k, 'table', ARRAY[c], '', 0) RETURNING id INTO sc;
  INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, held)
    VALUES (plan, k, sc, 0, 'table', ARRAY[c], 'plan_draft', by_whom, 'professional', first_seat, false);
  INSERT INTO seats_text (item_id, scope_id, wall, headline, body) VALUES (plan, sc, 0, '', '');
  INSERT INTO plans_plan (item_id, case_id, scope_id, wall, return_kind, return_when, return_revision) VALUES (plan, k, sc, 0, '', '', 0);
  -- The file's own order is kept by the moment. What is somebody else's waits for their yes; the referrer's own, and everybody's, is asked of nobody.
  INSERT INTO plans_goal (id, plan_id, scope_id, wall, kind, level, text, gives, fears, protection, owner_id, written_by_id, made_at, confirmed_at, revision, removed_why)
    SELECT (e->>'id')::uuid, plan, sc, 0, e->>'kind', 'micro', e->>'text', '', '', '', (e->>'owner_id')::uuid, by_whom, now() + n * interval '1 microsecond',
      CASE WHEN e->>'kind' = 'shared' OR (e->>'owner_id')::uuid = by_whom THEN now() END, 1, ''
    FROM jsonb_array_elements(p->'goals') WITH ORDINALITY AS x(e, n);
  -- How far a step of care is stands behind the wall; in the step itself, which all read, it is open.
  INSERT INTO plans_step (id, plan_id, scope_id, wall, goal_id, kind, what, who_id, by_on, by_when, written_by_id, made_at, state, state_reason, state_at, state_by_id, revision)
    SELECT (e->>'id')::uuid, plan, sc, 0, (e->>'goal_id')::uuid, e->>'kind', e->>'what', (e->>'who_id')::uuid, (e->>'by_on')::date, e->>'by_when', by_whom,
      now() + n * interval '1 microsecond', CASE WHEN shown THEN e->>'state' ELSE 'open' END, CASE WHEN shown THEN e->>'state_reason' ELSE '' END,
      CASE WHEN shown AND e->>'state' <> 'open' THEN now() END, CASE WHEN shown AND e->>'state' <> 'open' THEN by_whom END, 1
    FROM (SELECT e, n, e->>'kind' <> 'care' AS shown FROM jsonb_array_elements(p->'steps') WITH ORDINALITY AS x(e, n)) steps;
  PERFORM guard.load_progress((e->>'id')::uuid, e->>'state', e->>'state_reason')
    FROM jsonb_array_elements(p->'steps') e WHERE e->>'kind' = 'care' AND e->>'state' <> 'open';
  INSERT INTO plans_standing (case_id, version, shared, waiting, changed_at) VALUES (k, 0, 'none', '{}', now());
  SELECT s.organisation_id, CASE WHEN s.authority THEN 2 ELSE 1 END AS wall INTO m FROM seats_seat s WHERE s.id = first_seat;
  w := m.wall;
  INSERT INTO seats_scope (case_id, kind, about, holder_hat, side_id, wall) VALUES (k, 'side', ARRAY[c], '', m.organisation_id, w) ON CONFLICT DO NOTHING;
  SELECT x.id INTO side FROM seats_scope x WHERE x.case_id = k AND x.kind = 'side' AND x.about = ARRAY[c] AND x.side_id = m.organisation_id;
  INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, held)
    VALUES (note, k, side, w, 'side', ARRAY[c], 'note', by_whom, 'professional', first_seat, false);
  INSERT INTO seats_text (item_id, scope_id, wall, headline, body) VALUES (note, side, w, p->>'headline', p->>'body');
  INSERT INTO notes_note (item_id, scope_id, wall, case_id, kind) VALUES (note, side, w, k, 'note');
  RETURN k;
END $$;

REVOKE ALL ON FUNCTION guard.load_plan(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.load_plan(jsonb) TO loader;
