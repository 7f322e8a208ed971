-- A box of the sheet is a line of the minutes under the same id: who may change the one may change how the other reads, and nobody anything else of it. Not a
-- line of another meeting, nor one that who is quoted has answered or somebody has corrected: what was said yes to reads as it did.
GRANT UPDATE (text, look_again_on) ON roundtables_meetingline TO web_citizen, web_care, web_authority;
CREATE POLICY lines ON roundtables_linecheck FOR SELECT TO oracle USING (true);
CREATE POLICY lines ON roundtables_linecorrection FOR SELECT TO oracle USING (true);
GRANT SELECT ON roundtables_linecheck, roundtables_linecorrection TO oracle;
CREATE FUNCTION guard.may_reword(l uuid, r uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN guard.may_change(l) AND EXISTS (SELECT FROM cowriting_box b JOIN cowriting_sheet s ON s.item_id = b.sheet_id WHERE b.id = l AND s.roundtable_id = r)
  AND NOT EXISTS (SELECT FROM roundtables_linecheck c WHERE c.line_id = l) AND NOT EXISTS (SELECT FROM roundtables_linecorrection c WHERE c.line_id = l);
END $$;
CREATE POLICY rewriters ON roundtables_meetingline AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
  USING (guard.may_reword(item_id, roundtable_id)) WITH CHECK (guard.may_reword(item_id, roundtable_id));

-- A box is new: no line, note or anything else that stands already becomes one.
CREATE FUNCTION guard.box_is_new() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM seats_item x WHERE x.id = NEW.id) THEN RAISE EXCEPTION 'a box is new' USING ERRCODE = 'RT002'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_new BEFORE INSERT ON cowriting_box FOR EACH ROW EXECUTE FUNCTION guard.box_is_new();

REVOKE ALL ON FUNCTION guard.may_reword(uuid, uuid), guard.box_is_new() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.may_reword(uuid, uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.may_reword(uuid, uuid) OWNER TO oracle;
ALTER FUNCTION guard.box_is_new() OWNER TO oracle;
