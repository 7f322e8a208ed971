-- A number taken from a sequence tells how many rows were written meanwhile, everybody's: reads of the log, texts, courses. Columns that number
-- themselves need no right of the writer, so no login of the web has any. Run again after every migration (`setup_database`).
CREATE FUNCTION guard.close_sequences() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE s regclass;
BEGIN
  FOR s IN SELECT c.oid::regclass FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM PUBLIC, web_citizen, web_care, web_authority, recorder, sealer', s);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION guard.close_sequences() FROM PUBLIC;
SELECT guard.close_sequences();
