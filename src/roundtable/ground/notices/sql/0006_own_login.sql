-- A notice is heard in the hat it concerns, through that hat's login: whoever an injected statement claims to be, and also by somebody who works here and
-- has a course of their own. And who has been closed out of a course hears nothing more of it (invariant 4): no line on the first page, no mail.

-- Has everybody a course is about closed it for this person? Asked by the functions below alone.
CREATE FUNCTION guard.shut_for(k uuid, p uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE citizens uuid[] := guard.citizens_of(k);
BEGIN RETURN citizens <> '{}' AND NOT (p = ANY (citizens)) AND citizens <@ guard.closed_by(k, p); END $$;

-- Does news of this course concern the actor here? A citizen hears of her own; staff of those where they sit or sat through this login, or have no seat.
CREATE FUNCTION guard.hears_of(k uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN k IS NULL OR (NOT guard.shut_for(k, guard.actor_person()) AND (
  SELECT CASE WHEN session_user = 'web_citizen' THEN count(*) FILTER (WHERE s.hat IN ('citizen','companion','representative')) > 0
    ELSE count(*) FILTER (WHERE s.hat IN ('citizen','companion','representative')) = 0
      AND (count(*) = 0 OR count(*) FILTER (WHERE s.authority = (session_user = 'web_authority')) > 0) END
  FROM seats_seat s WHERE s.case_id = k AND s.person_id = guard.actor_person()));
END $$;

-- May this notice be mailed: is its course still open to whom it is for? Asked by the worker alone.
CREATE FUNCTION guard.notice_is_shut(n uuid) RETURNS boolean LANGUAGE sql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT t.case_id IS NOT NULL AND guard.shut_for(t.case_id, t.person_id) FROM notices_notice t WHERE t.id = n
$$;

REVOKE ALL ON FUNCTION guard.shut_for(uuid, uuid), guard.hears_of(uuid), guard.notice_is_shut(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.hears_of(uuid) TO web_citizen, web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.notice_is_shut(uuid) TO worker;
ALTER FUNCTION guard.shut_for(uuid, uuid) OWNER TO oracle;
ALTER FUNCTION guard.hears_of(uuid) OWNER TO oracle;
ALTER FUNCTION guard.notice_is_shut(uuid) OWNER TO oracle;

ALTER POLICY mine ON notices_notice USING (person_id = (SELECT guard.actor_here()) AND guard.hears_of(case_id));
ALTER POLICY reads ON notices_notice USING (person_id = (SELECT guard.actor_here()) AND guard.hears_of(case_id))
  WITH CHECK (person_id = (SELECT guard.actor_here()));
