-- The listed acts on what is shared, closed, moved, kept back and opened together; each carries its own rule, as those on seats do (0003).

-- Consent: exactly these items to exactly one seat. By a citizen the items are about (or who acts for her with `consent`), or noted by a professional who is
-- in the items' scope as said aloud, where they are about one person; what stands at the table, for a guest, or for a companion who came by a note and never
-- through an authority's login. The citizen is told, and can take it back.
CREATE FUNCTION guard.disclose(p_id uuid, p_items uuid[], p_seat uuid, p_purpose text, p_version text, p_until timestamptz, p_how text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t seats_seat; s seats_seat; n int; who uuid[]; sides uuid[];
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND cardinality(p_items) BETWEEN 1 AND 200, 'nothing_chosen');
  SELECT * INTO t FROM seats_seat WHERE id = p_seat AND from_at <= now() AND (until_at IS NULL OR now() < until_at);
  PERFORM guard.need(t.id IS NOT NULL AND t.hat IN ('professional','companion','guest','citizen','representative'), 'not_at_table');
  PERFORM guard.lock_case(t.case_id);
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = t.case_id LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  SELECT count(*), array_agg(DISTINCT a) INTO n, who FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id, unnest(sc.about) a
    WHERE i.id = ANY (p_items) AND i.case_id = t.case_id AND sc.kind <> 'draft';
  SELECT count(*) INTO n FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (p_items) AND i.case_id = t.case_id AND sc.kind <> 'draft'
    AND CASE s.hat
      WHEN 'citizen' THEN p_how IN ('signed','orally') AND s.person_id = ANY (sc.about) AND (sc.kind <> 'table' OR t.hat IN ('companion','guest')) AND i.id <> ALL ((SELECT guard.my_withheld())::uuid[])
      WHEN 'representative' THEN p_how = 'signed' AND 'consent' = ANY (s.powers) AND sc.id = ANY ((SELECT guard.my_scopes())::int[]) AND i.id <> ALL ((SELECT guard.my_withheld())::uuid[])
      WHEN 'professional' THEN p_how = 'orally' AND (CASE t.hat WHEN 'guest' THEN sc.kind = 'table' OR i.kind = 'guest_ask' ELSE sc.kind IN ('confidence','side','team')
          OR (sc.kind = 'table' AND t.hat = 'companion' AND t.ground IN ('telephone','paper') AND session_user = 'web_care') END) AND sc.id = ANY ((SELECT guard.my_scopes())::int[])
      ELSE false END;
  PERFORM guard.need(n = cardinality(p_items), 'not_yours');
  -- one yes is about one circle of people: each of them says yes to it, and learns of nothing that is not about them
  PERFORM guard.need((SELECT count(DISTINCT sc.about) FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (p_items)) = 1, 'about_mixed');
  PERFORM guard.need(s.hat <> 'professional' OR cardinality(who) = 1, 'about_several');
  SELECT array_agg(DISTINCT x) INTO sides FROM (
    SELECT sc.side_id AS x FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = ANY (p_items) AND sc.side_id IS NOT NULL
    UNION SELECT h.organisation_id FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id JOIN seats_seat h ON h.case_id = sc.case_id AND h.person_id = sc.holder_id
      WHERE i.id = ANY (p_items) AND h.organisation_id IS NOT NULL) z;
  INSERT INTO seats_disclosure (id, case_id, to_seat_id, about, side_ids, given_by_id, given_hat, basis, how, purpose, text_version, until_at, paragraph, urgent, deferral_ground)
    VALUES (p_id, t.case_id, t.id, coalesce(who, '{}'), coalesce(sides, '{}'), guard.actor_person(), guard.actor_hat(), 'consent', p_how, p_purpose, p_version, p_until, '', false, '');
  INSERT INTO seats_discloseditem (disclosure_id, item_id) SELECT p_id, unnest(p_items) ON CONFLICT DO NOTHING;
  INSERT INTO seats_disclosureyes (disclosure_id, person_id, by_id, by_hat)
    SELECT p_id, x, guard.actor_person(), guard.actor_hat() FROM unnest(CASE WHEN s.hat = 'professional' THEN who ELSE guard.answers_as(t.case_id, who) END) x;
