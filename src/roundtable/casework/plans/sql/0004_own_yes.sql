-- Words stand as confirmed only by the one they belong to. Whoever else writes or changes them leaves them open; who had confirmed them confirms
-- anew. So says the code; this says it to whoever comes past the code. Past moments of imports and of the demo are the loader's.
CREATE FUNCTION guard.own_yes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE whose uuid; said text; before text; confirmed timestamptz;
BEGIN
  IF NEW.confirmed_at IS NULL OR session_user NOT IN ('web_citizen', 'web_care', 'web_authority') THEN RETURN NEW; END IF;
  IF TG_TABLE_NAME = 'plans_goal' THEN
    whose := NEW.owner_id; said := concat_ws(E'\n', NEW.owner_id, NEW.text, NEW.gives, NEW.fears, NEW.protection);
    IF TG_OP = 'UPDATE' THEN
      before := concat_ws(E'\n', OLD.owner_id, OLD.text, OLD.gives, OLD.fears, OLD.protection); confirmed := OLD.confirmed_at;
    END IF;
  ELSE
    whose := NEW.said_by_id; said := concat_ws(E'\n', NEW.said_by_id, NEW.text);
    IF TG_OP = 'UPDATE' THEN before := concat_ws(E'\n', OLD.said_by_id, OLD.text); confirmed := OLD.confirmed_at; END IF;
  END IF;
  IF whose IS NULL OR whose = guard.actor_person() OR (said = before AND confirmed = NEW.confirmed_at) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'nobody confirms the words of somebody else' USING ERRCODE = 'RT002';
END $$;
REVOKE ALL ON FUNCTION guard.own_yes() FROM PUBLIC;
CREATE TRIGGER own_yes BEFORE INSERT OR UPDATE ON plans_goal FOR EACH ROW EXECUTE FUNCTION guard.own_yes();
CREATE TRIGGER own_yes BEFORE INSERT OR UPDATE ON plans_saying FOR EACH ROW EXECUTE FUNCTION guard.own_yes();
