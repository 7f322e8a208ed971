-- What time brought about is told by the job that enters with the hat of who is told: to oneself, from nobody, with a cause, once.
CREATE POLICY reminds ON notices_notice FOR INSERT TO web_citizen, web_care, web_authority
  WITH CHECK (guard.actor_is_set() AND person_id = guard.actor_person() AND sender_id IS NULL AND cause <> '' AND about IS NOT NULL);
