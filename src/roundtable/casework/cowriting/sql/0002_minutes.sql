-- A box of the sheet is a line of the minutes under the same id: who may change the one may change how the other reads, and nobody anything else of it.
GRANT UPDATE (text, look_again_on) ON roundtables_meetingline TO web_citizen, web_care, web_authority;
CREATE POLICY rewriters ON roundtables_meetingline AS RESTRICTIVE FOR UPDATE TO web_citizen, web_care, web_authority
  USING (guard.may_change(item_id)) WITH CHECK (guard.may_change(item_id));