END $$;

-- Withdrawn by the citizen it is about, by who gave it, or by who acts for her: binds every transaction that starts afterwards. The keys laid out for it go with
-- the event (trigger `wraps_end`), but for those somebody else still reads by. Or noted as said by telephone or on paper, by who could note her yes to it: a
-- professional who sits in the scope of every text of it, which is about her alone; never by who receives it, nor a guest's.
CREATE FUNCTION guard.withdraw(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure;
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND guard.actor_is_set(), 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id), 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(d.basis = 'consent', 'by_law');
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = d.case_id AND (
      (s.hat = 'citizen' AND s.person_id = ANY (d.about))
      OR (s.hat = 'representative' AND 'consent' = ANY (s.powers) AND s.for_person_id = ANY (d.about))
      OR (s.hat = 'professional' AND d.given_by_id = s.person_id AND d.given_hat = 'professional')
      OR (s.hat = 'professional' AND session_user <> 'web_citizen' AND cardinality(d.about) = 1
          AND EXISTS (SELECT FROM seats_seat t WHERE t.id = d.to_seat_id AND t.hat <> 'guest' AND t.person_id <> s.person_id)
          AND NOT EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = d.id
                          AND (i.scope_kind NOT IN ('confidence','side','team') OR i.scope_id <> ALL ((SELECT guard.my_scopes())::int[])))))), 'not_yours');
  -- what is over already, because its day came or the other left, was not taken back: nothing is written of it
  INSERT INTO seats_disclosureevent (disclosure_id, event, by_id)
    SELECT p_id, 'withdrawn', guard.actor_person() FROM seats_seat t WHERE t.id = d.to_seat_id AND now() < d.until_at AND (t.until_at IS NULL OR now() < t.until_at)
    ON CONFLICT DO NOTHING;
END $$;

