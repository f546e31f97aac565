/**
 * What a person took apart stays apart: no rule makes the same match again. A person may, and that takes it back. Of a match
 * of very many items the first pairs are remembered, which is enough to know it by.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { type Item, sides } from '../items/open-items.ts'

const pairsMost = 10_000

export function keepApart(raw: Database, account: number, match: number, items: readonly Item[]): void {
  const { keep, keepOfSide } = statementsOf(raw)
  for (const [line, posting] of pairsOf(items)) keep.run({ account, line, posting, match })
  const ofSide = pairOfSide(items)
  if (ofSide !== null) keepOfSide.run({ account, match, ...ofSide })
}

export function putBack(raw: Database, account: number, items: readonly Item[]): void {
  if (!anyApart(raw, account)) return
  for (const [line, posting] of pairsOf(items)) statementsOf(raw).forget.run({ account, line, posting })
  const ofSide = pairOfSide(items)
  if (ofSide !== null) statementsOf(raw).forgetOfSide.run({ account, ...ofSide })
}

/** Asked once for many matches: of most accounts nobody ever took anything apart. */
export const anyApart = (raw: Database, account: number): boolean =>
  statementsOf(raw).any.get({ account }) !== undefined

export function areApart(raw: Database, account: number, items: readonly Item[]): boolean {
  const { find, findOfSide } = statementsOf(raw)
  const ofSide = pairOfSide(items)
  if (ofSide !== null) return findOfSide.get({ account, ...ofSide }) !== undefined
  return pairsOf(items).some(([line, posting]) => find.get({ account, line, posting }) !== undefined)
}

/** Two items of one side, which undo one another; the lower number first. */
function pairOfSide([one, other, ...more]: readonly Item[]) {
  if (one === undefined || other === undefined || more.length > 0 || one.side !== other.side) return null
  return { side: one.side, first: Math.min(one.item, other.item), second: Math.max(one.item, other.item) }
}

function pairsOf(items: readonly Item[]): readonly (readonly [line: number, posting: number])[] {
  const lines = items.filter(({ side }) => side === sides.line)
  const postings = items.filter(({ side }) => side === sides.posting)
  const pairs: [number, number][] = []
  for (const line of lines)
    for (const posting of postings) {
      if (pairs.length === pairsMost) return pairs
      pairs.push([line.item, posting.item])
    }
  return pairs
}

const statementsOf = perConnection((raw) => ({
  keep: raw.prepare(`
    INSERT INTO kept_apart (account, line, posting, match) VALUES (@account, @line, @posting, @match)
    ON CONFLICT DO UPDATE SET match = excluded.match`),
  forget: raw.prepare('DELETE FROM kept_apart WHERE account = @account AND line = @line AND posting = @posting'),
  any: raw.prepare(`
    SELECT 1 WHERE EXISTS (SELECT 1 FROM kept_apart WHERE account = @account)
      OR EXISTS (SELECT 1 FROM kept_apart_of_side WHERE account = @account)`),
  keepOfSide: raw.prepare(`
    INSERT INTO kept_apart_of_side (account, side, first, second, match)
    VALUES (@account, @side, @first, @second, @match) ON CONFLICT DO UPDATE SET match = excluded.match`),
  forgetOfSide: raw.prepare(`
    DELETE FROM kept_apart_of_side WHERE account = @account AND side = @side AND first = @first AND second = @second`),
  findOfSide: raw.prepare(`
    SELECT 1 FROM kept_apart_of_side
    WHERE account = @account AND side = @side AND first = @first AND second = @second`),
  find: raw.prepare('SELECT 1 FROM kept_apart WHERE account = @account AND line = @line AND posting = @posting'),
}))
