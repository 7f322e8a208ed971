-- The heart in SQL: who reads what. The heart in Python is disclosure/rules; a test holds the two together on random worlds.
-- Every function here is SECURITY DEFINER, owned by `oracle`, with a fixed search_path; it reads the actor once and checks the login.
-- plpgsql, because it keeps its plans for the session (plain SQL functions are planned at every call: four times as slow here). ROWS 5: the planner
-- else expects 1,000 seats and reads whole tables; COST: what asks other tables for each row comes last.

-- Seats of the acting person in the acting hat, through the right login, ended or not; never a staff hat on one's own case (invariants 1, 9).
-- A seat of staff counts while its holder works where it was given: in that organisation, in the case's programme, in a role of that kind; intake's while
-- they lead. Who left reads nothing there from the next transaction on, also not what they wrote themselves.
CREATE FUNCTION guard.seats_ever() RETURNS SETOF public.seats_seat LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  WITH posts AS MATERIALIZED (
    SELECT m.programme_id, m.organisation_id, r.authority, m.leads FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
    WHERE guard.actor_hat() IN ('professional','intake') AND m.person_id = guard.actor_person()
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
  )
  SELECT s.* FROM seats_seat s
  WHERE guard.actor_is_set()
    AND s.person_id = guard.actor_person()
    AND s.hat = guard.actor_hat()
    AND (guard.actor_case() IS NULL OR s.case_id = guard.actor_case())
    AND s.from_at <= now()
    AND CASE session_user WHEN 'web_care' THEN NOT s.authority WHEN 'web_authority' THEN s.authority ELSE true END
    AND (s.hat NOT IN ('professional','intake') OR EXISTS (
      SELECT FROM posts j JOIN seats_case k ON k.programme_id = j.programme_id
      WHERE k.id = s.case_id AND j.organisation_id = s.organisation_id AND j.authority = s.authority AND (j.leads OR s.hat <> 'intake')))
    AND (s.hat IN ('citizen','companion','representative')
         OR NOT EXISTS (SELECT FROM seats_seat c WHERE c.case_id = s.case_id AND c.person_id = s.person_id AND c.hat = 'citizen'));
END $$;

-- The live ones (invariants 6, 8).
CREATE FUNCTION guard.live_seats() RETURNS SETOF public.seats_seat LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT s.* FROM guard.seats_ever() s WHERE s.until_at IS NULL OR now() < s.until_at;
END $$;

-- Does the acting person work anywhere, in a role of the login's kind? Citizens need not. A guest has no post and works nowhere.
CREATE FUNCTION guard.works_somewhere() RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT guard.actor_is_set() AND (session_user = 'web_citizen' OR EXISTS (
    SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
    WHERE m.person_id = guard.actor_person() AND r.authority = (session_user = 'web_authority')
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)))
); END $$;

-- The acting person, where this is a login they come through: as a citizen or beside one, or by their work. Else nobody.
CREATE FUNCTION guard.actor_here() RETURNS uuid LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT guard.actor_person() WHERE guard.works_somewhere() AND (session_user <> 'web_citizen' OR EXISTS (
    SELECT FROM seats_seat s WHERE s.person_id = guard.actor_person() AND s.hat IN ('citizen','companion','representative')))
); END $$;

-- Citizens of a case who have closed it for a person.
CREATE FUNCTION guard.closed_by(k uuid, p uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(b.by_id), '{}') FROM seats_block b
  WHERE b.case_id = k AND b.person_id = p AND b.from_at <= now() AND (b.until_at IS NULL OR now() < b.until_at)
); END $$;

CREATE FUNCTION guard.citizens_of(k uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (SELECT coalesce(array_agg(DISTINCT s.person_id), '{}') FROM seats_seat s WHERE s.case_id = k AND s.hat = 'citizen'); END $$;

-- Does the acting person lead this programme (in a role of the login's kind)?
CREATE FUNCTION guard.led_programmes() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(m.programme_id), '{}') FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
  WHERE guard.actor_is_set() AND guard.actor_hat() IN ('team_leader','intake') AND m.person_id = guard.actor_person() AND m.leads
    AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
    AND r.authority = (session_user = 'web_authority')
); END $$;