-- On a ground of law: decided on the holder's side, countersigned by a second person of that side, never the receiver's (invariant 13).
CREATE FUNCTION guard.disclose_by_law(p_id uuid, p_items uuid[], p_seat uuid, p_paragraph text, p_reason uuid, p_countersigner uuid, p_urgent boolean,
  p_countersign_by timestamptz, p_until timestamptz, p_told_from timestamptz, p_deferral text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t seats_seat; s seats_seat; n int; who uuid[]; g uuid;
BEGIN
  PERFORM guard.need(guard.actor_hat() = 'professional' AND cardinality(p_items) BETWEEN 1 AND 200, 'nothing_chosen');
  SELECT * INTO t FROM seats_seat WHERE id = p_seat AND hat = 'professional' AND from_at <= now() AND (until_at IS NULL OR now() < until_at);
  PERFORM guard.need(t.id IS NOT NULL, 'not_at_table');
  PERFORM guard.lock_case(t.case_id);
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = t.case_id LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  PERFORM guard.need(t.organisation_id IS DISTINCT FROM s.organisation_id, 'own_side');
  PERFORM guard.need(p_paragraph <> '' AND p_reason IS NOT NULL, 'no_paragraph');
  SELECT count(DISTINCT i.id), array_agg(DISTINCT a) INTO n, who FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id, unnest(sc.about) a
    WHERE i.id = ANY (p_items) AND i.case_id = t.case_id AND sc.id = ANY ((SELECT guard.my_scopes())::int[])
      AND (sc.kind = 'side' OR (sc.kind = 'confidence' AND sc.holder_id = s.person_id));
  PERFORM guard.need(n = cardinality(p_items), 'not_yours');
  SELECT programme_id INTO g FROM seats_case WHERE id = t.case_id;
  PERFORM guard.need(p_countersigner <> s.person_id AND EXISTS (SELECT FROM programmes_membership m WHERE m.programme_id = g AND m.person_id = p_countersigner
      AND m.organisation_id = s.organisation_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
      AND NOT EXISTS (SELECT FROM programmes_membership m WHERE m.person_id = p_countersigner AND m.organisation_id = t.organisation_id
                      AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
      AND NOT (who && guard.closed_by(t.case_id, p_countersigner))
      AND NOT EXISTS (SELECT FROM seats_seat c WHERE c.case_id = t.case_id AND c.person_id = p_countersigner AND c.hat IN ('citizen','companion','representative')), 'countersigner');
  PERFORM guard.need(EXISTS (SELECT FROM seats_item i JOIN seats_scope sc ON sc.id = i.scope_id WHERE i.id = p_reason AND i.case_id = t.case_id
      AND i.author_id = s.person_id AND sc.kind IN ('side','confidence')), 'no_paragraph');
  PERFORM guard.need(NOT p_urgent OR (p_countersign_by > now() AND p_countersign_by <= now() + interval '6 days'), 'countersign_by');
  PERFORM guard.need(p_told_from IS NULL OR (p_deferral <> '' AND p_told_from <= now() + interval '90 days'), 'deferral');
  INSERT INTO seats_disclosure (id, case_id, to_seat_id, about, side_ids, given_by_id, given_hat, basis, how, purpose, text_version, until_at,
      paragraph, reason_item_id, countersigner_id, urgent, countersign_by, told_from, deferral_ground)
    VALUES (p_id, t.case_id, t.id, who, ARRAY[s.organisation_id], s.person_id, 'professional', 'law', 'law', 'law', '', p_until,
      p_paragraph, p_reason, p_countersigner, p_urgent, p_countersign_by, p_told_from, p_deferral);
  INSERT INTO seats_discloseditem (disclosure_id, item_id) SELECT p_id, unnest(p_items);
END $$;

-- The second person of the holder's side signs, or says no.
CREATE FUNCTION guard.countersign(p_id uuid, p_yes boolean) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure;
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND guard.actor_is_set() AND guard.actor_hat() = 'professional' AND guard.actor_purpose() = 'countersign'
    AND d.countersigner_id = guard.actor_person() AND NOT (d.about && guard.closed_by(d.case_id, d.countersigner_id))
    AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = p_id AND i.wall = ANY ((SELECT guard.my_walls())::int[])), 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = p_id), 'already_answered');
  PERFORM guard.need(EXISTS (SELECT FROM guard.to_countersign() w WHERE w.id = p_id), 'not_here');
  INSERT INTO seats_disclosureevent (disclosure_id, event, by_id) VALUES (p_id, CASE WHEN p_yes THEN 'countersigned' ELSE 'withdrawn' END, guard.actor_person());
END $$;

-- A citizen closes the case, as far as it is about her, for a named person at the table, or one who was given a mandate; and opens it again.
CREATE FUNCTION guard.block(p_id uuid, k uuid, p uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND s.hat = 'citizen'), 'not_yours');
  PERFORM guard.lock_case(k);
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat <> 'citizen')
                     OR EXISTS (SELECT FROM seats_mandate d WHERE d.case_id = k AND d.person_id = p), 'not_at_table');
  IF NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = p AND b.by_id = guard.actor_person() AND b.noted_by_id IS NULL AND (b.until_at IS NULL OR now() < b.until_at)) THEN
    INSERT INTO seats_block (id, case_id, by_id, person_id) VALUES (p_id, k, guard.actor_person(), p);
  END IF;
END $$;

