/**
 * What the other side had not told by the end of a day: items that are open, items of matches whose other side came later,
 * and those of matches that leave something over which is not posted yet. What no run has taken in is as open: a batch may
 * post while somebody proves, and a long statement is opened a piece at a time.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { type Item, linesThatOpen, postingsThatOpen, type Side, sides } from '../items/open-items.ts'
import { findMatch, itemsOfMatch } from '../matches/write-match.ts'

export function unexplained(
  raw: Database,
  account: number,
  side: Side,
  day: number,
): Readonly<{ sum: bigint; count: number }> {
  const { open, linesToCome, postingsToCome } = statementsOf(raw)
  const known = open.get(account, side, day) as Told
  const toCome = (side === sides.line ? linesToCome : postingsToCome).get({ account, day }) as Told
  let [sum, count] = [known.sum + toCome.sum, Number(known.count + toCome.count)]
  for (const item of inBetween(raw, account, side, day)) {
    sum += BigInt(item.amount)
    count += 1
  }
  return { sum, count }
}

type Told = Readonly<{ sum: bigint; count: bigint }>

function* inBetween(raw: Database, account: number, side: Side, day: number): Generator<Item> {
  const { overDay, owing, residueDay } = statementsOf(raw)
  for (const id of new Set([
    ...(overDay.all({ account, day }) as number[]),
    ...(owing.all({ account, day }) as number[]),
  ])) {
    const match = findMatch(raw, id)
    if (match === undefined) continue
    for (const item of itemsOfMatch(raw, match)) if (item.side === side && item.day <= day) yield item
    const { residueEntry, residue } = match
    if (side !== sides.posting || residueEntry === null) continue
    const posted = residueDay.get(residueEntry) as number
    if (posted <= day) yield { side, item: residueEntry, day: posted, amount: residue }
  }
}

const statementsOf = perConnection((raw) => ({
  open: raw
    .prepare(`
      SELECT coalesce(sum(amount), 0) AS sum, count(*) AS count FROM open_item
      WHERE account = ? AND side = ? AND day <= ?`)
    .safeIntegers(),
  linesToCome: raw
    .prepare(`
      SELECT coalesce(sum(line.amount), 0) AS sum, count(*) AS count FROM statement
      CROSS JOIN statement_line AS line
        ON line.id BETWEEN max(statement.first_line, statement.opened_to + 1) AND statement.last_line
      WHERE statement.account = @account AND statement.state = 'accepted' AND statement.opened_to < statement.last_line
        AND line.day <= @day AND ${linesThatOpen}`)
    .safeIntegers(),
  postingsToCome: raw
    .prepare(`
      SELECT coalesce(sum(iif(debit = @account, movement.amount, -movement.amount)), 0) AS sum, count(*) AS count
      FROM reconciled_account AS reconciled CROSS JOIN movement ON movement.seq > reconciled.seen
      WHERE reconciled.account = @account AND day BETWEEN reconciled.from_day AND @day AND ${postingsThatOpen}`)
    .safeIntegers(),
  overDay: raw
    .prepare(`
      SELECT id FROM item_match WHERE account = @account AND first_day <= @day AND day > @day AND first_day < day
        AND state <> 'undone'`)
    .pluck(),
  owing: raw
    .prepare(`
      SELECT id FROM item_match WHERE account = @account AND state = 'provisional' AND is_exact = 0 AND day <= @day
        AND residue <> 0 AND residue_entry IS NULL`)
    .pluck(),
  residueDay: raw.prepare('SELECT day FROM movement WHERE seq = ?').pluck(),
}))
