/** What was read long ago is kept no longer: what happened is in the records, and this was only the word of it. */
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

const keptMs = 90 * 86_400_000
const rowsMax = 2_000

type Tidied = Readonly<{ removed: number; more: boolean }>

/** A bounded piece; `more` says that some are left. */
export const removeOld = command({
  isLong: true,
  topics: [],
  // The job's own record says that it ran.
  record: null,
  run: ({ raw, at }): Tidied => {
    const { changes } = statementsOf(raw).remove.run({ before: at - keptMs, limit: rowsMax })
    return { removed: changes, more: changes === rowsMax }
  },
})

export const anyOld = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).any.get(at - keptMs) !== undefined

const statementsOf = perConnection((raw) => ({
  any: raw.prepare('SELECT 1 FROM notification WHERE read_at < ? LIMIT 1'),
  remove: raw.prepare(`
    DELETE FROM notification
    WHERE id IN (SELECT id FROM notification WHERE read_at < @before ORDER BY read_at LIMIT @limit)`),
}))