CREATE FUNCTION guard.unblock(k uuid, p uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guard.need(EXISTS (SELECT FROM guard.live_seats() s WHERE s.case_id = k AND s.hat = 'citizen'), 'not_yours');
  PERFORM guard.lock_case(k);
  UPDATE seats_block SET until_at = now() WHERE case_id = k AND person_id = p AND by_id = guard.actor_person() AND until_at IS NULL;
END $$;

-- The same, said by telephone or on paper and noted by somebody who sits there by profession (decision 0046): for another professional, never for oneself, nor
-- for who is there for a citizen. Not by who was closed out themselves: asked of what is committed, so that of two who note it of each other one is too late.
CREATE FUNCTION guard.block_as_said(p_id uuid, k uuid, p uuid, c uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat;
BEGIN
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.hat = 'professional' AND x.ground <> 'referral' AND session_user <> 'web_citizen' LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(k);
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = s.person_id AND b.by_id = c AND b.until_at IS NULL), 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = c AND x.hat = 'citizen' AND (x.until_at IS NULL OR now() < x.until_at)), 'about_whom');
  PERFORM guard.need(p <> s.person_id AND NOT guard.is_beside_a_citizen(k, p)
    AND EXISTS (SELECT FROM seats_seat x WHERE x.case_id = k AND x.person_id = p AND x.hat = 'professional'), 'not_at_table');
  -- beside a closing of her own, which stays hers, and which whoever notes this does not learn of
  IF NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = p AND b.by_id = c AND b.until_at IS NULL AND b.noted_by_id IS NOT NULL) THEN
    INSERT INTO seats_block (id, case_id, by_id, person_id, noted_by_id) VALUES (p_id, k, c, p, s.person_id);
  END IF;
END $$;

