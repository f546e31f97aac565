/**
 * Items of one side in memory, in the order of their numbers: a few dozen bytes each, whatever their texts are. A million of
 * each side fit; the texts are read again of the few that are looked at closely.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../../invariant.ts'
import { perConnection } from '../../store/compiled.ts'
import { findPart, originOf } from '../parts/parts.ts'
import { KeyList } from './key-list.ts'
import { addLineKeys, addPostingKeys, FileKeys, type LineTexts, type PostingTexts } from './keys-of-item.ts'
import { type Side, sides } from './open-items.ts'
import { release } from './release.ts'

export type ItemSet = Readonly<{
  side: Side
  count: number
  ids: Float64Array
  days: Int32Array
  amounts: Float64Array
  /** Of lines: whether the bank says that it undoes another. */
  reversals: Uint8Array
  /** Of postings: the batch that it came with, or 0. */
  batches: Int32Array
  /** Of postings: the transaction that it belongs to; and of the few that undo one, by their places, which. */
  entries: Float64Array
  undoes: Map<number, number>
  keys: KeyList
  /** Of parts, by their places: the line or posting that each came from. */
  origins: Map<number, number>
}>

/** Reading on from one to the next costs less than looking each up, until there are so many times as many as are wanted. */
const denseWithin = 6

/** All open items of a side. */
export function openItems(raw: Database, account: number, side: Side): ItemSet {
  const { span, ids: idsOf } = statementsOf(raw)
  const { count, first, last } = span.get(account, side) as { count: number; first: number; last: number }
  const set = emptySet(side, count)
  if (count === 0) return set
  const ids = set.ids
  let at = 0
  for (const id of idsOf.iterate(account, side) as IterableIterator<number>) {
    ids[at] = id
    at += 1
  }
  ids.sort()
  fill(raw, account, set, (last - first + 1) / count <= denseWithin)
  return set
}

/** When nothing more is asked of it. */
export function releaseItems({ ids, days, amounts, reversals, batches, entries, keys }: ItemSet): void {
  release(ids, days, amounts, reversals, batches, entries)
  keys.release()
}

/** Some items, open or not, in the order of their numbers. */
export function itemsByIds(raw: Database, account: number, side: Side, ids: readonly number[]): ItemSet {
  const set = emptySet(side, ids.length)
  set.ids.set(ids)
  set.ids.sort()
  fill(raw, account, set, false)
  return set
}

function emptySet(side: Side, count: number): ItemSet {
  const ofPostings = side === sides.posting ? count : 0
  return {
    side,
    count,
    ids: new Float64Array(count),
    days: new Int32Array(count),
    amounts: new Float64Array(count),
    reversals: new Uint8Array(count - ofPostings),
    batches: new Int32Array(ofPostings),
    entries: new Float64Array(ofPostings),
    undoes: new Map(),
    keys: new KeyList(count),
    origins: new Map(),
  }
}

function fill(raw: Database, account: number, set: ItemSet, isDense: boolean): void {
  if (set.side === sides.line) fillLines(raw, account, set, isDense)
  else fillPostings(raw, account, set, isDense)
  fillParts(raw, set)
}

/** Parts have numbers below zero, so they are the first; they were read as what they came from. */
function fillParts(raw: Database, { ids, count, amounts, origins }: ItemSet): void {
  for (let at = 0; at < count && (ids[at] as number) < 0; at += 1) {
    const part = findPart(raw, ids[at] as number)
    invariant(part !== undefined, 'a part of nothing', { item: ids[at] })
    amounts[at] = part.amount
    origins.set(at, part.origin)
  }
}

/** The line or posting whose texts an item has. */
export const originAt = ({ ids, origins }: ItemSet, at: number): number => origins.get(at) ?? (ids[at] as number)

type LineRow = readonly [id: number, day: number, amount: number, isReversal: number, ...LineTexts]

function fillLines(raw: Database, account: number, set: ItemSet, isDense: boolean): void {
  const { linesBetween, line } = statementsOf(raw)
  eachRow<LineRow>(set, isDense, {
    between: (first, last) => linesBetween.iterate({ account, first, last }) as IterableIterator<LineRow>,
    one: (id) => line.get(originOf(raw, id)) as LineRow,
    take: (at, [, day, amount, isReversal, ...texts]) => {
      set.days[at] = day
      set.amounts[at] = amount
      set.reversals[at] = isReversal
      addLineKeys(set.keys, at, texts)
    },
  })
}

type PostingRow = readonly [
  seq: number,
  day: number,
  amount: number,
  entry: number,
  undoes: number,
  batch: number,
  ...PostingTexts,
]

function fillPostings(raw: Database, account: number, set: ItemSet, isDense: boolean): void {
  const { postingsBetween, posting } = statementsOf(raw)
  const files = new FileKeys(raw)
  eachRow<PostingRow>(set, isDense, {
    between: (first, last) => postingsBetween.iterate({ account, first, last }) as IterableIterator<PostingRow>,
    one: (seq) => posting.get({ account, seq: originOf(raw, seq) }) as PostingRow,
    take: (at, [, day, amount, entry, undoes, batch, ...texts]) => {
      set.days[at] = day
      set.amounts[at] = amount
      set.entries[at] = entry
      if (undoes > 0) set.undoes.set(at, undoes)
      set.batches[at] = batch
      addPostingKeys(set.keys, at, texts)
      if (batch > 0) files.add(set.keys, at, batch)
    },
  })
}

function eachRow<Row extends readonly [number, ...unknown[]]>(
  { ids, count }: ItemSet,
  isDense: boolean,
  {
    between,
    one,
    take,
  }: Readonly<{
    between: (first: number, last: number) => IterableIterator<Row>
    one: (id: number) => Row
    take: (at: number, row: Row) => void
  }>,
): void {
  let at = 0
  for (; at < count && (!isDense || (ids[at] as number) < 0); at += 1) take(at, one(ids[at] as number))
  if (at === count) return
  for (const row of between(ids[at] as number, ids[count - 1] as number)) {
    if (row[0] !== ids[at]) continue
    take(at, row)
    at += 1
    if (at === count) break
  }
}

const lineColumns = 'id, day, amount, is_reversal, refs, text, rest'
const postingColumns = `
  movement.seq, movement.day, iif(movement.debit = @account, movement.amount, -movement.amount),
  coalesce(movement.entry, movement.seq), coalesce(entry.related, 0), coalesce(movement.batch_id, 0),
  movement.tx_id, entry.reference, entry.bank_transaction_id, entry.order_id
  FROM movement LEFT JOIN entry ON entry.id = movement.entry`

const statementsOf = perConnection((raw) => ({
  span: raw.prepare(`
    SELECT count(*) AS count, coalesce(min(item), 0) AS first, coalesce(max(item), 0) AS last
    FROM open_item WHERE account = ? AND side = ?`),
  ids: raw.prepare('SELECT item FROM open_item WHERE account = ? AND side = ?').pluck(),
  linesBetween: raw
    .prepare(`
      SELECT ${lineColumns} FROM statement_line WHERE id BETWEEN @first AND @last AND account = @account ORDER BY id`)
    .raw(),
  line: raw.prepare(`SELECT ${lineColumns} FROM statement_line WHERE id = ?`).raw(),
  postingsBetween: raw
    .prepare(`
      SELECT ${postingColumns} WHERE movement.seq BETWEEN @first AND @last
        AND (movement.debit = @account OR movement.credit = @account) ORDER BY movement.seq`)
    .raw(),
  posting: raw.prepare(`SELECT ${postingColumns} WHERE movement.seq = @seq`).raw(),
}))
