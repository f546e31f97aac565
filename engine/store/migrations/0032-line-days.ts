import type { Migration } from '../migrate.ts'

/**
 * How many lines of its statements an account had to explain on each day and what they came to, so that nobody counts
 * millions of lines to say how many of the last days' are matched. What of them is open is told by the open items.
 */
export const lineDays: Migration = {
  version: 32,
  up: (db) =>
    db.exec(`
      CREATE TABLE line_day (
        account INTEGER NOT NULL REFERENCES reconciled_account (account),
        day INTEGER NOT NULL,
        lines INTEGER NOT NULL CHECK (lines >= 0),
        -- What they come to, each without its sign: what came in does not make up for what went out.
        money INTEGER NOT NULL CHECK (money >= 0),
        PRIMARY KEY (account, day)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER line_day_only_grows BEFORE UPDATE ON line_day
      WHEN NEW.account <> OLD.account OR NEW.day <> OLD.day OR NEW.lines < OLD.lines OR NEW.money < OLD.money
      BEGIN SELECT raise(ABORT, 'lines that opened are counted for ever'); END;
      CREATE TRIGGER line_day_is_never_deleted BEFORE DELETE ON line_day
      BEGIN SELECT raise(ABORT, 'lines that opened are counted for ever'); END;
      INSERT INTO line_day (account, day, lines, money)
      SELECT statement.account, line.day, count(*), sum(abs(line.amount))
      FROM statement JOIN reconciled_account ON reconciled_account.account = statement.account
      CROSS JOIN statement_line AS line ON line.id BETWEEN statement.first_line AND min(statement.opened_to, statement.last_line)
      WHERE statement.state = 'accepted' AND line.amount <> 0 AND line.is_pending = 0 AND line.repeats IS NULL
      GROUP BY 1, 2;
    `),
}
