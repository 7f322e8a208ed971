-- Which server wrote a row of the read log: PostgreSQL's own number of the cluster, given when it was made. After a restore on another server
-- transaction numbers begin again; with this beside them, rows and seals of the two servers cannot be taken for each other's.
CREATE FUNCTION guard.server_number() RETURNS bigint LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN RETURN (SELECT system_identifier FROM pg_control_system()); END $$;
REVOKE ALL ON FUNCTION guard.server_number() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.server_number() TO oracle, recorder, sealer, loader;
