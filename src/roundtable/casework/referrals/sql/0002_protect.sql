-- Referrals: seen by who sits on the case, by the team leader, and, for good, by who wrote them; each row signed by who acts, and never changed.

-- Referrals the acting professional wrote, also after their own seat has ended: decision and date, never whose. Not through another login than
-- the one it was written through, not for somebody's own course, and not once all its citizens have closed it for them.
CREATE FUNCTION guard.my_referrals() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(r.id), '{}') FROM referrals_referral r
  WHERE guard.actor_is_set() AND guard.actor_hat() = 'professional' AND r.referrer_id = guard.actor_person()
    AND r.authority = (session_user = 'web_authority')
    AND (guard.actor_case() IS NULL OR r.case_id = guard.actor_case())
    AND NOT (guard.actor_person() = ANY (guard.citizens_of(r.case_id)))
    AND NOT (guard.citizens_of(r.case_id) <@ guard.closed_by(r.case_id, r.referrer_id))
$$;

SELECT guard.protect_facts('referrals_referral', 'INSERT');
SELECT guard.protect_facts('referrals_referralevent', 'INSERT');
SELECT guard.protect_facts('referrals_referralconsent', 'INSERT');
SELECT guard.protect_facts('referrals_referrallink', 'INSERT');
SELECT guard.protect_base('referrals_importedrow');

ALTER TABLE referrals_referralevent ADD CONSTRAINT event_of_its_case FOREIGN KEY (referral_id, case_id) REFERENCES referrals_referral (id, case_id);
ALTER TABLE referrals_referralconsent ADD CONSTRAINT consent_of_its_case FOREIGN KEY (referral_id, case_id) REFERENCES referrals_referral (id, case_id);

CREATE POLICY wrote ON referrals_referral FOR SELECT TO web_care, web_authority USING (id = ANY ((SELECT guard.my_referrals())::uuid[]));
CREATE POLICY wrote ON referrals_referralevent FOR SELECT TO web_care, web_authority USING (referral_id = ANY ((SELECT guard.my_referrals())::uuid[]));

CREATE POLICY signed ON referrals_referral AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (referrer_id = guard.actor_person() AND guard.actor_hat() = 'professional' AND sent_at = now()
              AND authority = (session_user = 'web_authority'));
CREATE POLICY signed ON referrals_referralevent AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND CASE guard.actor_hat()
    WHEN 'professional' THEN act IN ('send', 'send_again', 'withdraw') AND EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND r.referrer_id = by_id)
    WHEN 'intake' THEN act IN ('return', 'accept', 'decline')
    WHEN 'citizen' THEN act = 'say_no'
    ELSE false END);
CREATE POLICY signed ON referrals_referralconsent AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND EXISTS (SELECT FROM seats_seat s
      WHERE s.case_id = referrals_referralconsent.case_id AND s.person_id = citizen_id AND s.hat = 'citizen')
    AND CASE guard.actor_hat()
      WHEN 'citizen' THEN how IN ('confirmed', 'no') AND citizen_id = by_id
      WHEN 'professional' THEN how IN ('orally', 'in_writing')
      ELSE false END);
CREATE POLICY signed ON referrals_referrallink AS RESTRICTIVE FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (by_id = guard.actor_person() AND by_hat = guard.actor_hat() AND at = now() AND guard.actor_hat() = 'team_leader'
              AND other_case_id = ANY ((SELECT guard.my_cases())::uuid[]));
-- That two referrals are about one person is the leader's and intake's to see: one of them may be unknown to who sits at the other.
CREATE POLICY leads ON referrals_referrallink AS RESTRICTIVE FOR SELECT TO web_citizen, web_care, web_authority
  USING (other_case_id = ANY ((SELECT guard.my_cases())::uuid[]));

CREATE POLICY oracle ON referrals_referral FOR SELECT TO oracle USING (true);
GRANT SELECT ON referrals_referral TO oracle;
REVOKE ALL ON FUNCTION guard.my_referrals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_referrals() TO oracle, web_citizen, web_care, web_authority;
ALTER FUNCTION guard.my_referrals() OWNER TO oracle;
