/**
 * What was posted from a line, or from a part of it, and still stands. A match can be taken apart, a line be split, its parts be
 * taken together again: its money is posted once all the same. What is open of it is matched first, or reversed.
 */
import type { Database } from 'better-sqlite3'
import { bankLines } from '../../funding/transfers.ts'
import { usedOf } from '../../operations/past-transaction.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Item, sides } from '../items/open-items.ts'
import { openItemOf } from '../matches/by-hand.ts'
import { findMatch, itemsOfMatch, matchOfItem } from '../matches/write-match.ts'
import { originOf, partsOfOrigin } from '../parts/parts.ts'

/** Matched with nothing, or in a match with something else than the line. */
export type PostedBefore = Readonly<{
  status: 'line_posted_before'
  line: number
  posting: number
  amount: number
  match: number | null
}>

type Posted = Readonly<{ posting: number; entry: number; amount: number }>

/** What stands in the way of posting an item of a line; null where nothing does. */
export function postedBefore(raw: Database, account: number, { item, amount }: Item): PostedBefore | null {
  const line = originOf(raw, item)
  const family = statementsOf(raw).family.all({ account, line }) as number[]
  const standing = (all: readonly Posted[]) => all.filter(({ entry }) => standsOf(raw, entry) > 0)
  const keyed = standing(family.flatMap((one) => keyedOf(raw, account, one)))
  const apart = standing(family.flatMap((one) => statementsOf(raw).apart.all({ account, line: one }) as Posted[]))
  const waiting = [...keyed, ...apart].find(({ posting }) => isOpenPosting(raw, account, posting))
  const found = waiting ?? (leaves(raw, line, keyed, amount) ? undefined : elsewhere(raw, account, keyed, family))
  if (found === undefined) return null
  const match = waiting === undefined ? (matchesOf(raw, account, found.posting)[0] ?? null) : null
  return { status: 'line_posted_before', line, posting: found.posting, amount: found.amount, match }
}

/** The first time by the item alone, and again by how often: a key is bound for good, also when its posting is reversed. */
export function nextKeyOf(raw: Database, item: number): string {
  const times = (statementsOf(raw).keyed.all(rangeOf(item)) as unknown[]).length
  return times === 0 ? keyOf(item) : `${keyOf(item)}:${times + 1}`
}

export const keyOf = (item: number): string => `line:${item}`

/** Also of entries that were refunded: those are at the bank by themselves. */
export function standsOf(raw: Database, entry: number): number {
  const { amountOf, reversals } = statementsOf(raw)
  const back = reversals.all(entry) as { id: number; amount: number }[]
  return back.reduce((left, { id, amount }) => left - amount + usedOf(raw, id), amountOf.get(entry) as number)
}

const rangeOf = (item: number) => ({
  caller: bankLines,
  key: keyOf(item),
  from: `${keyOf(item)}:`,
  to: `${keyOf(item)};`,
})

function keyedOf(raw: Database, account: number, item: number): readonly Posted[] {
  const { keyed, posting } = statementsOf(raw)
  const entries = keyed.all(rangeOf(item)) as number[]
  return entries.flatMap((entry) => (posting.get({ account, entry }) as Posted | undefined) ?? [])
}

const isOpenPosting = (raw: Database, account: number, posting: number): boolean =>
  itemsOf(raw, account, posting).some((item) => !('status' in openItemOf(raw, account, { side: sides.posting, item })))

const matchesOf = (raw: Database, account: number, posting: number): readonly number[] =>
  itemsOf(raw, account, posting).flatMap((item) => matchOfItem(raw, account, sides.posting, item) ?? [])

/** Itself, or the parts in which it stands. */
function itemsOf(raw: Database, account: number, posting: number): readonly number[] {
  const parts = partsOfOrigin(raw, { account, side: sides.posting, item: posting })
  return parts.length === 0 ? [posting] : parts.map(({ item }) => item)
}

/** Whether the line has so much that was not posted of it. */
function leaves(raw: Database, line: number, keyed: readonly Posted[], amount: number): boolean {
  const posted = keyed.reduce((sum, { entry }) => sum + standsOf(raw, entry), 0)
  return posted + Math.abs(amount) <= Math.abs(statementsOf(raw).lineAmount.get(line) as number)
}

/** The first one that explains something else than this line: of several it is the one to look at. */
function elsewhere(raw: Database, account: number, keyed: readonly Posted[], family: readonly number[]) {
  const isOfLine = ({ posting }: Posted): boolean =>
    matchesOf(raw, account, posting).some((match) => {
      const found = findMatch(raw, match)
      if (found === undefined) return false
      return itemsOfMatch(raw, found).some(({ side, item }) => side === sides.line && family.includes(item))
    })
  return keyed.find((one) => !isOfLine(one)) ?? keyed[0]
}

const statementsOf = perConnection((raw) => ({
  // Also parts that were taken together since.
  family: raw
    .prepare(`
      SELECT @line UNION ALL
      SELECT 0 - item_part.id FROM item_split JOIN item_part ON item_part.split = item_split.id
      WHERE item_split.account = @account AND item_split.side = 0 AND item_split.origin = @line`)
    .pluck(),
  keyed: raw
    .prepare(`
      SELECT json_extract(answer, '$.transaction') FROM operation_key WHERE caller = @caller AND key = @key
      UNION ALL
      SELECT json_extract(answer, '$.transaction') FROM operation_key
      WHERE caller = @caller AND key >= @from AND key < @to`)
    .pluck(),
  posting: raw.prepare(`
    SELECT seq AS posting, entry, amount FROM movement
    WHERE entry = @entry AND (debit = @account OR credit = @account) LIMIT 1`),
  // What a line was posted as is in its first match with it. A fund request stays settled, and is never reversed.
  apart: raw.prepare(`
    SELECT movement.seq AS posting, movement.entry, movement.amount
    FROM kept_apart AS kept JOIN item_match ON item_match.id = kept.match
    JOIN movement ON movement.seq = iif(kept.posting > 0, kept.posting, (
      SELECT origin FROM item_part JOIN item_split ON item_split.id = item_part.split
      WHERE item_part.id = 0 - kept.posting))
    JOIN entry ON entry.id = movement.entry
    WHERE kept.account = @account AND kept.line = @line AND entry.kind NOT IN ('fund_paid', 'fund_settled')
      AND (entry.kind = 'settlement' OR item_match.rule = 'booked' OR item_match.made_at = entry.at)`),
  amountOf: raw.prepare('SELECT amount FROM entry WHERE id = ?').pluck(),
  reversals: raw.prepare(`SELECT id, amount FROM entry WHERE related = ? AND kind = 'reversal'`),
  lineAmount: raw.prepare('SELECT amount FROM statement_line WHERE id = ?').pluck(),
}))