-- What was closed so is opened again so: what she closed by her own act, by her own act alone. Noted by who sits there for the organisation that noted the
-- closing, or by the leader of the programme; never by whom it is about.
CREATE FUNCTION guard.unblock_as_said(k uuid, p uuid, c uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; leads boolean := guard.actor_hat() = 'team_leader' AND session_user <> 'web_citizen' AND k = ANY ((SELECT guard.my_cases())::uuid[]);
BEGIN
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.hat = 'professional' AND x.ground <> 'referral' AND session_user <> 'web_citizen' LIMIT 1;
  PERFORM guard.need(leads OR s.id IS NOT NULL, 'not_here');
  PERFORM guard.lock_case(k);
  PERFORM guard.need(leads OR NOT EXISTS (SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = s.person_id AND b.by_id = c AND b.until_at IS NULL), 'not_here');
  PERFORM guard.need(p <> guard.actor_person() AND EXISTS (
    SELECT FROM seats_block b WHERE b.case_id = k AND b.person_id = p AND b.by_id = c AND b.until_at IS NULL AND b.noted_by_id IS NOT NULL
      AND (leads OR EXISTS (SELECT FROM seats_seat n WHERE n.case_id = k AND n.person_id = b.noted_by_id AND n.hat = 'professional' AND n.organisation_id = s.organisation_id))),
    'not_yours');
  UPDATE seats_block SET until_at = now(), opened_by_id = guard.actor_person() WHERE case_id = k AND person_id = p AND by_id = c AND until_at IS NULL AND noted_by_id IS NOT NULL;
END $$;

-- Closings that were noted, as long as they hold: for the citizen whose they are; for who may note that it is open again; and for whom the whole course was
-- closed, who noted it. Whatever she closed by her own act is hers to know.
CREATE FUNCTION guard.noted_closings(k uuid) RETURNS TABLE (case_id uuid, person_id uuid, by_id uuid, noted_by_id uuid, noted_by text, from_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  WITH mine AS MATERIALIZED (SELECT s.* FROM guard.live_seats() s WHERE k IS NULL OR s.case_id = k),
  cases AS MATERIALIZED (SELECT x.case_id FROM mine x UNION SELECT k WHERE guard.actor_hat() = 'team_leader' AND session_user <> 'web_citizen' AND k = ANY ((SELECT guard.my_cases())::uuid[]))
  SELECT DISTINCT b.case_id, b.person_id, b.by_id, b.noted_by_id, trim(q.given_name || ' ' || q.family_name), b.from_at
  FROM cases c JOIN seats_block b ON b.case_id = c.case_id JOIN people_person q ON q.id = b.noted_by_id LEFT JOIN mine s ON s.case_id = b.case_id
  WHERE b.from_at <= now() AND (b.until_at IS NULL OR now() < b.until_at) AND CASE coalesce(s.hat, 'team_leader')
    WHEN 'citizen' THEN session_user = 'web_citizen' AND b.by_id = s.person_id
    WHEN 'team_leader' THEN true
    WHEN 'professional' THEN session_user <> 'web_citizen' AND CASE WHEN b.person_id = s.person_id THEN guard.citizens_of(b.case_id) <@ guard.closed_by(b.case_id, s.person_id)
      ELSE b.by_id <> ALL (guard.closed_by(b.case_id, s.person_id))
        AND EXISTS (SELECT FROM seats_seat n WHERE n.case_id = b.case_id AND n.person_id = b.noted_by_id AND n.hat = 'professional' AND n.organisation_id = s.organisation_id) END
    ELSE false END;
END $$;

-- An item moves to another scope of its case: widening is the act of the citizen it is about; narrowing the author's. The read log stays.
-- Only what is somebody's words and nothing else: what others build on (a plan, a sheet, a line of the minutes) stays where it is, whoever happened to begin it.
CREATE FUNCTION guard.move_item(p_item uuid, p_scope int, p_headline text, p_body text, p_sealed bytea) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE i seats_item; a seats_scope; b seats_scope; ranks text[] := ARRAY['draft','own','confidence','side','team','table'];
BEGIN
  SELECT * INTO i FROM seats_item WHERE id = p_item;
  SELECT * INTO a FROM seats_scope WHERE id = i.scope_id;
  SELECT * INTO b FROM seats_scope WHERE id = p_scope;
  PERFORM guard.need(i.id IS NOT NULL AND b.id IS NOT NULL AND a.id = ANY ((SELECT guard.my_scopes())::int[]) AND b.id = ANY ((SELECT guard.my_writable())::int[]) AND i.case_id = b.case_id, 'not_here');
  PERFORM guard.lock_case(b.case_id);
  PERFORM guard.need(i.kind IN ('note', 'message', 'draft', 'not_this_meeting'), 'not_yours');
  PERFORM guard.need(b.kind <> 'draft' AND a.about <@ b.about, 'about_whom');
  PERFORM guard.need(
    (guard.actor_hat() = 'citizen' AND guard.actor_person() IN (i.author_id, i.said_by_id) AND (guard.actor_person() = ANY (a.about) OR a.kind = 'draft')
      AND (cardinality(a.about) <= 1 OR b.kind <> 'table'))
    OR (i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat() AND array_position(ranks, b.kind::text) < array_position(ranks, a.kind::text) AND a.kind <> 'draft'), 'not_yours');
  UPDATE seats_item SET scope_id = b.id, wall = b.wall, moved_at = now() WHERE id = p_item;
  -- a move changes who reads, never what was said: where both places keep plain words, they are compared
  PERFORM guard.need(a.kind IN ('draft','own','confidence') OR b.kind IN ('draft','own','confidence')
    OR EXISTS (SELECT FROM seats_text t WHERE t.item_id = p_item AND t.sealed IS NULL AND p_sealed IS NULL AND t.headline = p_headline AND t.body = p_body), 'not_yours');
  -- the words are sealed anew (or opened) by the mover, who holds the old scope's key; old wraps go
  DELETE FROM seats_itemkey WHERE item_id = p_item;
  UPDATE seats_text SET headline = p_headline, body = p_body, sealed = p_sealed WHERE item_id = p_item;
END $$;

-- Is somebody there for a citizen of a course: herself, who sits or sat beside her, who acts for her?
CREATE FUNCTION guard.is_beside_a_citizen(k uuid, p uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.person_id = p AND s.hat IN ('citizen','companion','representative')); END $$;

-- An entry of the own side, or of the team, is withheld from the citizen until a day: two people of that side, a paragraph, at most a year. The second is there
-- for no citizen of that course: neither asked nor signing, if it came about meanwhile.
CREATE FUNCTION guard.withhold(p_id uuid, p_item uuid, p_paragraph text, p_countersigner uuid, p_until timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE i seats_item; s seats_seat; sc seats_scope;
BEGIN
  SELECT * INTO i FROM seats_item WHERE id = p_item; SELECT * INTO sc FROM seats_scope WHERE id = i.scope_id;
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = i.case_id AND x.hat = 'professional' LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL AND sc.id = ANY ((SELECT guard.my_scopes())::int[]) AND sc.kind IN ('side','team') AND i.author_id = s.person_id AND p_paragraph <> '', 'not_yours');
  PERFORM guard.need(p_until > now() AND p_until <= now() + interval '1 year', 'until');
  PERFORM guard.need(p_countersigner <> s.person_id AND EXISTS (SELECT FROM programmes_membership m JOIN seats_case c ON c.programme_id = m.programme_id AND c.id = i.case_id
      WHERE m.person_id = p_countersigner AND m.organisation_id = s.organisation_id AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at))
    AND NOT guard.is_beside_a_citizen(i.case_id, p_countersigner), 'countersigner');
  INSERT INTO seats_withholding (id, case_id, item_id, by_id, countersigner_id, paragraph, until_at)
    VALUES (p_id, i.case_id, p_item, s.person_id, p_countersigner, p_paragraph, p_until);
END $$;

-- The second person of the writer's organisation signs, while they work there.
CREATE FUNCTION guard.countersign_withholding(p_id uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE w seats_withholding;
BEGIN
  SELECT * INTO w FROM seats_withholding WHERE id = p_id;
  PERFORM guard.need(w.id IS NOT NULL AND guard.actor_is_set() AND guard.actor_hat() = 'professional' AND w.countersigner_id = guard.actor_person()
    AND w.countersigned_at IS NULL AND EXISTS (SELECT FROM seats_item i WHERE i.id = w.item_id AND (i.wall = 0 OR i.wall = ANY ((SELECT guard.my_walls())::int[])))
    AND NOT guard.is_beside_a_citizen(w.case_id, w.countersigner_id)
    AND EXISTS (SELECT FROM seats_seat s JOIN programmes_membership m ON m.organisation_id = s.organisation_id JOIN programmes_role r ON r.id = m.role_id
                WHERE s.case_id = w.case_id AND s.person_id = w.by_id AND s.hat = 'professional' AND m.person_id = w.countersigner_id
                  AND r.authority = (session_user = 'web_authority') AND m.from_at <= now() AND (m.until_at IS NULL OR now() < m.until_at)), 'not_here');
  UPDATE seats_withholding SET countersigned_at = now() WHERE id = p_id;
END $$;

-- What a citizen is not to know of just now, of what the actor reads there by profession: what is withheld from her, and why something is shared that she is
-- told of later. Whoever prints a sheet for her leaves it out.
CREATE FUNCTION guard.not_to_tell(k uuid, c uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT i.id), '{}') FROM seats_item i
  WHERE i.case_id = k AND c = ANY (i.about) AND guard.actor_hat() = 'professional' AND session_user <> 'web_citizen' AND i.scope_id = ANY ((SELECT guard.my_scopes())::int[])
    AND (EXISTS (SELECT FROM seats_withholding w WHERE w.item_id = i.id AND w.countersigned_at <= now() AND w.from_at <= now() AND now() < w.until_at)
         OR EXISTS (SELECT FROM seats_disclosure d WHERE d.reason_item_id = i.id AND d.told_from > now()))
); END $$;

