-- The sheet is the table's, like the plan: professionals read it by scope only; a citizen may give it, whole, to who sits beside her.
-- Beside the templates: nobody signs with another's name, each party's own words are that party's to change, what is noted for somebody is
-- written by the one who writes for all, and a sheet closes with its meeting (one's own words seven days later).

ALTER TABLE cowriting_sheet ADD CONSTRAINT sheet_follows FOREIGN KEY (item_id, scope_id, wall) REFERENCES seats_item (id, scope_id, wall) ON UPDATE CASCADE;
ALTER TABLE cowriting_sheet ADD CONSTRAINT sheet_in_scope UNIQUE (item_id, scope_id, wall);
ALTER TABLE cowriting_box ADD CONSTRAINT box_in_sheet UNIQUE (id, sheet_id);
ALTER TABLE cowriting_change ADD CONSTRAINT change_in_sheet FOREIGN KEY (box_id, sheet_id) REFERENCES cowriting_box (id, sheet_id);

DO $$
DECLARE part text;
BEGIN
  PERFORM guard.protect_content('cowriting_sheet', 'item_id', 'INSERT');
  PERFORM guard.protect_content('cowriting_box', 'sheet_id', 'INSERT, UPDATE (text, whole, settled, last_by_id, who_id, day)');
  PERFORM guard.protect_content('cowriting_change', 'sheet_id', 'INSERT');
  PERFORM guard.protect_content('cowriting_signal', 'sheet_id', 'INSERT');
  FOREACH part IN ARRAY ARRAY['box', 'change', 'signal'] LOOP
    EXECUTE format('ALTER TABLE cowriting_%1$s ADD CONSTRAINT %1$s_follows FOREIGN KEY (sheet_id, scope_id, wall) REFERENCES cowriting_sheet (item_id, scope_id, wall) ON UPDATE CASCADE', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['sheet', 'box', 'change', 'signal'] LOOP
    EXECUTE format('CREATE POLICY sits ON cowriting_%s AS RESTRICTIVE FOR SELECT TO web_care, web_authority USING (scope_id = ANY ((SELECT guard.my_scopes())::int[]))', part);
  END LOOP;
END $$;

ALTER TABLE cowriting_change ADD COLUMN xact xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE POLICY oracle ON cowriting_sheet FOR SELECT TO oracle USING (true);
CREATE POLICY oracle ON cowriting_box FOR SELECT TO oracle USING (true);
GRANT SELECT ON cowriting_sheet, cowriting_box TO oracle;

-- Whether a meeting still takes words: of everybody while it is open; of one person, also for seven days after it was held. None of a course that has ended.
CREATE FUNCTION guard.sheet_takes(r uuid, personal boolean) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT count(*) FILTER (WHERE e.event = 'called') > 0 AND count(*) FILTER (WHERE e.event = 'cancelled') = 0
     AND coalesce(min(e.at) FILTER (WHERE e.event = 'held') > CASE WHEN personal THEN now() - interval '7 days' ELSE 'infinity' END, true)
     AND (SELECT p.phase FROM roundtables_roundtable m JOIN cases_phaseevent p ON p.case_id = m.case_id WHERE m.id = r ORDER BY p.number DESC LIMIT 1) IS DISTINCT FROM 'end'
  FROM roundtables_roundtableevent e WHERE e.roundtable_id = r
); END $$;

-- Whether the acting person may change this box now, as far as the box and its meeting say; that they sit at the table, the policies say.
-- Noted for somebody: by who writes for all, which is who took the pen last.
CREATE FUNCTION guard.may_change(b uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN coalesce((
  SELECT guard.actor_hat() IN ('citizen', 'professional') AND guard.sheet_takes(s.roundtable_id, x.whose_id IS NOT NULL)
     AND CASE WHEN x.whose_id IS NULL THEN true WHEN NOT x.noted THEN x.whose_id = guard.actor_person()
              ELSE x.whose_id <> guard.actor_person() AND (SELECT e.by_id FROM roundtables_roundtableevent e
                WHERE e.roundtable_id = s.roundtable_id AND e.event = 'pen' ORDER BY e.number DESC LIMIT 1) = guard.actor_person() END
  FROM cowriting_box x JOIN cowriting_sheet s ON s.item_id = x.sheet_id WHERE x.id = b
), false); END $$;
REVOKE ALL ON FUNCTION guard.sheet_takes(uuid, boolean), guard.may_change(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.sheet_takes(uuid, boolean), guard.may_change(uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.sheet_takes(uuid, boolean) OWNER TO oracle;
ALTER FUNCTION guard.may_change(uuid) OWNER TO oracle;

CREATE POLICY writers ON cowriting_sheet AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'professional') AND EXISTS (SELECT FROM roundtables_roundtable r WHERE r.id = roundtable_id AND r.case_id = cowriting_sheet.case_id));
CREATE POLICY writers ON cowriting_box AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_hat() IN ('citizen', 'professional') AND settled = '' AND text = '' AND length(whole) = 0
    AND last_by_id IS NULL AND who_id IS NULL AND day IS NULL
    AND CASE WHEN whose_id IS NULL THEN kind IN ('arrive', 'goal', 'disagree', 'step')
             WHEN noted THEN kind IN ('matters', 'bring', 'own_words', 'home') ELSE kind IN ('matters', 'bring', 'own_words', 'own_goal', 'home') END
    AND EXISTS (SELECT FROM cowriting_sheet s WHERE s.item_id = sheet_id AND guard.sheet_takes(s.roundtable_id, whose_id IS NOT NULL)
      AND (whose_id IS NULL OR EXISTS (SELECT FROM seats_seat p WHERE p.case_id = s.case_id AND p.person_id = whose_id AND p.hat IN ('citizen', 'professional')))));
CREATE POLICY rewriters ON cowriting_box AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority USING (guard.may_change(id));
CREATE POLICY writers ON cowriting_change AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND at = now() AND guard.may_change(box_id));
CREATE POLICY askers ON cowriting_signal AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND at = now() AND guard.actor_hat() IN ('citizen', 'professional')
    AND EXISTS (SELECT FROM cowriting_sheet s WHERE s.item_id = sheet_id AND guard.sheet_takes(s.roundtable_id, true)));

