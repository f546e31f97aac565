/**
 * Matches that new items throw doubt on: provisional ones by one reference, where a new item goes by the same reference and
 * has the same amount, so that it could as well have been that; and those by less than a reference, final or not, where what
 * they hold and a new item of the other side go by one reference. Such a match is taken back, and everything that it touched
 * is looked at again together. A residue that was posted stays.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import type { Fresh } from '../items/fresh.ts'
import { type ItemSet, originAt } from '../items/item-set.ts'
import { type Side, sides } from '../items/open-items.ts'
import { anyParts, partsOfOrigin } from '../parts/parts.ts'
import { findKeyed } from './reference-index.ts'

const keyedMost = 2_000

export function touchedBy(
  raw: Database,
  account: number,
  { lines, postings }: Readonly<{ lines: ItemSet; postings: ItemSet }>,
  fresh: Fresh,
): readonly number[] {
  if (statementsOf(raw).any.get(account) === undefined) return []
  const touched = new Set<number>()
  for (const set of [lines, postings])
    for (const side of [sides.line, sides.posting]) look(raw, account, { set, side, touched, fresh })
  return [...touched]
}

function look(
  raw: Database,
  account: number,
  { set, side, touched, fresh }: Readonly<{ set: ItemSet; side: Side; touched: Set<number>; fresh: Fresh }>,
): void {
  const { hashes, items } = set.keys
  const isNew = (key: number): boolean => fresh.has(set.side, originAt(set, items[key] as number))
  // What was there already was looked at when the matches were made.
  const order = Uint32Array.from({ length: hashes.length }, (_, key) => key).filter(isNew)
  order.sort((a, b) => (hashes[a] as number) - (hashes[b] as number))
  const sorted = new Float64Array(order.length)
  for (let at = 0; at < order.length; at += 1) sorted[at] = hashes[order[at] as number] as number
  const { pairOf, weakerOf } = statementsOf(raw)
  const isSplit = anyParts(raw, account)
  findKeyed(raw, { account, side, most: keyedMost }, sorted, (item, key) => {
    const amount = set.amounts[items[order[key] as number] as number] as number
    for (const one of isSplit
      ? [item, ...partsOfOrigin(raw, { account, side, item }).map((part) => part.item)]
      : [item]) {
      const match = pairOf.get({ account, side, item: one, amount }) as number | undefined
      if (match !== undefined) touched.add(match)
      const weaker = side === set.side ? undefined : (weakerOf.get({ account, side, item: one }) as number | undefined)
      if (weaker !== undefined) touched.add(weaker)
    }
  })
}

const statementsOf = perConnection((raw) => ({
  any: raw.prepare('SELECT 1 FROM item_match WHERE account = ? LIMIT 1'),
  weakerOf: raw
    .prepare(`
      SELECT item_match.id FROM matched_item JOIN item_match ON item_match.id = matched_item.match
      WHERE matched_item.account = @account AND matched_item.side = @side AND matched_item.item = @item
        AND item_match.is_exact = 0 AND item_match.rule IS NOT NULL AND item_match.residue_entry IS NULL`)
    .pluck(),
  pairOf: raw
    .prepare(`
      SELECT item_match.id FROM matched_item JOIN item_match ON item_match.id = matched_item.match
      WHERE matched_item.account = @account AND matched_item.side = @side AND matched_item.item = @item
        AND item_match.state = 'provisional' AND item_match.rule IS NOT NULL AND item_match.lines = 1
        AND item_match.postings = 1 AND item_match.line_sum = @amount`)
    .pluck(),
}))
