-- What stands under a box's id is the line of the minutes that box writes, and nothing else: otherwise anybody at the table could take the id with a text of
-- their own, and what was written together would never reach the minutes. At once: of the box's own case and place, by who may change the box, as whose box it is.
CREATE POLICY boxes ON roundtables_meetingline FOR SELECT TO oracle USING (true);
GRANT SELECT ON roundtables_meetingline TO oracle;
CREATE FUNCTION guard.item_of_box() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE b record;
BEGIN
  SELECT x.scope_id, x.wall, x.whose_id, s.case_id INTO b FROM cowriting_box x JOIN cowriting_sheet s ON s.item_id = x.sheet_id WHERE x.id = NEW.id;
  IF FOUND AND NOT (NEW.kind = 'meeting_line' AND (NEW.case_id, NEW.scope_id, NEW.wall) IS NOT DISTINCT FROM (b.case_id, b.scope_id, b.wall) AND guard.may_change(NEW.id)
      AND (b.whose_id IS NULL OR coalesce(NEW.said_by_id, NEW.author_id) = b.whose_id)) THEN
    RAISE EXCEPTION 'this id is a box''s' USING ERRCODE = 'RT002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER under_box BEFORE INSERT ON seats_item FOR EACH ROW EXECUTE FUNCTION guard.item_of_box();

-- And when all is written: it is a line of that meeting, in that part.
CREATE FUNCTION guard.line_of_box() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM cowriting_box x JOIN cowriting_sheet s ON s.item_id = x.sheet_id WHERE x.id = NEW.id
      AND NOT EXISTS (SELECT FROM roundtables_meetingline l WHERE l.item_id = x.id AND l.roundtable_id = s.roundtable_id AND l.section = x.kind)) THEN
    RAISE EXCEPTION 'this id is a box''s' USING ERRCODE = 'RT002';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stands_in_minutes AFTER INSERT ON seats_item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.line_of_box();

REVOKE ALL ON FUNCTION guard.item_of_box(), guard.line_of_box() FROM PUBLIC;
ALTER FUNCTION guard.item_of_box() OWNER TO oracle;
ALTER FUNCTION guard.line_of_box() OWNER TO oracle;