-- What a box is, whose, and where, never changes; nor does a change, once made. How it reads is in the name of who says so. What it settled on is a snapshot that has been, or the sheet would open for nobody.
CREATE FUNCTION guard.box_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF (NEW.id, NEW.sheet_id, NEW.kind, NEW.whose_id, NEW.noted, NEW.place) IS DISTINCT FROM (OLD.id, OLD.sheet_id, OLD.kind, OLD.whose_id, OLD.noted, OLD.place) THEN
    RAISE EXCEPTION 'a box stays whose it is' USING ERRCODE = 'RT002';
  END IF;
  IF (NEW.text, NEW.whole, NEW.settled, NEW.last_by_id) IS DISTINCT FROM (OLD.text, OLD.whole, OLD.settled, OLD.last_by_id)
     AND NEW.last_by_id IS DISTINCT FROM guard.actor_person() THEN
    RAISE EXCEPTION 'a box settles in the name of who does it' USING ERRCODE = 'RT002';
  END IF;
  IF NEW.settled <> '' AND NEW.settled IS DISTINCT FROM OLD.settled AND pg_snapshot_xmax(NEW.settled::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) THEN
    RAISE EXCEPTION 'a box has settled on what was written, not on what will be' USING ERRCODE = 'RT002';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard.box_stays() FROM PUBLIC;
CREATE TRIGGER stays BEFORE UPDATE ON cowriting_box FOR EACH ROW EXECUTE FUNCTION guard.box_stays();

