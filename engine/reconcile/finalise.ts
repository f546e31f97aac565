/**
 * At the cut-off of a day the matches of items up to that day become final. Only then is a residue posted: what could still
 * turn out otherwise has moved no money. The posting belongs to the match, so both sides come to the same.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../calendar/day.ts'
import { invariant } from '../invariant.ts'
import { type HouseAccount, isHouseAccount } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { sides } from './items/open-items.ts'
import { findMatch, type StandingMatch } from './matches/write-match.ts'

export type Finalising = Readonly<{ account: number; day: number }>
export type Finalised = Readonly<{ matches: number; residues: number; more: boolean }>

const matchesAtOnce = 20_000
const residuesAtOnce = 500

export const finaliseMatches = command({
  topics: ['reconciliation', 'ledger'],
  // The run that cuts the day off has its record.
  record: null,
  isLong: true,
  run: (context, { account, day }: Finalising): Finalised => {
    const { raw } = context
    const { withResidue, finalise, left, cutOff } = statementsOf(raw)
    const of = { account, day }
    const owing = withResidue.all({ ...of, limit: residuesAtOnce }) as number[]
    for (const id of owing) postResidue(context, findMatch(raw, id) as StandingMatch)
    const { changes } = finalise.run({ ...of, limit: matchesAtOnce })
    const more = left.get(of) !== undefined
    if (!more) cutOff.run({ account, day })
    return { matches: changes, residues: owing.length, more }
  },
})

/** What the lines have less than the postings is taken from the account, and the other way round. */
export function postResidue(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  match: StandingMatch,
  { initiator = 'engine', proposal }: Readonly<{ initiator?: string; proposal?: number }> = {},
): number {
  const { account, residueTo, residue, id } = match
  invariant(residueTo !== null && isHouseAccount(residueTo), 'a residue that goes nowhere', { id })
  const entry = postToHouse(
    { raw, at },
    { account, house: residueTo, amount: residue, day: match.day, initiator, proposal, match: id },
  )
  const { owed, matched } = statementsOf(raw)
  owed.run({ entry, id })
  matched.run(account, sides.posting, entry, id)
  return entry
}

type HousePosting = Readonly<{
  account: number
  house: HouseAccount
  amount: number
  day: number
  initiator: string
  proposal: number | undefined
  match: number
}>

/** Adds to the account what is positive, and takes from it what is negative. */
export function postToHouse({ raw, at }: Readonly<{ raw: Database; at: number }>, of: HousePosting): number {
  const { account, house, amount, initiator, proposal, match } = of
  const books = new Books(raw, at)
  const here = books.get(account)
  const there = books.house(house, here.currency)
  const day = dayOfNumber(of.day)
  const [debit, credit] = amount > 0 ? [here, there] : [there, here]
  const entry = books.postEntry({
    kind: 'residue',
    currency: here.currency,
    amount: Math.abs(amount),
    legs: [{ debit, credit, amount: Math.abs(amount) }],
    reference: `match ${match}`,
    initiator,
    proposal,
    occurredAt: at,
    day,
  })
  books.close()
  return entry
}

const statementsOf = perConnection((raw) => ({
  withResidue: raw
    .prepare(`
      SELECT id FROM item_match WHERE account = @account AND state = 'provisional' AND day <= @day
        AND residue <> 0 AND residue_entry IS NULL ORDER BY day LIMIT @limit`)
    .pluck(),
  finalise: raw.prepare(`
    UPDATE item_match SET state = 'final' WHERE id IN (
      SELECT id FROM item_match WHERE account = @account AND state = 'provisional' AND day <= @day
        AND (residue = 0 OR residue_entry IS NOT NULL) LIMIT @limit)`),
  left: raw.prepare(`
    SELECT 1 FROM item_match WHERE account = @account AND state = 'provisional' AND day <= @day
    LIMIT 1`),
  cutOff: raw.prepare(`
    UPDATE reconciled_account SET cut_off_day = @day WHERE account = @account AND coalesce(cut_off_day, @day) <= @day`),
  owed: raw.prepare(`
    UPDATE item_match SET residue_entry = @entry,
      day = max(day, (SELECT movement.day FROM movement WHERE seq = @entry)) WHERE id = @id`),
  matched: raw.prepare('INSERT INTO matched_item (account, side, item, match) VALUES (?, ?, ?, ?)'),
}))