-- Cases whose text-free facts the actor may see: never a guest's. A case closed for the actor by all its citizens is not among them; for who is there for one
-- of them, her word is enough. Who acts for her sees them by the power to, and while she sits there herself (invariant 21).
CREATE FUNCTION guard.my_cases() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT k), '{}') FROM (
    SELECT s.case_id AS k FROM guard.live_seats() s
    WHERE s.hat <> 'guest'
      AND (s.hat = 'citizen' OR NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), guard.citizens_of(s.case_id)))
      AND (s.hat <> 'representative' OR guard.sees_for(s))
    UNION
    SELECT c.id FROM seats_case c
    WHERE guard.actor_hat() = 'team_leader' AND c.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
      AND (guard.actor_case() IS NULL OR c.id = guard.actor_case())
      AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = c.id AND h.person_id = guard.actor_person() AND h.hat <> 'intake')
  ) mine
); END $$;

-- Is a case closed for a seat, as far as it is about these people? When all of them closed it; for who is there for one of them, her word is enough.
CREATE FUNCTION guard.is_closed(hat text, for_person uuid, closers uuid[], about uuid[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN hat = 'citizen' THEN false ELSE about <@ closers OR (hat IN ('companion','representative','guest') AND coalesce(for_person = ANY (closers), false)) END
$$;

-- Does a seat of the case sit in a scope of it? One line a row of the table in docs/disclosure.md. Companions and guests read what they are given,
-- leaders no content.
CREATE FUNCTION guard.sits_in(hat text, person uuid, organisation uuid, for_person uuid, power_kinds text[], sees boolean,
  kind text, about uuid[], holder uuid, side uuid) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE hat
    WHEN 'citizen' THEN kind = 'table' OR (kind IN ('own','confidence','side','team') AND person = ANY (about))
    WHEN 'professional' THEN CASE kind
      WHEN 'confidence' THEN holder = person
      WHEN 'side' THEN side = organisation
      WHEN 'team' THEN true
      WHEN 'table' THEN true
      ELSE false END
    WHEN 'intake' THEN kind = 'table'
    WHEN 'representative' THEN sees AND kind = ANY (power_kinds) AND kind <> 'draft' AND for_person = ANY (about)
    ELSE false END
$$;

-- May this representative see for whom they are there? By a power, and while the citizen sits there herself (invariant 21). Nobody else asks.
CREATE FUNCTION guard.sees_for(s public.seats_seat) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT s.hat = 'representative' AND 'see' = ANY (s.powers) AND EXISTS (
    SELECT FROM seats_seat c WHERE c.case_id = s.case_id AND c.person_id = s.for_person_id AND c.hat = 'citizen'
      AND c.from_at <= now() AND (c.until_at IS NULL OR now() < c.until_at))
); END $$;

-- Mandates in force for the acting line manager: still managing there, through the right login, while the organisation sits there, and never on a case they
-- sit or sat at. A case that all its citizens closed for them is not among them.
CREATE FUNCTION guard.my_mandates() RETURNS SETOF public.seats_mandate LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT guard.actor_is_set() OR guard.actor_hat() <> 'line_manager' THEN RETURN; END IF;
  RETURN QUERY
  SELECT d.* FROM seats_mandate d
  WHERE d.person_id = guard.actor_person()
    AND (guard.actor_case() IS NULL OR d.case_id = guard.actor_case())
    AND d.from_at <= now() AND now() < d.until_at
    AND (d.ended_at IS NULL OR now() < d.ended_at)
    AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                WHERE m.person_id = d.person_id AND m.organisation_id = d.organisation_id AND m.manages
                  AND r.authority = (session_user = 'web_authority')
                  AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    AND guard.sits_there(d.organisation_id, d.case_id)
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = d.case_id AND h.person_id = d.person_id AND h.hat <> 'intake')
    AND NOT (guard.citizens_of(d.case_id) <@ guard.closed_by(d.case_id, d.person_id));
END $$;

