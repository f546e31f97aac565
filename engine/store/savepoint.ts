/** Trying something inside a command: what the trial wrote can be taken back without ending the command's transaction. */
import type { Database } from 'better-sqlite3'
import { perConnection } from './compiled.ts'
import { forgetRemembered } from './remembered.ts'

/** Runs `act`, and takes everything back that it wrote when `undo` says so of its outcome, or when it throws. */
export function withoutTrace<T>(raw: Database, act: () => T, undo: (outcome: T) => boolean): T {
  const { begin, back, end } = statementsOf(raw)
  begin.run()
  try {
    const outcome = act()
    if (undo(outcome)) {
      back.run()
      forgetRemembered(raw)
    }
    end.run()
    return outcome
  } catch (error) {
    // After some failures SQLite has taken back the whole transaction, and there is no savepoint left.
    if (raw.inTransaction) {
      back.run()
      end.run()
    }
    forgetRemembered(raw)
    throw error
  }
}

const statementsOf = perConnection((raw) => ({
  begin: raw.prepare('SAVEPOINT trial'),
  back: raw.prepare('ROLLBACK TO trial'),
  end: raw.prepare('RELEASE trial'),
}))
