-- Words stand as confirmed only by the one they belong to. Whoever else writes or changes them leaves them open; who had confirmed them confirms
-- anew. So says the code; this says it to whoever comes past the code. Past moments of imports and of the demo are the loader's.
CREATE FUNCTION guard.own_yes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE whose uuid; as_before boolean := false;
BEGIN
  IF NEW.confirmed_at IS NULL OR session_user NOT IN ('web_citizen', 'web_care', 'web_authority') THEN RETURN NEW; END IF;
  IF TG_TABLE_NAME = 'plans_goal' THEN
    whose := NEW.owner_id;
    IF TG_OP = 'UPDATE' THEN
      as_before := (NEW.owner_id, NEW.kind, NEW.text, NEW.gives, NEW.fears, NEW.protection, NEW.confirmed_at)
        IS NOT DISTINCT FROM (OLD.owner_id, OLD.kind, OLD.text, OLD.gives, OLD.fears, OLD.protection, OLD.confirmed_at);
    END IF;
  ELSE
    whose := NEW.said_by_id;
    IF TG_OP = 'UPDATE' THEN
      as_before := (NEW.said_by_id, NEW.text, NEW.confirmed_at) IS NOT DISTINCT FROM (OLD.said_by_id, OLD.text, OLD.confirmed_at);
    END IF;
  END IF;
  IF whose IS NULL OR whose = guard.actor_person() OR as_before THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'nobody confirms the words of somebody else' USING ERRCODE = 'RT002';
END $$;
REVOKE ALL ON FUNCTION guard.own_yes() FROM PUBLIC;
CREATE TRIGGER own_yes BEFORE INSERT OR UPDATE ON plans_goal FOR EACH ROW EXECUTE FUNCTION guard.own_yes();
CREATE TRIGGER own_yes BEFORE INSERT OR UPDATE ON plans_saying FOR EACH ROW EXECUTE FUNCTION guard.own_yes();