-- Scopes the actor reads.
CREATE FUNCTION guard.my_scopes() RETURNS int[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  WITH mine AS MATERIALIZED (
    SELECT s.*, guard.closed_by(s.case_id, s.person_id) AS closers, guard.sees_for(s) AS sees FROM guard.live_seats() s
  )
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
    SELECT sc.id FROM mine s JOIN seats_scope sc ON sc.case_id = s.case_id
    WHERE guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], s.sees, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, s.closers, sc.about)
    UNION ALL
    -- a draft is its author's, in the hat and login it was begun in, as long as the seat lasts and 30 days;
    -- on no case, as long as they work anywhere
    SELECT sc.id FROM seats_scope sc
    WHERE sc.kind = 'draft' AND guard.actor_is_set() AND sc.holder_id = guard.actor_person() AND sc.holder_hat = guard.actor_hat()
      AND (guard.actor_case() IS NULL OR sc.case_id IS NULL OR sc.case_id = guard.actor_case())
      AND sc.wall = CASE session_user WHEN 'web_citizen' THEN 3 WHEN 'web_care' THEN 1 WHEN 'web_authority' THEN 2 END
      AND CASE WHEN sc.case_id IS NULL THEN guard.works_somewhere() ELSE EXISTS (SELECT FROM guard.seats_ever() s WHERE s.case_id = sc.case_id AND (s.until_at IS NULL OR now() < s.until_at + interval '30 days')) END
    UNION ALL
    -- a line manager's mandate opens what the own organisation, the team and the table read; never a draft, a notebook or a confidence
    SELECT sc.id FROM guard.my_mandates() d JOIN seats_scope sc ON sc.case_id = d.case_id
    WHERE sc.kind IN ('side','team','table') AND (sc.kind <> 'side' OR sc.side_id = d.organisation_id)
      AND NOT guard.is_closed('line_manager', NULL, guard.closed_by(d.case_id, d.person_id), sc.about)
  ) readable
); END $$;

-- Scopes the actor writes to: only a member by a live seat, never a companion, guest or leader; a representative with the power to (invariant 11).
CREATE FUNCTION guard.my_writable() RETURNS int[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  WITH mine AS MATERIALIZED (
    SELECT s.*, guard.closed_by(s.case_id, s.person_id) AS closers, guard.sees_for(s) AS sees FROM guard.live_seats() s
    WHERE s.hat IN ('citizen','professional','intake') OR (s.hat = 'representative' AND 'write' = ANY (s.powers))
  )
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
    SELECT sc.id FROM mine s JOIN seats_scope sc ON sc.case_id = s.case_id
    WHERE guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], s.sees, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, s.closers, sc.about)
    UNION ALL
    SELECT sc.id FROM seats_scope sc
    WHERE sc.kind = 'draft' AND guard.actor_is_set() AND sc.holder_id = guard.actor_person() AND sc.holder_hat = guard.actor_hat()
      AND (guard.actor_case() IS NULL OR sc.case_id IS NULL OR sc.case_id = guard.actor_case())
      AND sc.wall = CASE session_user WHEN 'web_citizen' THEN 3 WHEN 'web_care' THEN 1 WHEN 'web_authority' THEN 2 END
      AND (sc.case_id IN (SELECT s.case_id FROM mine s) OR (sc.case_id IS NULL AND guard.actor_hat() IN ('citizen','professional','intake') AND guard.works_somewhere()))
  ) writable
); END $$;

-- The wall as a login: 0 both sides, 1 care, 2 authority, 3 citizens only.
CREATE FUNCTION guard.my_walls() RETURNS int[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT CASE session_user WHEN 'web_citizen' THEN '{0,1,2,3}'::int[] WHEN 'web_care' THEN '{0,1}'::int[] WHEN 'web_authority' THEN '{0,2}'::int[] ELSE '{}'::int[] END); END $$;

-- Is this disclosure in force? By consent: everybody it is about said yes, and it is not withdrawn. By law: countersigned, or urgent and still within its
-- working day.
CREATE FUNCTION guard.in_force(d public.seats_disclosure) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT d.from_at <= now() AND now() < d.until_at
    AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id AND e.event = 'withdrawn')
    AND (d.basis = 'law' OR d.about <@ guard.yes_to(d.id))
    AND (d.basis <> 'law' OR EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id AND e.event = 'countersigned')
         OR (d.urgent AND now() < d.countersign_by))
); END $$;

