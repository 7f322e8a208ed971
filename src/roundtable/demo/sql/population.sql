-- One programme of the synthetic population: cases number first to last, with everything of theirs that is not sealed.
-- An id is the digest of a few words and a number, so that every statement finds the same people again.

INSERT INTO people_person (id, given_name, family_name, work_phone, work_email)
SELECT md5('citizen/' || n)::uuid, (%(given)s::text[])[1 + n %% cardinality(%(given)s::text[])],
  (%(family)s::text[])[1 + n / 7 %% cardinality(%(family)s::text[])], '', ''
FROM generate_series(%(first)s::int, %(last)s::int) n;

INSERT INTO people_contactdetails (person_id, phone, email, channel)
SELECT md5('citizen/' || n)::uuid, '', '', 'letter' FROM generate_series(%(first)s::int, %(last)s::int) n;

INSERT INTO seats_case (id, programme_id, opened_at)
SELECT md5('case/' || n)::uuid, %(programme_id)s, date_trunc('minute', now()) - interval '1 day' * (10 + n %% 170)
FROM generate_series(%(first)s::int, %(last)s::int) n;

INSERT INTO seats_seat (id, case_id, person_id, hat, role_id, organisation_id, authority, powers, power_kinds, ground, from_at)
SELECT md5('seat:' || s.who || ':' || n)::uuid, c.id, s.person, s.hat, s.role, s.organisation, s.authority, '{}', '{}', 'programme', c.opened_at
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_case c ON c.id = md5('case/' || n)::uuid,
  LATERAL (VALUES
    ('citizen', md5('citizen/' || n)::uuid, 'citizen', NULL::uuid, NULL::uuid, false),
    ('care', md5('care/' || %(number)s::int || '/' || n %% %(care_managers)s::int)::uuid, 'professional', %(care_role)s::uuid, %(health)s::uuid, false),
    ('work', md5('work/' || %(number)s::int || '/' || n %% %(consultants)s::int)::uuid, 'professional', %(work_role)s::uuid, %(jobcentre)s::uuid, true)
  ) s(who, person, hat, role, organisation, authority);

INSERT INTO cases_phaseevent (id, case_id, number, phase, at, by_id, by_hat)
SELECT md5('phase/' || p.number || '/' || s.id)::uuid, s.case_id, p.number, p.phase, s.from_at + interval '1 day' * (p.number - 1), s.person_id, s.hat
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_seat s ON s.id = md5('seat:care:' || n)::uuid,
  (VALUES (1, 'start'), (2, 'action')) p(number, phase);

INSERT INTO referrals_referral (id, case_id, programme_id, referrer_id, organisation_id, authority, sent_at)
SELECT md5('referral/' || n)::uuid, s.case_id, %(programme_id)s, s.person_id, s.organisation_id, true, s.from_at
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_seat s ON s.id = md5('seat:work:' || n)::uuid;

INSERT INTO seats_scope (case_id, kind, about, holder_id, holder_hat, side_id, wall)
SELECT m.case_id, s.kind, ARRAY[m.person_id], CASE s.kind WHEN 'confidence' THEN b.person_id END, CASE s.kind WHEN 'confidence' THEN 'professional' ELSE '' END,
  s.side, s.wall
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_seat m ON m.id = md5('seat:citizen:' || n)::uuid
  JOIN seats_seat b ON b.id = md5('seat:care:' || n)::uuid,
  (VALUES ('table', NULL::uuid, 0), ('own', NULL, 3), ('confidence', NULL, 1), ('side', %(health)s::uuid, 1), ('side', %(jobcentre)s::uuid, 2)) s(kind, side, wall);

-- A citizen writes in her notebook and in her confidence; on the table both sides in turn. What follows the scope is said here too, though a
-- trigger would see to it: where a measuring run has switched triggers off, rows come out the same.
INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, held, made_at)
SELECT md5('item/' || k || '/' || n)::uuid, sc.case_id, sc.id, sc.wall, sc.kind, sc.about, CASE p.place WHEN 'confidence' THEN 'message' ELSE 'note' END,
  w.person_id, w.hat, w.id, false, w.from_at + interval '7 hours' * (k + 1)
FROM generate_series(%(first)s::int, %(last)s::int) n
  CROSS JOIN generate_series(0, %(items)s::int - 1) k
  CROSS JOIN LATERAL (SELECT (%(pattern)s::text[])[1 + k %% cardinality(%(pattern)s::text[])] AS place) p
  JOIN seats_seat w ON w.id = md5('seat:' || CASE WHEN p.place IN ('own', 'confidence') THEN 'citizen'
    WHEN p.place = 'authority_side' OR (p.place = 'table' AND k %% 2 = 1) THEN 'work' ELSE 'care' END || ':' || n)::uuid
  JOIN seats_scope sc ON sc.case_id = w.case_id AND sc.kind = CASE WHEN p.place LIKE '%%side' THEN 'side' ELSE p.place END
    AND (p.place NOT LIKE '%%side' OR sc.wall = CASE p.place WHEN 'care_side' THEN 1 ELSE 2 END);

INSERT INTO seats_text (item_id, scope_id, wall, headline, body)
SELECT i.id, i.scope_id, i.wall, '', (%(sentences)s::text[])[1 + abs(hashtext(i.id::text) %% cardinality(%(sentences)s::text[]))]
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_item i ON i.case_id = md5('case/' || n)::uuid
WHERE i.scope_kind NOT IN ('own', 'confidence');

INSERT INTO notes_note (item_id, scope_id, wall, case_id, kind, citizen_id, professional_id)
SELECT i.id, i.scope_id, i.wall, i.case_id, i.kind, CASE i.kind WHEN 'message' THEN i.about[1] END, sc.holder_id
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_item i ON i.case_id = md5('case/' || n)::uuid JOIN seats_scope sc ON sc.id = i.scope_id;

-- The first item of a course is what it was referred with.
INSERT INTO referrals_referralevent (id, referral_id, case_id, number, act, state, item_id, checks, at, by_id, by_hat)
SELECT md5('referral/' || e.number || '/' || n)::uuid, md5('referral/' || n)::uuid, s.case_id, e.number, e.act, e.state,
  CASE e.number WHEN 1 THEN md5('item/0/' || n)::uuid END, '[]', s.from_at + interval '1 hour' * e.number, s.person_id, s.hat
FROM generate_series(%(first)s::int, %(last)s::int) n JOIN seats_seat s ON s.id = md5('seat:work:' || n)::uuid,
  (VALUES (1, 'send', 'sent'), (2, 'accept', 'accepted')) e(number, act, state);

-- What stands on the table has been opened by the other professional.
INSERT INTO access_accessevent (at, person_id, hat, seat_id, case_id, item_id, scope_id, about, purpose, basis)
SELECT i.made_at + interval '2 hours', s.person_id, s.hat, s.id, i.case_id, i.id, i.scope_id, i.about, 'case', 'scope'
FROM generate_series(%(first)s::int, %(last)s::int) n
  JOIN seats_item i ON i.case_id = md5('case/' || n)::uuid AND i.scope_kind = 'table'
  CROSS JOIN (VALUES ('care'), ('work')) w(who)
  JOIN seats_seat s ON s.id = md5('seat:' || w.who || ':' || n)::uuid AND s.person_id <> i.author_id;
