/** Challenges, letters, sessions and browsers that are long over: the audit chain has what happened, and no limit needs them. */
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { deviceLastsMs } from './devices.ts'
import { idleMs } from './sessions.ts'

const dayMs = 86_400_000
const rowsMax = 1_000

type Tidied = Readonly<{ removed: number; more: boolean }>

const parts = ['letters', 'tries', 'challenges', 'sessions', 'devices'] as const

/** A bounded piece; `more` says that some are left. */
export const removeOld = command({
  isLong: true,
  topics: [],
  // The job's own record says that it ran.
  record: null,
  run: ({ raw, at }): Tidied => {
    const statements = statementsOf(raw)
    const before = bounds(raw, at)
    const counts = parts.map((part) => statements[part].run({ ...before, limit: rowsMax }).changes)
    return { removed: counts.reduce((sum, each) => sum + each, 0), more: counts.includes(rowsMax) }
  },
})

export const anyOld = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).any.get(bounds(raw, at)) === 1

function bounds(raw: QueryContext['raw'], at: number) {
  const before = at - settingInForce(raw, 'retention').value.walletSignInDays * dayMs
  return { before, idleBefore: before - idleMs, devicesBefore: at - deviceLastsMs }
}

/** What failed could be tried again by a person, and must be known for what it is. */
const oldLetters = `
  SELECT message_id FROM wallet_letter AS letter WHERE letter.at < @before
  AND (SELECT state FROM message WHERE id = letter.message_id) NOT IN ('waiting', 'sending', 'failed')`
const oldChallenges = `
  SELECT id FROM wallet_challenge AS challenge WHERE challenge.asked_at < @before
  AND NOT EXISTS (SELECT 1 FROM wallet_letter WHERE wallet_letter.challenge = challenge.id)`
const oldTries = 'SELECT id FROM wallet_refused_try WHERE at < @before'
const oldSessions = 'SELECT id FROM wallet_session WHERE used_at < @idleBefore'
const oldDevices = 'SELECT hash FROM wallet_device WHERE used_at < @devicesBefore'

const statementsOf = perConnection((raw) => ({
  letters: raw.prepare(`DELETE FROM wallet_letter WHERE message_id IN (${oldLetters} LIMIT @limit)`),
  tries: raw.prepare(`DELETE FROM wallet_refused_try WHERE id IN (${oldTries} LIMIT @limit)`),
  // A try is never older than its challenge, so those of an old one may be younger than what is kept.
  challenges: raw.prepare(`
    DELETE FROM wallet_challenge WHERE id IN (${oldChallenges}
      AND NOT EXISTS (SELECT 1 FROM wallet_refused_try WHERE wallet_refused_try.challenge = challenge.id) LIMIT @limit)`),
  sessions: raw.prepare(`DELETE FROM wallet_session WHERE id IN (${oldSessions} LIMIT @limit)`),
  devices: raw.prepare(`
    DELETE FROM wallet_device WHERE used_at < @devicesBefore AND hash IN (${oldDevices} LIMIT @limit)`),
  any: raw
    .prepare(`
      SELECT EXISTS (${oldLetters}) OR EXISTS (${oldTries}) OR EXISTS (${oldSessions}) OR EXISTS (${oldDevices})
        OR EXISTS (${oldChallenges}
          AND NOT EXISTS (SELECT 1 FROM wallet_refused_try WHERE wallet_refused_try.challenge = challenge.id))`)
    .pluck(),
}))