-- Disclosures that wait for the acting person's second signature: somebody of the holder's side, for that purpose only, never on one's own case.
CREATE FUNCTION guard.to_countersign() RETURNS SETOF public.seats_disclosure LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT d.* FROM seats_disclosure d
  WHERE guard.actor_is_set() AND guard.actor_purpose() = 'countersign' AND guard.actor_hat() = 'professional'
    AND d.countersigner_id = guard.actor_person() AND d.basis = 'law' AND now() < d.until_at
    AND (guard.actor_case() IS NULL OR d.case_id = guard.actor_case())
    AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id)
    AND NOT EXISTS (SELECT FROM seats_seat c WHERE c.case_id = d.case_id AND c.person_id = d.countersigner_id AND c.hat = 'citizen')
    AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                WHERE m.person_id = d.countersigner_id AND m.organisation_id = ANY (d.side_ids) AND r.authority = (session_user = 'web_authority')
                  AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at));
END $$;

-- What a disclosure opens is asked in one place: who reads by it (my_disclosed), and on which ground a reading stands in the log (my_openings). In a family a
-- consent can be closed for who received it while the course is not: it opens nothing then, is not known to them, and is no ground for what the law opens
-- beside it, whose reading waits for its day.
--
-- What disclosures open to the actor now, each by its ground: by consent or by law to a live seat, and not moved since; and, by law, what waits for the
-- actor's second signature, with its reason. `told_from`: from when the citizens it is about are told of it.
CREATE FUNCTION guard.my_openings() RETURNS TABLE (item_id uuid, basis text, told_from timestamptz) LANGUAGE plpgsql STABLE ROWS 5 SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    SELECT di.item_id, d.basis::text, d.told_from
    FROM guard.live_seats() s
    JOIN seats_disclosure d ON d.to_seat_id = s.id
    JOIN seats_discloseditem di ON di.disclosure_id = d.id
    JOIN seats_item i ON i.id = di.item_id
    JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE guard.in_force(d) AND sc.kind <> 'draft'
      AND (d.basis = 'law' OR sc.about <@ guard.yes_to(d.id))
      AND (i.moved_at IS NULL OR i.moved_at <= d.from_at)
      AND (d.basis = 'law' OR NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), sc.about))
      AND (s.hat <> 'representative' OR (guard.sees_for(s) AND s.for_person_id = ANY (sc.about)))
    UNION ALL
    SELECT i.id, 'law', d.told_from FROM guard.to_countersign() d JOIN seats_discloseditem di ON di.disclosure_id = d.id JOIN seats_item i ON i.id = di.item_id
    WHERE i.wall = ANY ((SELECT guard.my_walls())::int[]) AND i.scope_kind <> 'draft' AND NOT (i.about && guard.closed_by(i.case_id, d.countersigner_id))
    UNION ALL
    SELECT i.id, 'law', d.told_from FROM guard.to_countersign() d JOIN seats_item i ON i.id = d.reason_item_id
    WHERE i.wall = ANY ((SELECT guard.my_walls())::int[]) AND i.scope_kind <> 'draft' AND NOT (i.about && guard.closed_by(i.case_id, d.countersigner_id));
END $$;

-- Items beyond the actor's scopes: what a disclosure opens, one's own writing for 30 days after a seat ended, where that seat sat, and what a citizen
-- opened to a line manager. A fixed version of the plan stands under whoever's answer fixed it, and is everybody's words: it is nobody's own writing.
CREATE FUNCTION guard.my_disclosed() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT item), '{}') FROM (
    SELECT o.item_id AS item FROM guard.my_openings() o
    UNION ALL
    SELECT i.id FROM guard.seats_ever() s JOIN seats_item i ON i.author_seat_id = s.id JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE s.hat IN ('professional','intake') AND i.author_id = s.person_id AND i.kind <> 'plan' AND sc.case_id = s.case_id AND sc.kind <> 'draft'
      AND s.until_at <= now() AND now() < s.until_at + interval '30 days'
      AND i.wall = ANY ((SELECT guard.my_walls())::int[])
      AND guard.sits_in(s.hat, s.person_id, s.organisation_id, s.for_person_id, s.power_kinds::text[], false, sc.kind, sc.about, sc.holder_id, sc.side_id)
      AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), sc.about)
    UNION ALL
    SELECT o.item_id FROM guard.opened_to_me() o
  ) items
); END $$;

