/**
 * Parts of items: a line of 100.00 that pays two things stands as one of 60.00 and one of 40.00. A part is an item whose
 * number is below zero; what it is called by is what its line or posting is called by, and its day is theirs.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../../invariant.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Side } from '../items/open-items.ts'

export type Part = Readonly<{
  item: number
  account: number
  side: Side
  split: number
  /** Where it stands among the parts of its whole. */
  place: number
  of: number
  /** The item that was split: a line or posting, or a part itself. */
  whole: number
  wholeAmount: number
  /** The line or posting that it came from. */
  origin: number
  day: number
  amount: number
}>

/** Also of parts that were taken together since: matches that were undone still name them. */
export const findPart = (raw: Database, item: number): Part | undefined =>
  item < 0 ? (statementsOf(raw).part.get(0 - item) as Part | undefined) : undefined

/** The line or posting that an item came from, which is the item itself where it is none of its parts. */
export function originOf(raw: Database, item: number): number {
  if (item > 0) return item
  const part = findPart(raw, item)
  invariant(part !== undefined, 'a part of nothing', { item })
  return part.origin
}

export type Split = Readonly<{ id: number; item: number; origin: number; day: number; amount: number }>
type ItemOf = Readonly<{ account: number; side: Side; item: number }>

/** As what an item stands in parts, if it does. */
export const standingSplit = (raw: Database, { account, side, item }: ItemOf): Split | undefined =>
  statementsOf(raw).standing.get({ account, side, item }) as Split | undefined

export const partsOfSplit = (raw: Database, split: number): readonly Part[] =>
  statementsOf(raw).ofSplit.all(split) as Part[]

/** Asked once for many items: of most accounts nobody ever split anything. */
export const anyParts = (raw: Database, account: number): boolean => statementsOf(raw).any.get(account) !== undefined

/** All standing parts of a line or a posting, but those that stand in parts themselves. */
export const partsOfOrigin = (raw: Database, { account, side, item }: ItemOf): readonly Part[] =>
  statementsOf(raw).ofOrigin.all({ account, side, item }) as Part[]

type Between = Readonly<{ side: Side; first: number; last: number }>

/** Open parts of lines or postings whose numbers are between these. */
export const openPartsBetween = (raw: Database, account: number, { side, first, last }: Between): readonly number[] =>
  statementsOf(raw).openBetween.all({ account, side, first, last }) as number[]

const partColumns = `
  SELECT 0 - item_part.id AS item, split.account, split.side, split.id AS split, place, parts AS "of", split.item AS whole,
    split.amount AS wholeAmount, origin, day, item_part.amount
  FROM item_split AS split JOIN item_part ON item_part.split = split.id`

const statementsOf = perConnection((raw) => ({
  part: raw.prepare(`
    ${partColumns}
    WHERE item_part.id = ?`),
  standing: raw.prepare(`
    SELECT id, item, origin, day, amount FROM item_split
    WHERE account = @account AND side = @side AND item = @item AND joined_at IS NULL`),
  ofSplit: raw.prepare(`${partColumns} WHERE split.id = ? ORDER BY place`),
  any: raw.prepare('SELECT 1 FROM item_split WHERE account = ? AND joined_at IS NULL LIMIT 1'),
  openBetween: raw
    .prepare(`
      SELECT 0 - item_part.id FROM item_split AS split JOIN item_part ON item_part.split = split.id
      CROSS JOIN open_item AS open ON open.account = @account AND open.side = @side AND open.day = split.day
        AND open.amount = item_part.amount AND open.item = 0 - item_part.id
      WHERE split.account = @account AND split.side = @side AND split.origin BETWEEN @first AND @last
        AND split.joined_at IS NULL`)
    .pluck(),
  ofOrigin: raw.prepare(`
    ${partColumns} WHERE split.account = @account AND split.side = @side AND split.origin = @item
      AND split.joined_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM item_split AS inner WHERE inner.account = @account AND inner.side = @side
          AND inner.item = 0 - item_part.id AND inner.joined_at IS NULL)`),
}))
