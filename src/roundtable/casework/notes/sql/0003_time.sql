-- Staff's half-written texts in their last five days, before `notes.tidy_drafts` throws them away. A citizen's never vanish.
CREATE INDEX item_draft ON seats_item (made_at) WHERE scope_kind = 'draft';
CREATE FUNCTION guard.due_draft_ends() RETURNS TABLE (person_id uuid, hat text, authority boolean, case_id uuid, about uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT i.author_id, i.author_hat::text, i.wall = 2, i.case_id, i.id FROM seats_item i
  WHERE i.scope_kind = 'draft' AND i.kind = 'draft' AND i.author_hat NOT IN ('citizen','companion','representative')
    AND i.made_at <= now() - interval '25 days' AND i.made_at > now() - interval '30 days'
    AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.person_id = i.author_id AND n.cause = 'draft_ends' AND n.about = i.id)
$$;
REVOKE ALL ON FUNCTION guard.due_draft_ends() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.due_draft_ends() TO worker;
ALTER FUNCTION guard.due_draft_ends() OWNER TO oracle;