-- Items closed to the actor although a scope or a disclosure would open them (invariant 4; one's own items never are): withheld from the acting
-- citizen, or from who acts for her; and what each brings to the table, until all are ready or it was opened.
CREATE FUNCTION guard.my_withheld() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(item), '{}') FROM (
    SELECT w.item_id AS item FROM seats_withholding w JOIN seats_item i ON i.id = w.item_id JOIN seats_scope sc ON sc.id = i.scope_id
    WHERE session_user = 'web_citizen' AND w.countersigned_at IS NOT NULL AND w.countersigned_at <= now() AND w.from_at <= now() AND now() < w.until_at
      AND sc.kind IN ('side','team') AND NOT coalesce(i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat(), false)
      AND w.case_id IN (SELECT s.case_id FROM guard.live_seats() s)
    UNION ALL
    SELECT i.id FROM seats_item i
    WHERE i.held AND NOT coalesce(i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat(), false)
      AND i.said_by_id IS DISTINCT FROM guard.actor_person()
      AND i.case_id IN (SELECT s.case_id FROM guard.seats_ever() s UNION SELECT d.case_id FROM guard.to_countersign() d
                        UNION SELECT d.case_id FROM guard.my_mandates() d)
      AND NOT EXISTS (SELECT FROM seats_opening o WHERE o.case_id = i.case_id AND o.at >= i.made_at AND o.at <= now())
  ) closed
); END $$;

-- People the actor may see by name: who has or had a seat on the actor's cases; for staff, who works in the same programme; for the two people of a
-- mandate, whose table it is about; for a citizen, who was given one on her case.
CREATE FUNCTION guard.my_people() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT p), '{}') FROM (
    SELECT s.person_id AS p FROM seats_seat s WHERE s.case_id = ANY ((SELECT guard.my_cases())::uuid[])
    UNION ALL
    SELECT guard.actor_person() WHERE guard.actor_is_set()
    UNION ALL
    SELECT o.person_id FROM programmes_membership m JOIN programmes_membership o ON o.programme_id = m.programme_id
      JOIN programmes_role r ON r.id = m.role_id
    WHERE guard.actor_is_set() AND session_user IN ('web_care','web_authority') AND m.person_id = guard.actor_person()
      AND r.authority = (session_user = 'web_authority')
      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
    UNION ALL
    -- an unseated countersigner is told whose case and whose item it is, through the login of the side that asks, and of no other
    SELECT unnest(ARRAY[d.given_by_id] || d.about || ARRAY[t.person_id]) FROM seats_disclosure d JOIN seats_seat t ON t.id = d.to_seat_id
    WHERE guard.actor_is_set() AND guard.actor_purpose() = 'countersign' AND d.countersigner_id = guard.actor_person()
      AND guard.actor_hat() = 'professional' AND NOT (d.about && guard.closed_by(d.case_id, d.countersigner_id))
      AND EXISTS (SELECT FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id
                  WHERE m.person_id = d.countersigner_id AND m.organisation_id = ANY (d.side_ids) AND r.authority = (session_user = 'web_authority')
                    AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    UNION ALL
    SELECT s.person_id FROM guard.my_mandates() d JOIN seats_seat s ON s.case_id = d.case_id
    UNION ALL
    SELECT s.person_id FROM guard.mandates_to_answer_for() d JOIN seats_seat s ON s.case_id = d.case_id AND s.hat = 'citizen'
    UNION ALL
    SELECT unnest(ARRAY[d.person_id, d.given_by_id]) FROM seats_mandate d
    WHERE session_user = 'web_citizen' AND guard.actor_hat() = 'citizen' AND d.case_id = ANY ((SELECT guard.my_cases())::uuid[])
  ) known WHERE p IS NOT NULL
); END $$;

-- Citizens' own contact details: hers, and the professionals' (and intake's) at her table.
CREATE FUNCTION guard.my_citizens() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT p), '{}') FROM (
    SELECT guard.actor_here() AS p WHERE session_user = 'web_citizen'
    UNION ALL
    SELECT c.person_id FROM guard.live_seats() s JOIN seats_seat c ON c.case_id = s.case_id AND c.hat = 'citizen'
    WHERE s.hat IN ('professional','intake') AND NOT (c.person_id = ANY (guard.closed_by(s.case_id, s.person_id)))
  ) mine WHERE p IS NOT NULL
); END $$;

