-- A notice is heard in the hat it concerns, through that hat's login: whoever an injected statement claims to be, and also by somebody who works here and
-- has a course of their own. And who has been closed out of a course hears nothing more of it (invariant 4): no line on the first page, no mail.

SELECT guard.protect_base('notices_notice');

-- Has everybody a course is about closed it for this person; or, for who is there for one of them, has she? Asked by the functions below alone.
CREATE FUNCTION guard.shut_for(k uuid, p uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE citizens uuid[] := guard.citizens_of(k); closers uuid[] := guard.closed_by(k, p);
BEGIN RETURN citizens <> '{}' AND NOT (p = ANY (citizens)) AND (citizens <@ closers
  OR coalesce((SELECT bool_and(guard.is_closed(s.hat, s.for_person_id, closers, citizens)) FROM seats_seat s WHERE s.case_id = k AND s.person_id = p), false)); END $$;

-- Does news of this course concern the actor here? A citizen hears of her own; staff of those where they sit or sat through this login, or have no seat.
CREATE FUNCTION guard.hears_of(k uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN k IS NULL OR (NOT guard.shut_for(k, guard.actor_person()) AND (
  SELECT CASE WHEN session_user = 'web_citizen' THEN count(*) FILTER (WHERE s.hat IN ('citizen','companion','representative')) > 0
    ELSE count(*) FILTER (WHERE s.hat IN ('citizen','companion','representative')) = 0
      AND (count(*) = 0 OR count(*) FILTER (WHERE s.authority = (session_user = 'web_authority')) > 0) END
  FROM seats_seat s WHERE s.case_id = k AND s.person_id = guard.actor_person()));
END $$;

-- Whom a login may tell that there is something: the people of a course the actor has to do with, by one of the fixed texts, now. Else one injected
-- statement could have the house write to anybody it knows of, in the name of somebody they trust.
--
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

CREATE POLICY mine ON notices_notice FOR SELECT TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_here()) AND guard.hears_of(case_id));
CREATE POLICY reads ON notices_notice FOR UPDATE TO web_citizen, web_care, web_authority
  USING (person_id = (SELECT guard.actor_here()) AND guard.hears_of(case_id)) WITH CHECK (person_id = (SELECT guard.actor_here()));
CREATE POLICY tells ON notices_notice FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (sender_id = guard.actor_person() AND kind IN ('news', 'meeting', 'letter') AND cause = '' AND about IS NULL AND made_at = now() AND guard.may_tell(person_id, case_id));
-- What time brought about is told by the job that enters with the hat of who is told: to oneself, from nobody, with a cause, once.
CREATE POLICY reminds ON notices_notice FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_is_set() AND person_id = guard.actor_person() AND sender_id IS NULL AND kind IN ('news', 'meeting', 'letter') AND cause <> '' AND about IS NOT NULL
    AND made_at = now());
GRANT SELECT ON notices_notice TO web_citizen, web_care, web_authority;
-- What became of it is written by the worker (gone out, tried so often, not taken yet, come back), and when it was read by who reads it.
GRANT INSERT (id, person_id, case_id, kind, sender_id, sends, cause, about, made_at) ON notices_notice TO web_citizen, web_care, web_authority;
GRANT UPDATE (read_at) ON notices_notice TO web_citizen, web_care, web_authority;
CREATE POLICY posts ON notices_notice TO worker USING (true) WITH CHECK (true);
GRANT SELECT ON notices_notice TO worker;
GRANT UPDATE (mailed_at, texted_at, tries, trouble, trouble_at) ON notices_notice TO worker;
CREATE POLICY names ON notices_notice FOR SELECT TO oracle USING (true);
GRANT SELECT ON notices_notice TO oracle;

REVOKE ALL ON FUNCTION guard.shut_for(uuid, uuid), guard.hears_of(uuid), guard.may_tell(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.hears_of(uuid), guard.may_tell(uuid, uuid) TO web_citizen, web_care, web_authority;
ALTER FUNCTION guard.shut_for(uuid, uuid) OWNER TO oracle;
ALTER FUNCTION guard.hears_of(uuid) OWNER TO oracle;
ALTER FUNCTION guard.may_tell(uuid, uuid) OWNER TO oracle;
