-- Whom a login may tell that there is something: the people of a course the actor has to do with, by one of the fixed texts, now. Else one injected
-- statement could have the house write to anybody it knows of, in the name of somebody they trust. Replaces the policy `tells` of 0002.

-- Has this person to do with this course, for the actor? Who sits or sat there; the manager a citizen was told of. Beyond one's own courses only in the act
-- itself: whom one asks to sign second, or has just signed for; whom one gives a mandate to, and whose course it is.
CREATE FUNCTION guard.may_tell(p uuid, k uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN guard.actor_is_set() AND (
  (k = ANY ((SELECT guard.my_cases())::uuid[]) AND (
    EXISTS (SELECT FROM seats_seat s WHERE s.case_id = k AND s.person_id = p)
    OR (session_user = 'web_citizen' AND EXISTS (SELECT FROM seats_mandate d WHERE d.case_id = k AND d.person_id = p))
    OR EXISTS (SELECT FROM seats_disclosure d WHERE d.case_id = k AND d.given_by_id = guard.actor_person() AND d.countersigner_id = p AND d.from_at = now())))
  OR EXISTS (SELECT FROM seats_disclosure d JOIN seats_disclosureevent e ON e.disclosure_id = d.id JOIN seats_seat t ON t.id = d.to_seat_id
             WHERE d.case_id = k AND d.countersigner_id = guard.actor_person() AND guard.actor_purpose() = 'countersign' AND e.by_id = d.countersigner_id AND e.at = now()
               AND (p IN (d.given_by_id, t.person_id) OR p = ANY (d.about)))
  OR EXISTS (SELECT FROM seats_mandate d WHERE d.case_id = k AND d.given_by_id = guard.actor_person() AND d.from_at = now()
               AND (p = d.person_id OR p = ANY ((SELECT guard.citizens_of(k))::uuid[]))));
END $$;
REVOKE ALL ON FUNCTION guard.may_tell(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.may_tell(uuid, uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.may_tell(uuid, uuid) OWNER TO oracle;

ALTER POLICY tells ON notices_notice
  WITH CHECK (sender_id = guard.actor_person() AND kind IN ('news', 'meeting', 'letter') AND cause = '' AND about IS NULL AND made_at = now() AND guard.may_tell(person_id, case_id));
ALTER POLICY reminds ON notices_notice
  WITH CHECK (guard.actor_is_set() AND person_id = guard.actor_person() AND sender_id IS NULL AND kind IN ('news', 'meeting', 'letter') AND cause <> '' AND about IS NOT NULL
    AND made_at = now());
-- What became of it is written by the worker, and when it was read by who reads it.
REVOKE INSERT ON notices_notice FROM web_citizen, web_care, web_authority;
GRANT INSERT (id, person_id, case_id, kind, sender_id, sends, cause, about, made_at) ON notices_notice TO web_citizen, web_care, web_authority;
