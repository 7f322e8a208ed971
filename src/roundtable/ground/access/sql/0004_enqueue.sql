-- A job is deferred on the acting connection, so that a rollback takes it along. Arguments are ids and short codes, never words: they lie in a
-- table that the worker reads. The queue's own function does the insert; its triggers run as oracle, inside this function.
-- From a login of the web the mark of a job that waits alone names who asks. Else an injected statement could set a job aside for fifty years under the mark
-- of one that runs every hour (keys of what has ended, reminders), and it would never run again.
CREATE FUNCTION guard.enqueue(task text, args jsonb DEFAULT '{}', queue text DEFAULT 'default', at timestamptz DEFAULT NULL, once text DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE v_key text; v_value jsonb; jobs bigint[];
BEGIN
  IF NOT guard.actor_is_set() AND session_user NOT IN ('door', 'loader', 'worker') THEN
    RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:not_here';
  END IF;
  IF task !~ '^[a-z_][a-z0-9_.]{0,120}$' OR task ~ '^procrastinate' OR jsonb_typeof(args) <> 'object'
     OR (session_user IN ('web_citizen', 'web_care', 'web_authority') AND once IS NOT NULL AND position(guard.actor_person()::text IN once) = 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:not_a_job';
  END IF;
  FOR v_key, v_value IN SELECT * FROM jsonb_each(args) LOOP
    IF jsonb_typeof(v_value) NOT IN ('number', 'boolean', 'null')
       AND NOT (jsonb_typeof(v_value) = 'string' AND v_value #>> '{}' ~ '^[A-Za-z0-9_:.+-]{0,64}$') THEN
      RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'refused:ids_only';
    END IF;
  END LOOP;
  jobs := procrastinate_defer_jobs_v1(ARRAY[ROW(queue, task, 0, NULL, once, args, at)::procrastinate_job_to_defer_v1]);
  RETURN jobs[1];
END $$;
REVOKE ALL ON FUNCTION guard.enqueue(text, jsonb, text, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.enqueue(text, jsonb, text, timestamptz, text) TO door, web_citizen, web_care, web_authority, worker, loader;
ALTER FUNCTION guard.enqueue(text, jsonb, text, timestamptz, text) OWNER TO oracle;
