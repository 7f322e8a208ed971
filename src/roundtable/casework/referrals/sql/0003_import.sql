-- Whole lists come in set-wise, as loader, by the same rules as one referral at a time (guard.open_case, guard.enrol_person). Not definer functions:
-- the loader has every right it needs, and nobody else may call them.

-- One row with its recorded consent becomes a person, a case, its seats, the words of the table and a sent referral. Returns the case's id.
CREATE FUNCTION guard.load_referral(p jsonb) RETURNS uuid LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE
  k uuid := (p->>'case_id')::uuid; ref uuid := (p->>'referral_id')::uuid; c uuid := (p->>'citizen_id')::uuid; sc int; seat uuid := gen_random_uuid();
  g programmes_programme; v_at timestamptz; referrer uuid := (p->>'referrer_id')::uuid; txt uuid := gen_random_uuid(); shown uuid := gen_random_uuid();
BEGIN
  SELECT * INTO g FROM programmes_programme WHERE id = (p->>'programme_id')::uuid;
  v_at := least(now(), coalesce(((p->>'received_on') || ' 12:00')::timestamp AT TIME ZONE g.time_zone, now()));
  IF (SELECT count(*) FROM seats_seat s WHERE s.person_id = referrer AND s.until_at IS NULL) >= 500 THEN
    RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:too_many_cases';
  END IF;
  INSERT INTO people_person (id, given_name, family_name, work_phone, work_email) VALUES (c, p->>'given_name', p->>'family_name', '', '');
  INSERT INTO people_contactdetails (person_id, phone, email, born_on, channel) VALUES (c, p->>'phone', p->>'email', (p->>'born_on')::date, 'letter');
  INSERT INTO seats_case (id, programme_id, opened_at) VALUES (k, g.id, v_at);
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, from_at, seated_by_id)
    VALUES (seat, k, referrer, 'professional', (p->>'role_id')::uuid, (p->>'organisation_id')::uuid, (p->>'authority')::boolean, '{}', '{}', 'referral', v_at, referrer),
           (gen_random_uuid(), k, c, 'citizen', NULL, NULL, false, '{}', '{}', 'referral', v_at, referrer);
  INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, from_at, seated_by_id)
    SELECT gen_random_uuid(), k, l.person_id, 'intake', l.role_id, l.organisation_id, lr.authority, '{}', '{}', 'referral', v_at, referrer
    FROM programmes_membership l JOIN programmes_role lr ON lr.id = l.role_id
    WHERE l.programme_id = g.id AND l.leads AND l.from_at <= now() AND (l.until_at IS NULL OR now() < l.until_at);
  INSERT INTO seats_scope (case_id, kind, about, holder_hat, wall) VALUES (k, 'table', ARRAY[c], '', 0) RETURNING id INTO sc;
  INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, made_at, held)
    VALUES (txt, k, sc, 0, 'table', ARRAY[c], 'referral', referrer, 'professional', seat, v_at, false),
           (shown, k, sc, 0, 'table', ARRAY[c], 'referral_consent', referrer, 'professional', seat, v_at, false);
  INSERT INTO seats_text (item_id, scope_id, wall, headline, body)
    VALUES (txt, sc, 0, left(trim((p->>'given_name') || ' ' || (p->>'family_name')), 300), p->>'reason'),
           -- as it was read aloud, and nothing else: neither a version of the programme's text nor what it says of a no was part of it
           (shown, sc, 0, '', p->>'consent_text');
  INSERT INTO referrals_referral (id, case_id, programme_id, referrer_id, organisation_id, authority, sent_at)
    VALUES (ref, k, g.id, referrer, (p->>'organisation_id')::uuid, (p->>'authority')::boolean, v_at);
  INSERT INTO referrals_referralevent (id, referral_id, case_id, number, act, state, item_id, shown_id, checks, at, by_id, by_hat)
    VALUES (gen_random_uuid(), ref, k, 1, 'send', 'sent', txt, shown, '[]', v_at, referrer, 'professional');
  INSERT INTO referrals_referralconsent (id, referral_id, case_id, citizen_id, how, on_day, item_id, text_version, at, by_id, by_hat)
    VALUES (gen_random_uuid(), ref, k, c, p->>'consent_given', (p->>'consent_on')::date, txt, 'list', v_at, referrer, 'professional');
  RETURN k;
END $$;

-- Where a professional's drafts stand that belong to no case yet; made when first needed.
CREATE FUNCTION guard.load_draft_scope(p_person uuid, p_authority boolean) RETURNS int LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE found int;
BEGIN
  INSERT INTO seats_scope (case_id, kind, about, holder_id, holder_hat, wall)
    VALUES (NULL, 'draft', '{}', p_person, 'professional', CASE WHEN p_authority THEN 2 ELSE 1 END) ON CONFLICT DO NOTHING;
  SELECT id INTO found FROM seats_scope WHERE case_id IS NULL AND kind = 'draft' AND about = '{}' AND holder_id = p_person AND holder_hat = 'professional' AND side_id IS NULL;
  RETURN found;
END $$;

-- A row without a recorded consent becomes a draft of its referrer: sealed words, and their key for the referrer's kind of login only.
CREATE FUNCTION guard.load_draft(p_item uuid, p_scope int, p_person uuid, p_ring text, p_sealed bytea, p_wrapped bytea) RETURNS uuid
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE w smallint;
BEGIN
  SELECT wall INTO w FROM seats_scope WHERE id = p_scope;
  INSERT INTO seats_item (id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, held)
    VALUES (p_item, p_scope, w, 'draft', '{}', 'referral_draft', p_person, 'professional', false);
  INSERT INTO seats_text (item_id, scope_id, wall, headline, body, sealed) VALUES (p_item, p_scope, w, '', '', p_sealed);
  INSERT INTO seats_itemkey (item_id, scope_id, wall, ring, wrapped) VALUES (p_item, p_scope, w, p_ring, p_wrapped);
  RETURN p_item;
END $$;

REVOKE ALL ON FUNCTION guard.load_referral(jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION guard.load_draft_scope(uuid, boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION guard.load_draft(uuid, int, uuid, text, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.load_referral(jsonb) TO loader;
GRANT EXECUTE ON FUNCTION guard.load_draft_scope(uuid, boolean) TO loader;
GRANT EXECUTE ON FUNCTION guard.load_draft(uuid, int, uuid, text, bytea, bytea) TO loader;
