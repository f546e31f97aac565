/**
 * What follows the close of a period by itself: its root hash is reckoned by a reader, and sealed into the audit chain by
 * the writer. A crash in between leaves the period closing; the next start goes on here, and two at once do no harm.
 */
import type { EngineStore } from '../engine-store.ts'
import { invariant } from '../invariant.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { findPeriod, spanOf, subjectOf } from './period.ts'

type Sealing = Readonly<{ name: string; postings: number; root: string }>
type Sealed = Readonly<{ status: 'done' | 'sealed_already' }>

export const sealAction = 'period.close'

export const sealPeriod = command({
  topics: ['ledger', 'audit'],
  record: ({ name, postings, root }: Sealing, { status }: Sealed) => {
    const { firstDay, lastDay } = spanOf(name)
    return {
      action: sealAction,
      subject: subjectOf(name),
      outcome: status,
      detail: { firstDay, lastDay, postings, root },
    }
  },
  run: ({ raw }, { name, postings, root }): Sealed => {
    const { kind, lastDay } = spanOf(name)
    const { changes } = statementsOf(raw).seal.run(postings, Buffer.from(root, 'hex'), kind, lastDay)
    if (changes === 1) return { status: 'done' }
    const stored = findPeriod(raw, name)
    invariant(stored?.root === root, 'a period was sealed with another root', { name, root })
    return { status: 'sealed_already' }
  },
})

export const closingPeriods = ({ raw }: Pick<QueryContext, 'raw'>, _: null): readonly string[] =>
  raw
    .prepare(`
      SELECT iif(kind = 'day', first_day, substr(first_day, 1, 7)) FROM period WHERE state = 'closing'
      ORDER BY last_day, kind`)
    .pluck()
    .all() as string[]

/** Seals every period that is closing, oldest first; answers their names. */
export async function finishPeriods(store: EngineStore): Promise<readonly string[]> {
  const closing = await store.read('periods.closing', null)
  for (const name of closing) {
    const { postings, root } = await store.readLong('periods.reckon', { name })
    await store.write('periods.seal', { name, postings, root }, 'engine')
  }
  return closing
}

const statementsOf = perConnection((raw) => ({
  seal: raw.prepare(`
    UPDATE period SET state = 'closed', postings = ?, root = ? WHERE kind = ? AND last_day = ? AND state = 'closing'`),
}))
