/**
 * What new items could have to do with: items that share a reference with them, items of the same amount near them in time,
 * and whatever those could be matched with instead. A statement of a thousand lines is matched against millions of open
 * postings by looking at a few thousand of them.
 */
import type { Database } from 'better-sqlite3'
import type { MatchRule } from '../../contract/match-rules.ts'
import { perConnection } from '../../store/compiled.ts'
import { anyParts, openPartsBetween, partsOfOrigin } from '../parts/parts.ts'
import { findKeyed } from '../references/reference-index.ts'
import type { Fresh } from './fresh.ts'
import { type ItemSet, itemsByIds } from './item-set.ts'
import { isOpenItem, type Side, sides } from './open-items.ts'

/** What more items than these go by tells none of them apart. */
const keyedMost = 2_000
const sameAmountMost = 33

export type NewItems = Readonly<{ lines: ItemSet; postings: ItemSet }>

/** Open items that no run has looked at. */
export function newItems(raw: Database, account: number, fresh: Fresh): NewItems {
  const { newLines, newPostings } = statementsOf(raw)
  const isSplit = anyParts(raw, account)
  const parts = (side: Side, first: number, last: number): readonly number[] =>
    isSplit ? openPartsBetween(raw, account, { side, first, last }) : []
  const lines = fresh.statements.flatMap(({ first, last }) => [
    ...parts(sides.line, first, last),
    ...(newLines.all({ account, first, last }) as number[]),
  ])
  const postings = [
    ...parts(sides.posting, fresh.postingsAfter + 1, fresh.postingsTo),
    ...(newPostings.all({ account, since: fresh.postingsAfter }) as number[]),
  ]
  return {
    lines: itemsByIds(raw, account, sides.line, lines),
    postings: itemsByIds(raw, account, sides.posting, postings),
  }
}

type Neighbours = Readonly<{ lines: Set<number>; postings: Set<number> }>

export function neighbourhoodOf(
  raw: Database,
  account: number,
  fresh: NewItems,
  rules: readonly MatchRule[],
): Readonly<{ lines: ItemSet; postings: ItemSet }> {
  const first = neighboursOf(raw, account, fresh, rules)
  const near = setsOf(raw, account, first)
  // Whoever the neighbours could be with instead: without them a match would look certain that is not.
  const second = neighboursOf(raw, account, near, rules)
  for (const line of [...first.lines, ...fresh.lines.ids]) second.lines.add(line)
  for (const posting of [...first.postings, ...fresh.postings.ids]) second.postings.add(posting)
  return setsOf(raw, account, second)
}

function setsOf(raw: Database, account: number, { lines, postings }: Neighbours) {
  return {
    lines: itemsByIds(raw, account, sides.line, [...lines]),
    postings: itemsByIds(raw, account, sides.posting, [...postings]),
  }
}

function neighboursOf(raw: Database, account: number, of: NewItems, rules: readonly MatchRule[]): Neighbours {
  const found: Neighbours = { lines: new Set(), postings: new Set() }
  for (const set of [of.lines, of.postings]) {
    const keys = Float64Array.from(set.keys.hashes).sort()
    keyed(raw, account, sides.line, keys, found.lines)
    keyed(raw, account, sides.posting, keys, found.postings)
  }
  const [before, after] = window(rules)
  sameAmount(raw, account, of.lines, { before, after }, found.postings)
  sameAmount(raw, account, of.postings, { before: after, after: before }, found.lines)
  return found
}

function window(rules: readonly MatchRule[]): readonly [number, number] {
  const byAmount = rules.filter(({ by }) => by === 'amount')
  return [
    Math.max(0, ...byAmount.map(({ daysBefore }) => daysBefore)),
    Math.max(0, ...byAmount.map(({ daysAfter }) => daysAfter)),
  ]
}

function keyed(raw: Database, account: number, side: Side, keys: Float64Array, into: Set<number>): void {
  const ids = new Set<number>()
  findKeyed(raw, { account, side, most: keyedMost }, keys, (item) => ids.add(item))
  const { openLine, openPosting } = statementsOf(raw)
  const isOpen = side === sides.line ? openLine : openPosting
  const isSplit = anyParts(raw, account)
  for (const item of ids) {
    if (isOpen.get({ account, item }) !== undefined) into.add(item)
    else if (isSplit)
      for (const part of partsOfOrigin(raw, { account, side, item }))
        if (isOpenItem(raw, account, part)) into.add(part.item)
  }
}

/** Of amounts that are everywhere no more are taken than show that they are. */
function sameAmount(
  raw: Database,
  account: number,
  { side, count, days, amounts }: ItemSet,
  { before, after }: Readonly<{ before: number; after: number }>,
  into: Set<number>,
): void {
  const { ofAmount } = statementsOf(raw)
  const other = side === sides.line ? sides.posting : sides.line
  for (let at = 0; at < count; at += 1) {
    const [day, amount] = [days[at] as number, amounts[at] as number]
    const items = ofAmount.all(day - before, day + after, account, other, amount, sameAmountMost) as number[]
    for (const item of items) into.add(item)
  }
}

const statementsOf = perConnection((raw) => ({
  newLines: raw
    .prepare(`
      SELECT line.id FROM statement_line AS line CROSS JOIN open_item AS open
        ON open.account = @account AND open.side = 0 AND open.day = line.day AND open.amount = line.amount
          AND open.item = line.id
      WHERE line.id BETWEEN @first AND @last AND line.account = @account`)
    .pluck(),
  newPostings: raw
    .prepare(`
      SELECT movement.seq FROM movement CROSS JOIN open_item AS open
        ON open.account = @account AND open.side = 1 AND open.day = movement.day
          AND open.amount = iif(movement.debit = @account, movement.amount, -movement.amount) AND open.item = movement.seq
      WHERE movement.seq > @since AND (movement.debit = @account OR movement.credit = @account)`)
    .pluck(),
  openLine: raw.prepare(`
    SELECT 1 FROM statement_line AS line CROSS JOIN open_item AS open
      ON open.account = @account AND open.side = 0 AND open.day = line.day AND open.amount = line.amount
        AND open.item = line.id
    WHERE line.id = @item`),
  openPosting: raw.prepare(`
    SELECT 1 FROM movement CROSS JOIN open_item AS open
      ON open.account = @account AND open.side = 1 AND open.day = movement.day
        AND open.amount = iif(movement.debit = @account, movement.amount, -movement.amount) AND open.item = movement.seq
    WHERE movement.seq = @item`),
  // Day by day, because of each day open items lie in the order of their amounts.
  ofAmount: raw
    .prepare(`
      WITH RECURSIVE span (day) AS (SELECT ? UNION ALL SELECT day + 1 FROM span WHERE day < ?)
      SELECT open.item FROM span CROSS JOIN open_item AS open
        ON open.account = ? AND open.side = ? AND open.day = span.day AND open.amount = ?
      LIMIT ?`)
    .pluck(),
}))
