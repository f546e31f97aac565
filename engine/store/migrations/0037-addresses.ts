import type { Migration } from '../migrate.ts'

/**
 * By e-mail a client signs in, so whoever changes the address could sign in as them: the new one holds at once, but codes go
 * there only after a while, in which the old one was told. Letters that somebody waits for go ahead of the others. And of a
 * webhook's address it is known whether the audit chain says that nothing comes through.
 */
export const addresses: Migration = {
  version: 37,
  up: (db) =>
    db.exec(`
      ALTER TABLE client_contact ADD COLUMN email_since INTEGER;
      ALTER TABLE client_contact ADD COLUMN codes_from INTEGER;
      -- Stays when the address is taken away: another one is another, whatever was in between.
      ALTER TABLE client_contact ADD COLUMN last_email TEXT CHECK (last_email <> '');
      UPDATE client_contact SET last_email = email;
      CREATE TRIGGER client_contact_knows_its_last_address BEFORE UPDATE OF email, last_email ON client_contact
      WHEN NEW.last_email IS NOT coalesce(NEW.email, OLD.last_email)
      BEGIN SELECT raise(ABORT, 'a contact knows its last address'); END;
      CREATE TRIGGER client_contact_waits_with_a_new_address BEFORE UPDATE OF email ON client_contact
      WHEN NEW.email IS NOT NULL AND OLD.last_email IS NOT NULL AND lower(NEW.email) IS NOT lower(OLD.email)
        AND (NEW.codes_from IS NULL OR NEW.codes_from <= NEW.changed_at)
      BEGIN SELECT raise(ABORT, 'no code goes at once to another address'); END;
      ALTER TABLE message ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1));
      CREATE TRIGGER message_stays_as_urgent_as_it_was BEFORE UPDATE OF urgent ON message
      BEGIN SELECT raise(ABORT, 'a message is kept as it was written'); END;
      CREATE INDEX message_urgent_to_send ON message (next_attempt_at, id)
        WHERE next_attempt_at IS NOT NULL AND urgent = 1;
      ALTER TABLE webhook_endpoint ADD COLUMN failing_told INTEGER NOT NULL DEFAULT 0 CHECK (failing_told IN (0, 1));
    `),
}