-- Disclosures the actor may know of: given to me, as long as they are in force; given by me, about me, or of my side's items; for a citizen once she is told;
-- a guest, what was given to them and holds. What all it is about have closed for me is not among them, nor, for who is there for one of them, what she closed.
-- What was shared with me by law is, all the same, also on a case that was closed for me (docs/decisions/0007): else its reading would stand in the log on
-- another ground, and before she is told.
CREATE FUNCTION guard.my_disclosures() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT d.id), '{}') FROM seats_disclosure d
  WHERE guard.actor_is_set() AND (
    (d.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND CASE
      WHEN guard.actor_hat() = 'citizen' THEN guard.actor_person() = ANY (d.about) AND (d.told_from IS NULL OR d.told_from <= now())
      WHEN guard.actor_hat() IN ('professional','companion','representative') THEN EXISTS (
        SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id
          AND ((d.to_seat_id = s.id AND guard.in_force(d))
               OR (s.hat = 'professional' AND s.organisation_id = ANY (d.side_ids)
                   AND (d.given_by_id = s.person_id
                        OR EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.scope_id = ANY ((SELECT guard.my_scopes())::int[])))))
          AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), d.about))
      ELSE false END)
    OR (guard.actor_hat() = 'guest' AND guard.in_force(d) AND EXISTS (SELECT FROM guard.live_seats() s WHERE s.id = d.to_seat_id
        AND NOT guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), d.about)))
    OR (guard.actor_hat() = 'professional' AND d.basis = 'law' AND d.to_seat_id IN (SELECT s.id FROM guard.live_seats() s) AND guard.in_force(d))
    OR (guard.actor_hat() = 'professional' AND d.countersigner_id = guard.actor_person() AND guard.works_somewhere()
        AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id AND i.wall = ANY ((SELECT guard.my_walls())::int[]))))
); END $$;