-- What is brought is brought to one meeting: when it was held (an item of kind meeting_held says so), everybody begins anew; what each may read of what was
-- opened before does not change. Who has put down what they bring to the next meeting: a fact all at the table see; it opens nothing by itself.
CREATE FUNCTION guard.who_is_ready(k uuid) RETURNS TABLE (person_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT DISTINCT coalesce(i.said_by_id, i.author_id) FROM seats_item i
  WHERE k = ANY ((SELECT guard.my_cases())::uuid[]) AND i.case_id = k AND i.held AND i.kind = 'bring'
    AND i.made_at > coalesce((SELECT max(h.made_at) FROM seats_item h WHERE h.case_id = k AND h.kind = 'meeting_held' AND h.scope_kind = 'table'), '-infinity');
END $$;

-- The held items open: when every citizen and every organisation at the table has put theirs down since the last meeting, or early, by a professional
-- with a reason. Where they opened with all ready, what is put down later opens at once, also while somebody who sat down since has nothing there yet.
CREATE FUNCTION guard.open_held(p_id uuid, k uuid, p_early boolean) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; waiting int; since timestamptz;
BEGIN
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.case_id = ANY ((SELECT guard.my_cases())::uuid[]) LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL AND s.hat IN ('citizen','professional'), 'not_here');
  PERFORM guard.need(NOT p_early OR s.hat = 'professional', 'not_yours');
  PERFORM guard.lock_case(k);
  IF NOT p_early THEN
    since := coalesce((SELECT max(h.made_at) FROM seats_item h WHERE h.case_id = k AND h.kind = 'meeting_held' AND h.scope_kind = 'table'), '-infinity');
    SELECT count(*) INTO waiting FROM (
      SELECT x.person_id::text AS party FROM seats_seat x WHERE x.case_id = k AND x.hat = 'citizen'
        AND NOT EXISTS (SELECT FROM seats_item i WHERE i.case_id = k AND i.held AND i.kind = 'bring' AND i.made_at > since
                        AND coalesce(i.said_by_id, i.author_id) = x.person_id)
      UNION
      SELECT x.organisation_id::text FROM seats_seat x WHERE x.case_id = k AND x.hat = 'professional' AND x.from_at <= now() AND (x.until_at IS NULL OR now() < x.until_at)
        AND NOT EXISTS (SELECT FROM seats_item i JOIN seats_seat y ON y.id = i.author_seat_id
                        WHERE i.case_id = k AND i.held AND i.kind = 'bring' AND i.made_at > since AND i.said_by_id IS NULL
                          AND y.organisation_id = x.organisation_id)) parties;
    IF waiting > 0 AND NOT EXISTS (SELECT FROM seats_opening o WHERE o.case_id = k AND NOT o.early AND o.at > since) THEN RETURN false; END IF;
  END IF;
  INSERT INTO seats_opening (id, case_id, by_id, early) VALUES (p_id, k, s.person_id, p_early);
  RETURN true;
