-- A guest's link is a fact of the case: who sits at the table sees that somebody was asked. No web login writes here; the functions below do.
-- Of a secret only a hash is kept, and not even that is shown.

SELECT guard.protect_facts('guests_guestlink', '');
REVOKE SELECT ON guests_guestlink FROM web_citizen, web_care, web_authority;
GRANT SELECT (id, place_id, case_id, roundtable_id, step_id, asked_id, by_id, said_how, made_at, opened_at) ON guests_guestlink TO web_citizen, web_care, web_authority;
CREATE POLICY oracle ON guests_guestlink TO oracle USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON guests_guestlink TO oracle;
CREATE POLICY guests ON roundtables_invitationanswer FOR INSERT TO oracle WITH CHECK (true);
GRANT INSERT ON roundtables_invitationanswer TO oracle;

-- Where a meeting stands: the latest that was said of its time, while it is called.
CREATE FUNCTION guard.meeting_stands(r uuid) RETURNS SETOF public.roundtables_roundtableevent LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT x.* FROM (SELECT e.* FROM roundtables_roundtableevent e WHERE e.roundtable_id = r AND e.event <> 'pen' ORDER BY e.number DESC LIMIT 1) x
  WHERE x.event IN ('called','moved')
$$;

-- Until when a guest's seat lasts: the end of the meeting; a step's day and a month, or three months. Nothing where there is nothing to come to.
CREATE FUNCTION guard.guest_until(k uuid, r uuid, t uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT least(now() + interval '1 year', x.until) FROM (
    SELECT e.starts_at + make_interval(mins => e.minutes) AS until FROM guard.meeting_stands(r) e WHERE e.case_id = k
    UNION ALL
    SELECT coalesce(s.by_on + interval '1 month', now() + interval '3 months') FROM plans_step s JOIN plans_plan p ON p.item_id = s.plan_id
    WHERE s.id = t AND p.case_id = k AND s.removed_at IS NULL AND s.state = 'open' AND s.kind <> 'care') x
  WHERE x.until > now()
$$;

-- Somebody from outside gets a seat of their own, and a link: by the citizen they are a guest of, or by a professional at the table who had her yes.
CREATE FUNCTION guard.invite_guest(p_link uuid, p_seat uuid, p_person uuid, k uuid, p_for uuid, p_given text, p_family text, p_what text,
  p_meeting uuid, p_step uuid, p_asked uuid, p_said text, p_secret text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE s seats_seat; v_until timestamptz;
BEGIN
  PERFORM guard.need(guard.actor_is_set() AND k = ANY ((SELECT guard.my_cases())::uuid[]), 'not_here');
  PERFORM guard.lock_case(k);
  SELECT * INTO s FROM guard.live_seats() x WHERE x.case_id = k AND x.hat IN ('citizen','professional') LIMIT 1;
  PERFORM guard.need(s.id IS NOT NULL, 'not_here');
  PERFORM guard.need(CASE s.hat WHEN 'citizen' THEN p_for = s.person_id AND p_said = 'self'
    ELSE p_said IN ('telephone','together') AND p_for <> ALL (guard.closed_by(k, s.person_id)) END, 'not_yours');
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat c WHERE c.case_id = k AND c.person_id = p_for AND c.hat = 'citizen' AND (c.until_at IS NULL OR now() < c.until_at)), 'not_yours');
  PERFORM guard.need(p_given <> '' AND p_what IN ('employer','doctor','union','volunteer','other') AND p_secret ~ '^[0-9a-f]{64}$', 'not_yours');
  PERFORM guard.need(EXISTS (SELECT FROM seats_item i WHERE i.id = p_asked AND i.case_id = k AND i.kind = 'guest_ask' AND i.author_id = s.person_id AND i.about = ARRAY[p_for]), 'not_yours');
  v_until := guard.guest_until(k, p_meeting, p_step);
  PERFORM guard.need(v_until IS NOT NULL AND (p_meeting IS NULL) <> (p_step IS NULL), 'not_at_table');
  INSERT INTO people_person (id, given_name, family_name, work_phone, work_email) VALUES (p_person, p_given, p_family, '', '');
  INSERT INTO seats_seat (id, case_id, person_id, hat, for_person_id, powers, power_kinds, ground, authority, until_at, seated_by_id)
    VALUES (p_seat, k, p_person, 'guest', p_for, '{}', '{}', p_what, false, v_until, s.person_id);
  INSERT INTO guests_guestlink (id, place_id, case_id, roundtable_id, step_id, asked_id, by_id, said_how, secret_hash)
    VALUES (p_link, p_seat, k, p_meeting, p_step, p_asked, s.person_id, p_said, p_secret);
  RETURN v_until;
