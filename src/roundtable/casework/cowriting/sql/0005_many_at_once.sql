-- What several people wrote: each enters their own acting context on their own login and adds under the tables' policies, as `keep_changes` does for one. Whose
-- change is refused learns so and takes nobody else's along; who comes to a box that somebody holds a lock on waits a moment, is told that nothing is known yet
-- (NULL), and so are the others of that sheet. The other processes hear of those that stand. It leaves no actor behind (its own transaction).
CREATE FUNCTION guard.keep_edits(people uuid[], hats text[], cases uuid[], sheets uuid[], boxes uuid[], ids uuid[], edits bytea[])
RETURNS TABLE (number int, kept boolean) LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public SET lock_timeout = '200ms' AS $$
DECLARE sheet record; held uuid[] := '{}';
BEGIN
  FOR i IN 1 .. coalesce(array_length(people, 1), 0) LOOP
    PERFORM guard.enter_to_write(people[i], hats[i], cases[i], 'meeting');
    number := i;
    IF sheets[i] = ANY (held) THEN
      kept := NULL;
      RETURN NEXT;
      CONTINUE;
    END IF;
    BEGIN
      SELECT s.item_id, s.scope_id, s.wall, s.channel INTO sheet FROM cowriting_sheet s WHERE s.item_id = sheets[i] AND s.case_id = cases[i];
      kept := FOUND;
      IF kept THEN
        INSERT INTO cowriting_change (id, box_id, sheet_id, scope_id, wall, edit, by_id)
          VALUES (ids[i], boxes[i], sheet.item_id, sheet.scope_id, sheet.wall, edits[i], people[i]);
        PERFORM pg_notify('sheet_' || replace(sheet.channel::text, '-', ''), ids[i]::text);
      END IF;
    EXCEPTION
      WHEN syntax_error_or_access_rule_violation OR integrity_constraint_violation THEN kept := false;
      WHEN lock_not_available THEN kept := NULL; held := held || sheets[i];
    END;
    RETURN NEXT;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION guard.keep_edits(uuid[], text[], uuid[], uuid[], uuid[], uuid[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.keep_edits(uuid[], text[], uuid[], uuid[], uuid[], uuid[], bytea[]) TO web_citizen, web_care, web_authority;