END $$;

-- What somebody brings is written anew by them, as long as nobody else can have read it: held, not opened, given to nobody, its meeting not over. Never what
-- another said to them.
CREATE FUNCTION guard.reword_held(p_item uuid, p_sealed bytea) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE i seats_item;
BEGIN
  SELECT * INTO i FROM seats_item WHERE id = p_item;
  PERFORM guard.need(i.id IS NOT NULL AND i.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND i.scope_id = ANY ((SELECT guard.my_writable())::int[])
    AND i.author_id = guard.actor_person() AND i.author_hat = guard.actor_hat(), 'not_here');
  PERFORM guard.lock_case(i.case_id);
  PERFORM guard.need(i.kind = 'bring' AND i.held AND i.said_by_id IS NULL AND i.scope_kind IN ('own','confidence') AND p_sealed IS NOT NULL
    AND NOT EXISTS (SELECT FROM seats_opening o WHERE o.case_id = i.case_id AND o.at >= i.made_at)
    AND NOT EXISTS (SELECT FROM seats_discloseditem x WHERE x.item_id = i.id)
    AND NOT EXISTS (SELECT FROM seats_item h WHERE h.case_id = i.case_id AND h.kind = 'meeting_held' AND h.scope_kind = 'table' AND h.made_at >= i.made_at), 'not_yours');
  DELETE FROM seats_itemkey WHERE item_id = p_item;
  UPDATE seats_text SET sealed = p_sealed WHERE item_id = p_item;
END $$;
