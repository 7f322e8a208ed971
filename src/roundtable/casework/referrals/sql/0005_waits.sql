-- Whether a referral waits for an answer is kept beside it, so that who answers reads those few and not every referral there ever was. Its events
-- say it, and nobody else: the last one writes it here, whoever stored it and by whichever way.

CREATE FUNCTION guard.referral_waits() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE referrals_referral SET waits = (NEW.state IN ('sent', 'returned')) WHERE id = NEW.referral_id;
  RETURN NEW;
END $$;
CREATE TRIGGER waits AFTER INSERT ON referrals_referralevent FOR EACH ROW EXECUTE FUNCTION guard.referral_waits();

-- Those that wait in the programmes the acting person leads. What may be read of each is the policies' word; this only finds them, by their own
-- index: by itself the planner takes the way of the policy, through every case of the leader.
CREATE FUNCTION guard.waiting_referrals() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(r.id), '{}') FROM referrals_referral r
  WHERE guard.actor_is_set() AND r.waits AND r.programme_id = ANY ((SELECT guard.led_programmes())::uuid[])
    AND (guard.actor_case() IS NULL OR r.case_id = guard.actor_case())
); END $$;

CREATE POLICY waits ON referrals_referral FOR UPDATE TO oracle USING (true);
GRANT UPDATE (waits) ON referrals_referral TO oracle;
REVOKE ALL ON FUNCTION guard.referral_waits(), guard.waiting_referrals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.waiting_referrals() TO web_care, web_authority;
ALTER FUNCTION guard.referral_waits() OWNER TO oracle;
ALTER FUNCTION guard.waiting_referrals() OWNER TO oracle;
