/** What somebody put off comes back by itself when its time is over. */
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { changeCase, itself } from './case.ts'

type Woken = Readonly<{ woken: number; more: boolean }>
const exceptionsMax = 500

/** A bounded piece, so that nobody waits long behind it; `more` says that some are left. */
export const wakeExceptions = command({
  isLong: true,
  topics: ['exceptions'],
  record: (_: null, { woken, more }: Woken) => ({
    action: 'exceptions.wake',
    subject: 'exceptions',
    outcome: 'done',
    detail: { woken, more },
  }),
  run: ({ raw, at }): Woken => {
    const due = statementsOf(raw).due.all(at, exceptionsMax) as number[]
    for (const id of due) changeCase(raw, at, { id, by: itself, kind: 'woken', detail: {}, snoozedUntil: null })
    return { woken: due.length, more: due.length === exceptionsMax }
  },
})

export const anyToWake = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).due.get(at, 1) !== undefined

const statementsOf = perConnection((raw) => ({
  due: raw.prepare('SELECT id FROM exception WHERE snoozed_until <= ? ORDER BY snoozed_until, id LIMIT ?').pluck(),
}))
