/** What of statements waits to be done by the engine: what a start after a crash goes on with. */

import type { StatementMapping } from '../../contract/statement-mappings.ts'
import type { StatementFormat } from '../../contract/statement-sources.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import { bookedDigits } from '../digits.ts'
import { usualChineseIn } from '../guess/chinese.ts'
import { findSource } from '../sources/sources.ts'
import type { ReadFrom } from './read-steps.ts'

/** Files that were received and not read to their end, oldest first. */
export const unreadFiles = ({ raw }: QueryContext, _: null) =>
  statementsOf(raw).unread.all() as Readonly<{ id: number; name: string }>[]

/** In the order in which they are decided about: what comes first on the account first. */
export const undecidedStatements = ({ raw }: QueryContext, _: null) => statementsOf(raw).undecided.all() as number[]

export const unopenedStatements = ({ raw }: QueryContext, _: null) => statementsOf(raw).unopened.all() as number[]

export const anyWaiting = ({ raw }: QueryContext, _: null): boolean => statementsOf(raw).waiting.get() !== undefined

/** Files that were taken and could not be removed from their folder. */
export const leftInFolders = ({ raw }: QueryContext, _: null) =>
  statementsOf(raw).left.all() as Readonly<{
    id: number
    path: string
    inode: string
    bytes: number
    modified_at: number
  }>[]

/** How a file is read: as its source says now, because what nobody could read is read again under another mapping. */
export function fileToRead(
  { raw }: QueryContext,
  { file }: Readonly<{ file: number }>,
): Readonly<{ isBegun: boolean }> & ReadFrom {
  const { one, begun } = statementsOf(raw)
  const row = one.get(file) as Readonly<{ source: string; archive: string }>
  const source = findSource(raw, row.source)
  const format: StatementFormat | 'auto' = source?.format ?? 'auto'
  const mapping: StatementMapping | null = source?.mapping ?? null
  const encoding = source?.encoding ?? null
  return {
    archive: row.archive,
    format,
    mapping,
    encoding,
    usualChinese: usualChineseIn(homeOf(raw).zone.name),
    digits: bookedDigits(raw),
    isBegun: begun.get(file) !== undefined,
  }
}

const statementsOf = perConnection((raw) => ({
  unread: raw.prepare(`SELECT id, name FROM statement_file WHERE state = 'reading' ORDER BY id`),
  undecided: raw
    .prepare(`
      SELECT id FROM statement WHERE state = 'read'
      ORDER BY account, from_day, to_day, length(number), number, id`)
    .pluck(),
  unopened: raw
    .prepare(`SELECT id FROM statement WHERE state = 'accepted' AND opened_to < last_line ORDER BY id`)
    .pluck(),
  waiting: raw.prepare(`SELECT 1 FROM statement WHERE state = 'waiting' LIMIT 1`).pluck(),
  left: raw.prepare('SELECT id, path, inode, bytes, modified_at FROM statement_file WHERE folder_left = 0 ORDER BY id'),
  one: raw.prepare('SELECT source, archive FROM statement_file WHERE id = ?'),
  begun: raw.prepare('SELECT 1 FROM statement WHERE file = ? LIMIT 1').pluck(),
}))
