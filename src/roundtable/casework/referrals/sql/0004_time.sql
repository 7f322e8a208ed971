-- Sent a week ago and still with the team leader: to who receives it.
CREATE POLICY oracle ON referrals_referralevent FOR SELECT TO oracle USING (true);
GRANT SELECT ON referrals_referralevent TO oracle;
CREATE FUNCTION guard.due_referral_waits() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.person_id, s.hat::text, s.authority, r.case_id, e.id
  FROM seats_seat s JOIN referrals_referral r ON r.case_id = s.case_id
  JOIN LATERAL (SELECT x.id, x.state, x.at FROM referrals_referralevent x WHERE x.referral_id = r.id ORDER BY x.number DESC LIMIT 1) e ON true
  WHERE s.hat = 'intake' AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at) AND e.state = 'sent' AND e.at <= now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = s.person_id AND n.cause = 'referral_waits' AND n.about = e.id)
$$;
REVOKE ALL ON FUNCTION guard.due_referral_waits() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.due_referral_waits() TO worker;
ALTER FUNCTION guard.due_referral_waits() OWNER TO oracle;