END $$;

-- May the actor end this link, or make it anew? The citizen it is for; or the professional who made it, while she has not closed her course for them.
CREATE FUNCTION guard.keeps_guest(l public.guests_guestlink) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN EXISTS (
  SELECT FROM guard.live_seats() s JOIN seats_seat g ON g.id = l.place_id
  WHERE s.case_id = l.case_id AND l.case_id = ANY ((SELECT guard.my_cases())::uuid[])
    AND ((s.hat = 'citizen' AND g.for_person_id = s.person_id)
      OR (s.hat = 'professional' AND l.by_id = s.person_id AND g.for_person_id <> ALL (guard.closed_by(l.case_id, s.person_id)))));
END $$;

-- A guest's seat ends at once.
CREATE FUNCTION guard.end_guest(p_link uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE l guests_guestlink;
BEGIN
  SELECT * INTO l FROM guests_guestlink WHERE id = p_link;
  PERFORM guard.need(l.id IS NOT NULL AND guard.actor_is_set() AND guard.keeps_guest(l), 'not_here');
  PERFORM guard.lock_case(l.case_id);
  UPDATE seats_seat SET until_at = now() WHERE id = l.place_id AND (until_at IS NULL OR until_at > now());
END $$;

-- A new link in place of one that was lost: the old one, and the browser that had it, open nothing any more.
CREATE FUNCTION guard.renew_guest(p_link uuid, p_secret text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE l guests_guestlink;
BEGIN
  SELECT * INTO l FROM guests_guestlink WHERE id = p_link;
  PERFORM guard.need(l.id IS NOT NULL AND guard.actor_is_set() AND guard.keeps_guest(l) AND p_secret ~ '^[0-9a-f]{64}$', 'not_here');
  PERFORM guard.need(EXISTS (SELECT FROM seats_seat g WHERE g.id = l.place_id AND now() < g.until_at), 'not_at_table');
  UPDATE guests_guestlink SET secret_hash = p_secret, browser_hash = '', opened_at = NULL WHERE id = p_link;
END $$;

-- Does this link lead to somebody who sits there now, and for whom it is not closed?
CREATE FUNCTION guard.guest_sits(l public.guests_guestlink) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN EXISTS (
  SELECT FROM seats_seat g WHERE g.id = l.place_id AND g.hat = 'guest' AND g.from_at <= now() AND now() < g.until_at
    AND g.for_person_id <> ALL (guard.closed_by(l.case_id, g.person_id))
    AND EXISTS (SELECT FROM seats_seat c WHERE c.case_id = l.case_id AND c.person_id = g.for_person_id AND c.hat = 'citizen' AND (c.until_at IS NULL OR now() < c.until_at)));
END $$;

-- Who reads the words they were asked with, for whoever sits at that table: a guest as long as they sit there and the words stay given to them.
CREATE FUNCTION guard.asked_with(p_item uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN QUERY
  SELECT g.person_id FROM guests_guestlink l JOIN seats_seat g ON g.id = l.place_id
  WHERE l.asked_id = p_item AND l.case_id = ANY ((SELECT guard.my_cases())::uuid[]) AND guard.guest_sits(l)
    AND EXISTS (SELECT FROM seats_discloseditem x JOIN seats_disclosure d ON d.id = x.disclosure_id
                WHERE x.item_id = p_item AND d.to_seat_id = g.id AND guard.in_force(d)
                  AND NOT guard.is_closed('guest', g.for_person_id, guard.closed_by(l.case_id, g.person_id), d.about));
END $$;

-- Before the hat is known, for the door: may this link still be taken? Looking takes nothing (mail servers look at links by themselves).
CREATE FUNCTION guard.guest_may_open(p_link uuid, p_secret text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM guests_guestlink l WHERE l.id = p_link AND l.secret_hash = p_secret AND l.browser_hash = '' AND guard.guest_sits(l))
$$;

-- The first browser that takes the link keeps it; of two at once one does.
CREATE FUNCTION guard.guest_opens(p_link uuid, p_secret text, p_browser text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE guests_guestlink l SET browser_hash = p_browser, opened_at = now()
    WHERE l.id = p_link AND l.secret_hash = p_secret AND l.browser_hash = '' AND p_browser ~ '^[0-9a-f]{64}$' AND guard.guest_sits(l);
  RETURN FOUND;
END $$;

-- Who comes by this link in this browser, and what they are asked to: ids, a time, names of who asks and whom to call. No words.
CREATE FUNCTION guard.guest_here(p_link uuid, p_browser text) RETURNS TABLE (person_id uuid, case_id uuid, given_name text, for_name text, by_name text,
  contact text, contact_phone text, meeting boolean, asked_id uuid, starts_at timestamptz, minutes integer, channel text, zone text, until_at timestamptz,
  reply text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT g.person_id, l.case_id, p.given_name::text, f.given_name::text, b.given_name::text,
    coalesce(w.given_name || ' ' || w.family_name, '')::text, coalesce(w.work_phone, '')::text,
    l.roundtable_id IS NOT NULL, l.asked_id, e.starts_at, e.minutes::integer, e.channel::text, q.time_zone::text, g.until_at,
    coalesce((SELECT a.answer FROM roundtables_invitationanswer a WHERE a.roundtable_id = l.roundtable_id AND a.person_id = g.person_id AND a.number = e.number
              ORDER BY a.at DESC, a.id DESC LIMIT 1),
             (SELECT y.answer FROM plans_stepreply y WHERE y.step_id = l.step_id AND y.person_id = g.person_id ORDER BY y.at DESC, y.id DESC LIMIT 1), '')::text
  FROM guests_guestlink l JOIN seats_seat g ON g.id = l.place_id JOIN seats_case c ON c.id = l.case_id JOIN programmes_programme q ON q.id = c.programme_id
  JOIN people_person p ON p.id = g.person_id JOIN people_person f ON f.id = g.for_person_id JOIN people_person b ON b.id = l.by_id
  LEFT JOIN LATERAL guard.meeting_stands(l.roundtable_id) e ON true
  LEFT JOIN LATERAL (
    SELECT n.given_name, n.family_name, n.work_phone FROM seats_seat t JOIN people_person n ON n.id = t.person_id
    WHERE t.case_id = l.case_id AND t.hat = 'professional' AND t.ground <> 'referral' AND t.from_at <= now() AND (t.until_at IS NULL OR now() < t.until_at)
    ORDER BY t.person_id <> l.by_id, t.authority, t.from_at LIMIT 1) w ON true
  WHERE l.id = p_link AND l.browser_hash = p_browser AND p_browser <> '' AND guard.guest_sits(l) AND (l.step_id IS NOT NULL OR e.id IS NOT NULL)
$$;

-- A guest's meeting is over, for three months: when it was, whether it was held or cancelled, whom to ring. For who was asked until it ended: not where the
-- link was ended before, nor where the course is closed for them. No words, and nobody's name but of whom to ring.
CREATE FUNCTION guard.guest_was(p_link uuid, p_hash text) RETURNS TABLE (starts_at timestamptz, held_on date, cancelled boolean, zone text, contact text,
  contact_phone text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT e.starts_at, e.held_on, e.event = 'cancelled', q.time_zone::text, coalesce(w.given_name || ' ' || w.family_name, '')::text, coalesce(w.work_phone, '')::text
  FROM guests_guestlink l JOIN seats_seat g ON g.id = l.place_id JOIN seats_case c ON c.id = l.case_id JOIN programmes_programme q ON q.id = c.programme_id
  JOIN LATERAL (SELECT x.* FROM roundtables_roundtableevent x WHERE x.roundtable_id = l.roundtable_id AND x.event <> 'pen' ORDER BY x.number DESC LIMIT 1) e ON true
  LEFT JOIN LATERAL (
    SELECT n.given_name, n.family_name, n.work_phone FROM seats_seat t JOIN people_person n ON n.id = t.person_id
    WHERE t.case_id = l.case_id AND t.hat = 'professional' AND t.ground <> 'referral' AND t.from_at <= now() AND (t.until_at IS NULL OR now() < t.until_at)
    ORDER BY t.person_id <> l.by_id, t.authority, t.from_at LIMIT 1) w ON true
  WHERE l.id = p_link AND p_hash <> '' AND (l.browser_hash = p_hash OR (l.browser_hash = '' AND l.secret_hash = p_hash))
    AND g.until_at <= now() AND g.until_at > now() - interval '3 months'
    AND g.until_at >= least(e.starts_at + make_interval(mins => e.minutes), CASE WHEN e.event IN ('held','cancelled') THEN e.at END)
    AND g.for_person_id <> ALL (guard.closed_by(l.case_id, g.person_id))
    AND EXISTS (SELECT FROM seats_seat z WHERE z.case_id = l.case_id AND z.person_id = g.for_person_id AND z.hat = 'citizen' AND (z.until_at IS NULL OR now() < z.until_at))
$$;

-- A guest answers, in their own hat. Answering again is another row; the last one counts.
CREATE FUNCTION guard.guest_answers(p_id uuid, p_link uuid, p_reply text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE l guests_guestlink; e roundtables_roundtableevent; p plans_plan; g uuid := guard.actor_person();
BEGIN
  SELECT * INTO l FROM guests_guestlink WHERE id = p_link;
  PERFORM guard.need(l.id IS NOT NULL AND guard.actor_hat() = 'guest' AND EXISTS (SELECT FROM guard.live_seats() s WHERE s.id = l.place_id) AND guard.guest_sits(l), 'not_here');
  PERFORM guard.lock_case(l.case_id);
  IF l.roundtable_id IS NOT NULL THEN
    SELECT * INTO e FROM guard.meeting_stands(l.roundtable_id);
    PERFORM guard.need(e.id IS NOT NULL AND p_reply IN ('comes','cannot'), 'not_here');
    INSERT INTO roundtables_invitationanswer (id, roundtable_id, case_id, number, person_id, answer, how, by_id)
      VALUES (p_id, l.roundtable_id, l.case_id, e.number, g, p_reply, 'link', g) ON CONFLICT DO NOTHING;
  ELSE
    PERFORM guard.need(p_reply IN ('takes','no_room'), 'not_here');
    SELECT q.* INTO p FROM plans_plan q JOIN plans_step t ON t.plan_id = q.item_id WHERE t.id = l.step_id;
    INSERT INTO plans_stepreply (id, plan_id, scope_id, wall, step_id, person_id, answer) VALUES (p_id, p.item_id, p.scope_id, p.wall, l.step_id, g, p_reply) ON CONFLICT DO NOTHING;
  END IF;
END $$;

-- The seat ends with what it was given for: it follows a meeting that is moved, a year ahead at most, and is over when that is cancelled or held.
CREATE FUNCTION guard.guests_follow_meeting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE seats_seat s SET until_at = greatest(now(), CASE WHEN NEW.event = 'moved' THEN least(NEW.starts_at + make_interval(mins => NEW.minutes), now() + interval '1 year') ELSE now() END)
    FROM guests_guestlink l WHERE l.roundtable_id = NEW.roundtable_id AND s.id = l.place_id AND s.until_at > now();
  RETURN NULL;
END $$;
CREATE TRIGGER guests_follow AFTER INSERT ON roundtables_roundtableevent FOR EACH ROW WHEN (NEW.event IN ('moved','cancelled','held')) EXECUTE FUNCTION guard.guests_follow_meeting();

-- And when the step is done, changed or taken out.
CREATE FUNCTION guard.guests_follow_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE seats_seat s SET until_at = now() FROM guests_guestlink l WHERE l.step_id = NEW.id AND s.id = l.place_id AND s.until_at > now();
  RETURN NULL;
END $$;
CREATE TRIGGER guests_follow AFTER UPDATE ON plans_step FOR EACH ROW WHEN (NEW.removed_at IS NOT NULL OR NEW.state <> 'open') EXECUTE FUNCTION guard.guests_follow_step();

-- Everybody who was asked from outside to a table, as who asks may see it: no definer, row security answers.
CREATE FUNCTION guard.guests_at(k uuid) RETURNS TABLE (link_id uuid, seat_id uuid, person_id uuid, name text, what text, for_id uuid, by_id uuid, said text,
  meeting boolean, asked_id uuid, made_at timestamptz, opened_at timestamptz, until_at timestamptz, live boolean, reply text, texts bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT l.id, l.place_id, s.person_id, trim(p.given_name || ' ' || p.family_name), s.ground::text, s.for_person_id, l.by_id, l.said_how::text,
    l.roundtable_id IS NOT NULL, l.asked_id, l.made_at, l.opened_at, s.until_at, now() < s.until_at,
    coalesce((SELECT a.answer FROM roundtables_invitationanswer a WHERE a.roundtable_id = l.roundtable_id AND a.person_id = s.person_id ORDER BY a.at DESC, a.id DESC LIMIT 1),
             (SELECT y.answer FROM plans_stepreply y WHERE y.step_id = l.step_id AND y.person_id = s.person_id ORDER BY y.at DESC, y.id DESC LIMIT 1), '')::text,
    (SELECT count(DISTINCT x.item_id) FROM seats_disclosure d JOIN seats_discloseditem x ON x.disclosure_id = d.id
     WHERE d.to_seat_id = l.place_id AND x.item_id <> l.asked_id
       AND NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = d.id AND e.event = 'withdrawn'))
  FROM guests_guestlink l JOIN seats_seat s ON s.id = l.place_id JOIN people_person p ON p.id = s.person_id
  WHERE l.case_id = k ORDER BY now() < s.until_at DESC, l.made_at DESC, l.id
$$;
REVOKE ALL ON FUNCTION guard.guests_at(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.guests_at(uuid) TO web_citizen, web_care, web_authority;

GRANT EXECUTE ON FUNCTION guard.guest_may_open(uuid, text), guard.guest_opens(uuid, text, text), guard.guest_here(uuid, text), guard.guest_was(uuid, text) TO door;
GRANT EXECUTE ON FUNCTION guard.invite_guest(uuid, uuid, uuid, uuid, uuid, text, text, text, uuid, uuid, uuid, text, text), guard.end_guest(uuid),
  guard.renew_guest(uuid, text), guard.asked_with(uuid) TO web_citizen, web_care, web_authority;
GRANT EXECUTE ON FUNCTION guard.guest_answers(uuid, uuid, text) TO web_care;

DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'guard' AND p.proname IN (
    'meeting_stands','guest_until','invite_guest','keeps_guest','end_guest','renew_guest','guest_sits','guest_may_open','guest_opens','guest_here','guest_was','guest_answers','asked_with',
    'guests_follow_meeting','guests_follow_step') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO oracle', f);
  END LOOP;
END $$;
