-- What is about several people is disclosed when each of them has said yes: herself, or who acts for her with `consent`. Any of them takes it back.

SELECT guard.protect_grants('seats_disclosureyes', $$disclosure_id = ANY ((SELECT guard.my_disclosures())::uuid[])$$);

SET LOCAL ROLE oracle;

-- Who has said yes to a disclosure, each for themselves or by who acts for them.
CREATE FUNCTION guard.yes_to(d uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (SELECT coalesce(array_agg(y.person_id), '{}') FROM seats_disclosureyes y WHERE y.disclosure_id = d); END $$;

-- For which of these people the actor can say yes on a case: for herself; for whom she acts with `consent`, seeing what they see.
CREATE FUNCTION guard.answers_as(k uuid, who uuid[]) RETURNS uuid[] LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN RETURN (
  SELECT coalesce(array_agg(DISTINCT x.p), '{}') FROM (
    SELECT CASE s.hat WHEN 'citizen' THEN s.person_id WHEN 'representative' THEN s.for_person_id END AS p FROM guard.live_seats() s
    WHERE s.case_id = k AND (s.hat = 'citizen' OR (s.hat = 'representative' AND 'consent' = ANY (s.powers) AND guard.sees_for(s)))
  ) x WHERE x.p = ANY (who)
); END $$;

-- A further yes to what is about several people. Returns whether it is open now. Nobody says yes to what they cannot read, nor twice.
CREATE FUNCTION guard.agree(p_id uuid) RETURNS TABLE (complete boolean) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE d seats_disclosure; mine uuid[];
BEGIN
  SELECT * INTO d FROM seats_disclosure WHERE id = p_id;
  PERFORM guard.need(d.id IS NOT NULL AND d.basis = 'consent' AND guard.actor_is_set() AND session_user = 'web_citizen', 'not_here');
  mine := guard.answers_as(d.case_id, d.about);
  PERFORM guard.need(cardinality(mine) > 0, 'not_here');
  PERFORM guard.lock_case(d.case_id);
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_disclosureevent e WHERE e.disclosure_id = p_id) AND now() < d.until_at
    AND EXISTS (SELECT FROM seats_seat t WHERE t.id = d.to_seat_id AND (t.until_at IS NULL OR now() < t.until_at)), 'not_open_to_yes');
  PERFORM guard.need(NOT EXISTS (SELECT FROM seats_discloseditem x JOIN seats_item i ON i.id = x.item_id WHERE x.disclosure_id = p_id
    AND (i.scope_id <> ALL ((SELECT guard.my_scopes())::int[]) OR i.id = ANY ((SELECT guard.my_withheld())::uuid[]))), 'not_yours');
  INSERT INTO seats_disclosureyes (disclosure_id, person_id, by_id, by_hat) SELECT p_id, x, guard.actor_person(), guard.actor_hat() FROM unnest(mine) x
    ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT d.about <@ guard.yes_to(p_id);
END $$;

REVOKE ALL ON FUNCTION guard.yes_to(uuid), guard.answers_as(uuid, uuid[]), guard.agree(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.agree(uuid) TO web_citizen;

RESET ROLE;