-- The turnstile: for each message, who it comes from and everybody it would go to enters their own acting context on their own login, in the order
-- given; the sheets they may read now, and the boxes among these they may change. One statement for many; it leaves no actor behind (its own transaction).
CREATE FUNCTION guard.turnstile(people uuid[], hats text[], cases uuid[], sheets uuid[], boxes uuid[])
RETURNS TABLE (number int, reads boolean, changes boolean) LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
BEGIN
  FOR i IN 1 .. coalesce(array_length(people, 1), 0) LOOP
    PERFORM guard.enter(people[i], hats[i], cases[i], 'meeting');
    number := i;
    reads := EXISTS (SELECT FROM cowriting_sheet s WHERE s.item_id = sheets[i] AND s.case_id = cases[i]);
    changes := CASE WHEN boxes[i] IS NULL THEN NULL
      ELSE reads AND guard.may_change(boxes[i]) AND EXISTS (SELECT FROM cowriting_box b WHERE b.id = boxes[i] AND b.sheet_id = sheets[i]
                                                          AND b.scope_id = ANY ((SELECT guard.my_writable())::int[])) END;
    RETURN NEXT;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION guard.turnstile(uuid[], text[], uuid[], uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.turnstile(uuid[], text[], uuid[], uuid[], uuid[]) TO web_citizen, web_care, web_authority;

-- What an answer of the turnstile rests on, as one word for each sheet: every seat of the case, where its people work and in which roles, what is closed,
-- given or withheld, and what happened to the meeting; each row by its version, and by whether its time is now. As long as the word is the same, so is
-- the answer; it is asked for with every message. It says nothing else, and only the door asks. In plpgsql, which plans it once for a connection and not
-- once for a call (4.3 ms a message for the planning alone); `at_the_door` too.
CREATE FUNCTION guard.sheet_standing(sheets uuid[]) RETURNS TABLE (sheet_id uuid, standing text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT s.item_id, concat_ws('|', s.xmin::text,
    (SELECT c.xmin::text FROM seats_case c WHERE c.id = s.case_id),
    (SELECT string_agg(concat(x.xmin, x.ctid, x.from_at <= now(), now() < x.until_at), ',' ORDER BY x.id) FROM seats_seat x WHERE x.case_id = s.case_id),
    (SELECT string_agg(concat(m.xmin, m.ctid, r.xmin, m.from_at <= now(), now() < m.until_at), ',' ORDER BY m.id) FROM programmes_membership m
       JOIN programmes_role r ON r.id = m.role_id WHERE m.person_id = ANY (ARRAY(SELECT x.person_id FROM seats_seat x WHERE x.case_id = s.case_id))),
    (SELECT string_agg(concat(b.xmin, b.ctid), ',' ORDER BY b.id) FROM seats_block b WHERE b.case_id = s.case_id),
    (SELECT string_agg(concat(d.xmin, d.id, guard.in_force(d)), ',' ORDER BY d.id) FROM seats_discloseditem y JOIN seats_disclosure d ON d.id = y.disclosure_id
       WHERE y.item_id = s.item_id),
    (SELECT string_agg(concat(w.xmin, w.ctid, now() < w.until_at), ',' ORDER BY w.id) FROM seats_withholding w WHERE w.item_id = s.item_id),
    (SELECT string_agg(concat(e.number, e.event, e.by_id, e.at > now() - interval '7 days'), ',' ORDER BY e.number) FROM roundtables_roundtableevent e
       WHERE e.roundtable_id = s.roundtable_id))
  FROM cowriting_sheet s WHERE s.item_id = ANY (sheets);
END $$;
REVOKE ALL ON FUNCTION guard.sheet_standing(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.sheet_standing(uuid[]) TO door;
ALTER FUNCTION guard.sheet_standing(uuid[]) OWNER TO oracle;

-- With every message: which of these sign-ins still last, and how these sheets stand.
CREATE FUNCTION guard.at_the_door(keys text[], sheets uuid[]) RETURNS TABLE (name text, standing text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT d.session_key::text, NULL::text FROM django_session d WHERE d.session_key = ANY (keys) AND d.expire_date > now()
  UNION ALL SELECT g.sheet_id::text, g.standing FROM guard.sheet_standing(sheets) g;
END $$;
REVOKE ALL ON FUNCTION guard.at_the_door(text[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.at_the_door(text[], uuid[]) TO door;

-- The edits that make the boxes of a sheet, or of one box, and the snapshot they were read in; as whoever asks may read them.
CREATE FUNCTION guard.sheet_edits(sheet uuid, one uuid) RETURNS TABLE (box_id uuid, edit bytea, seen text) LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT b.id, b.whole, pg_current_snapshot()::text FROM cowriting_box b WHERE b.sheet_id = sheet AND (one IS NULL OR b.id = one)
  UNION ALL SELECT b.id, c.edit, NULL FROM cowriting_box b JOIN cowriting_change c ON c.box_id = b.id
    WHERE b.sheet_id = sheet AND (one IS NULL OR b.id = one) AND (b.settled = '' OR NOT pg_visible_in_snapshot(c.xact, nullif(b.settled, '')::pg_snapshot))
$$;
-- All edits of a box, and whether a page read in that snapshot was shown them.
CREATE FUNCTION guard.box_edits(box uuid, seen text) RETURNS TABLE (edit bytea, shown boolean) LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT c.edit, pg_visible_in_snapshot(c.xact, seen::pg_snapshot) FROM cowriting_change c WHERE c.box_id = box
$$;
-- The other processes hear that there are rows; each asks for them itself, as who listens there.
CREATE FUNCTION guard.wake_sheet(sheet uuid, ids uuid[]) RETURNS void LANGUAGE sql VOLATILE SET search_path = pg_catalog, public AS $$
  SELECT pg_notify('sheet_' || replace(s.channel::text, '-', ''), u.id::text) FROM cowriting_sheet s, unnest(ids) AS u(id) WHERE s.item_id = sheet
$$;
REVOKE ALL ON FUNCTION guard.sheet_edits(uuid, uuid), guard.box_edits(uuid, text), guard.wake_sheet(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.sheet_edits(uuid, uuid), guard.box_edits(uuid, text), guard.wake_sheet(uuid, uuid[]) TO web_citizen, web_care, web_authority;
