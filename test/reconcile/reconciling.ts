/** Runs over a real store in this process, and what stands matched afterwards. */
import type { Database } from 'better-sqlite3'
import type { EngineStore } from '../../engine/engine-store.ts'
import { queries } from '../../engine/queries.ts'
import { Reconciler, type RunSummary } from '../../engine/reconcile/reconciler.ts'
import type { OpenBooks } from '../operations/open-books.ts'

export function reconcilerOf(books: OpenBooks): Reconciler {
  const read = (name: keyof typeof queries, input: unknown): unknown =>
    (queries[name] as (context: unknown, input: unknown) => unknown)({ raw: books.raw, onProgress: () => {} }, input)
  const store = {
    read: async (name: keyof typeof queries, input: unknown) => read(name, input),
    readLong: async (name: keyof typeof queries, input: unknown) => read(name, input),
    write: (name: never, input: never, actor: string) => books.run(name, input, actor),
  }
  return new Reconciler(store as unknown as EngineStore)
}

export const reconcile = (books: OpenBooks): Promise<readonly RunSummary[]> => reconcilerOf(books).run('test')

export type Standing = Readonly<{
  rule: string | null
  state: string
  residue: number
  lines: readonly number[]
  postings: readonly number[]
}>

/** Every match that stands, by its items. */
export function standingMatches(raw: Database, account = 'omnibus:main'): readonly Standing[] {
  const rows = raw
    .prepare(`
      SELECT item_match.id, rule, item_match.state, residue, residue_entry AS residueEntry, side, item FROM item_match
      JOIN matched_item ON matched_item.match = item_match.id JOIN account ON account.id = item_match.account
      WHERE account.code = ? ORDER BY item_match.id, side, item`)
    .all(account) as {
    id: number
    rule: string | null
    state: string
    residue: number
    residueEntry: number | null
    side: number
    item: number
  }[]
  const matches = new Map<number, Standing & { lines: number[]; postings: number[] }>()
  for (const { id, rule, state, residue, residueEntry, side, item } of rows) {
    const match = matches.get(id) ?? { rule, state, residue, lines: [], postings: [] }
    if (side === 0) match.lines.push(item)
    else if (item !== residueEntry) match.postings.push(item)
    matches.set(id, match)
  }
  return [...matches.values()]
}