-- In which kind of role does this person lead the programme of this course? No row for who leads it not, and for who has or had a seat there other than
-- to answer the referral (invariant 18). Asked at the door, before a hat is put on.
CREATE FUNCTION guard.leads_it(p uuid, k uuid) RETURNS TABLE (authority boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT r.authority FROM seats_case c JOIN programmes_membership m ON m.programme_id = c.programme_id JOIN programmes_role r ON r.id = m.role_id
  WHERE c.id = k AND m.person_id = p AND m.leads AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
    AND NOT EXISTS (SELECT FROM seats_seat h WHERE h.case_id = k AND h.person_id = p AND h.hat <> 'intake')
  ORDER BY r.authority, m.from_at, m.id LIMIT 1;
END $$;

-- Which hats a person has, on which cases, whom they can call and until when that one is away: for the door, before the hat is known. No content. For a
-- citizen and who is there for her it is a professional of her table; for staff, and where nobody sits there any more, who leads the programme: of several one
-- who is not the person themselves, and is here.
-- A request to sign second comes with the post of the side that asks. `begun`: somebody has sat down there, other than to refer.
CREATE FUNCTION guard.hats_of(p uuid) RETURNS TABLE (kind text, case_id uuid, authority boolean, seat_id uuid, closed boolean, programme_id uuid,
  role_name text, contact text, contact_phone text, contact_back date, contact_cover text, contact_cover_phone text,
  absences jsonb, begun boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  WITH posts AS MATERIALIZED (
    SELECT m.programme_id AS programme, m.organisation_id AS organisation, r.authority AS statutory, m.leads AS leading, m.manages AS managing, r.name AS title
    FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id WHERE m.person_id = p AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
  ), leaders AS MATERIALIZED (
    SELECT DISTINCT ON (m.programme_id) m.programme_id AS programme, q.given_name || ' ' || q.family_name AS name, q.work_phone AS phone, z.back_on, z.cover, z.cover_phone
    FROM programmes_membership m JOIN people_person q ON q.id = m.person_id
    LEFT JOIN LATERAL guard.away_from(m.person_id, m.organisation_id, m.programme_id) z ON true
    WHERE m.leads AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)
      AND m.programme_id IN (SELECT j.programme FROM posts j UNION ALL SELECT c.programme_id FROM seats_seat s JOIN seats_case c ON c.id = s.case_id WHERE s.person_id = p)
    ORDER BY m.programme_id, m.person_id = p, z.back_on IS NOT NULL, m.from_at, m.id
  )
  SELECT s.hat::text, s.case_id, s.authority, s.id,
         guard.is_closed(s.hat, s.for_person_id, guard.closed_by(s.case_id, s.person_id), guard.citizens_of(s.case_id)), c.programme_id, coalesce(r.name, '')::text,
         coalesce(w.name, l.name, '')::text, coalesce(w.phone, l.phone, '')::text,
         CASE WHEN w.name IS NULL THEN l.back_on ELSE w.back_on END, coalesce(CASE WHEN w.name IS NULL THEN l.cover ELSE w.cover END, '')::text,
         coalesce(CASE WHEN w.name IS NULL THEN l.cover_phone ELSE w.cover_phone END, '')::text, NULL::jsonb,
         EXISTS (SELECT FROM seats_seat b WHERE b.case_id = s.case_id AND b.hat = 'professional' AND b.ground <> 'referral')
  FROM seats_seat s JOIN seats_case c ON c.id = s.case_id LEFT JOIN programmes_role r ON r.id = s.role_id LEFT JOIN leaders l ON l.programme = c.programme_id
  LEFT JOIN LATERAL (
    SELECT q.given_name || ' ' || q.family_name AS name, q.work_phone AS phone, z.back_on, z.cover, z.cover_phone
    FROM seats_seat t JOIN people_person q ON q.id = t.person_id
    LEFT JOIN LATERAL guard.away_from(t.person_id, t.organisation_id, c.programme_id) z ON true
    WHERE s.hat IN ('citizen','companion','representative') AND t.case_id = s.case_id AND t.hat IN ('professional','intake') AND t.from_at <= now()
      AND (t.until_at IS NULL OR now() < t.until_at) AND (t.ground <> 'referral' OR t.hat = 'intake')
      AND EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = t.person_id AND m.programme_id = c.programme_id
                  AND m.organisation_id = t.organisation_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    ORDER BY t.hat DESC, t.authority, t.from_at, q.given_name, t.id LIMIT 1) w ON true
  WHERE s.person_id = p AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)
    AND (s.hat NOT IN ('professional','intake') OR EXISTS (
      SELECT FROM posts j WHERE j.programme = c.programme_id AND j.organisation = s.organisation_id AND j.statutory = s.authority
        AND (j.leading OR s.hat <> 'intake')))
  UNION ALL
  SELECT CASE WHEN j.leading THEN 'team_leader' ELSE 'professional' END, NULL, j.statutory, NULL, false, j.programme, j.title::text,
    coalesce(l.name, '')::text, coalesce(l.phone, '')::text, l.back_on, coalesce(l.cover, '')::text, coalesce(l.cover_phone, '')::text,
    -- one's own absences and those one covers: said on the first page; with them at how many tables one's place begins with it, and not whose they are
    (SELECT jsonb_agg(jsonb_build_array(a.person_id, x.given_name, a.first_day, a.back_on, coalesce(v.given_name, ''), a.person_id = p,
       (SELECT count(DISTINCT f.case_id) FROM seats_seat f JOIN seats_seat t ON t.case_id = f.case_id AND t.person_id = a.person_id AND t.hat = 'professional'
        WHERE a.cover_id = p AND f.person_id = p AND f.ground = 'cover' AND f.from_at > now() AND f.until_at > f.from_at
          AND NOT (guard.citizens_of(f.case_id) <@ guard.closed_by(f.case_id, p)))) ORDER BY a.first_day, a.id)
     FROM programmes_absence a JOIN people_person x ON x.id = a.person_id LEFT JOIN people_person v ON v.id = a.cover_id
     WHERE a.ended_at IS NULL AND a.back_on > guard.today_in(j.programme) AND (a.person_id = p OR a.cover_id = p)), true
  FROM posts j LEFT JOIN leaders l ON l.programme = j.programme WHERE j.leading OR NOT j.managing
  UNION ALL
  SELECT 'countersigner', d.case_id, j.statutory, NULL, false, c.programme_id, j.title::text,
    coalesce(l.name, '')::text, coalesce(l.phone, '')::text, l.back_on, coalesce(l.cover, '')::text, coalesce(l.cover_phone, '')::text, NULL::jsonb, true
  FROM seats_disclosure d JOIN seats_case c ON c.id = d.case_id JOIN posts j ON j.programme = c.programme_id LEFT JOIN leaders l ON l.programme = j.programme
  WHERE d.countersigner_id = p AND j.organisation = ANY (d.side_ids) AND now() < d.until_at AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id);
END $$;
