/** What was read long ago is kept no longer: what happened is in the records, and this was only the word of it. */
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

const dayMs = 86_400_000
const rowsMax = 2_000

type Tidied = Readonly<{ removed: number; more: boolean }>

/** A bounded piece; `more` says that some are left. */
export const removeOld = command({
  isLong: true,
  topics: [],
  // The job's own record says that it ran.
  record: null,
  run: ({ raw, at }): Tidied => {
    const { changes } = statementsOf(raw).remove.run({ before: keptSince(raw, at), limit: rowsMax })
    return { removed: changes, more: changes === rowsMax }
  },
})

export const anyOld = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).any.get(keptSince(raw, at)) !== undefined

const keptSince = (raw: QueryContext['raw'], at: number): number =>
  at - settingInForce(raw, 'retention').value.notificationDays * dayMs

const statementsOf = perConnection((raw) => ({
  any: raw.prepare('SELECT 1 FROM notification WHERE read_at < ? LIMIT 1'),
  remove: raw.prepare(`
    DELETE FROM notification
    WHERE id IN (SELECT id FROM notification WHERE read_at < @before ORDER BY read_at LIMIT @limit)`),
}))
