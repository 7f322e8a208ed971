-- What is asked with every message and kept many times a second: the same words as before in plpgsql, which plans them once for a connection and not once for a
-- call (4.3 ms a message for the planning alone); and what many wrote is kept in one statement for each login.

SET LOCAL ROLE oracle;
CREATE OR REPLACE FUNCTION guard.sheet_standing(sheets uuid[]) RETURNS TABLE (sheet_id uuid, standing text) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT s.item_id, concat_ws('|',
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
RESET ROLE;

CREATE OR REPLACE FUNCTION guard.at_the_door(keys text[], sheets uuid[]) RETURNS TABLE (name text, standing text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT d.session_key::text, NULL::text FROM django_session d WHERE d.session_key = ANY (keys) AND d.expire_date > now()
  UNION ALL SELECT g.sheet_id::text, g.standing FROM guard.sheet_standing(sheets) g;
END $$;

-- What several people wrote: each enters their own acting context on their own login and adds under the tables' policies, as `keep_changes` does for one. Whose
-- change is refused learns so and takes nobody else's along. The other processes hear of those that stand. It leaves no actor behind (its own transaction).
CREATE FUNCTION guard.keep_edits(people uuid[], hats text[], cases uuid[], sheets uuid[], boxes uuid[], ids uuid[], edits bytea[])
RETURNS TABLE (number int, kept boolean) LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE sheet record;
BEGIN
  FOR i IN 1 .. coalesce(array_length(people, 1), 0) LOOP
    PERFORM set_config('rt.person', people[i]::text, true), set_config('rt.hat', hats[i], true), set_config('rt.case', cases[i]::text, true),
      set_config('rt.purpose', 'meeting', true);
    number := i;
    BEGIN
      SELECT s.item_id, s.scope_id, s.wall, s.channel INTO sheet FROM cowriting_sheet s WHERE s.item_id = sheets[i] AND s.case_id = cases[i];
      kept := FOUND;
      IF kept THEN
        INSERT INTO cowriting_change (id, box_id, sheet_id, scope_id, wall, edit, by_id)
          VALUES (ids[i], boxes[i], sheet.item_id, sheet.scope_id, sheet.wall, edits[i], people[i]);
        PERFORM pg_notify('sheet_' || replace(sheet.channel::text, '-', ''), ids[i]::text);
      END IF;
    EXCEPTION WHEN syntax_error_or_access_rule_violation OR integrity_constraint_violation THEN kept := false;
    END;
    RETURN NEXT;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION guard.keep_edits(uuid[], text[], uuid[], uuid[], uuid[], uuid[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.keep_edits(uuid[], text[], uuid[], uuid[], uuid[], uuid[], bytea[]) TO web_citizen, web_care, web_authority;
