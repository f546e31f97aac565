/**
 * Posts what lines of a bank say by themselves, each with the match that belongs to it in one transaction: line and postings
 * explain each other from the first moment.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { Instant } from '../../calendar/instant.ts'
import { changeExpected } from '../../expected/change.ts'
import { getExpected } from '../../expected/record.ts'
import { noteReconciled, settleFundRequest } from '../../funding/note.ts'
import { postTransferToVirtualAccount } from '../../funding/transfers.ts'
import { assertNever } from '../../invariant.ts'
import { settingInForce } from '../../settings/in-force.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { withoutTrace } from '../../store/savepoint.ts'
import { type Item, OpenCount, openPostings, sides } from '../items/open-items.ts'
import { draftOf, takeAll } from '../matches/apply.ts'
import { writeMatch } from '../matches/write-match.ts'
import type { Booking } from './bookable.ts'
import { payExpected } from './pay-expected.ts'
import type { Payout } from './payout.ts'
import { keyOf, postedBefore } from './posted-before.ts'

export const bookedRule = 'booked'
const engine = 'engine'

type At = Readonly<{ raw: Database; at: Instant }>
type Outcome = Readonly<{ lines: number; requests: number; refused: number }>

export const bookLines = command({
  topics: ['reconciliation', 'ledger', 'clients', 'funding', 'expected'],
  record: ({ account, bookings }: ToBook, { lines, requests, refused }: Outcome) => ({
    action: 'reconcile.book',
    subject: `account:${account}`,
    outcome: 'done',
    detail: { asked: bookings.length, lines, requests, refused },
  }),
  isLong: true,
  run: (context, { account, bookings }: ToBook): Outcome => {
    let [lines, requests, refused] = [0, 0, 0]
    for (const booking of bookings) {
      const settled = withoutTrace(
        context.raw,
        () => bookOne(context, account, booking),
        (outcome) => outcome === null,
      )
      if (settled === null) refused += 1
      else {
        lines += 1
        requests += settled
      }
    }
    return { lines, requests, refused }
  },
})

type ToBook = Readonly<{ account: number; bookings: readonly Booking[] }>

/** How many requests it settled; null when it is not as it was when somebody looked, and nothing is done. */
function bookOne(context: At, account: number, booking: Booking): number | null {
  const day = dayOfNumber(booking.line.day)
  const of = { day, by: engine }
  // What was posted of it before is for people, who took it apart.
  if (booking.kind !== 'told' && postedBefore(context.raw, account, booking.line) !== null) return null
  switch (booking.kind) {
    case 'transfer': {
      const { number, line, reference } = booking
      const said = reference === null ? {} : { reference: reference.slice(0, 140) }
      const outcome = postTransferToVirtualAccount(context, {
        key: keyOf(line.item),
        number,
        amount: line.amount,
        ...said,
        ...of,
      })
      if (outcome.status !== 'done') return null
      return explain(context, account, [line], [outcome.answer.transaction]) === null ? null : 0
    }
    case 'fund': {
      const { request, received, fee, line } = booking
      const entry = settle(context, account, { request, received, fee }, of)
      if (entry === null || explain(context, account, [line], [entry]) === null) return null
      noteReconciled(context, { request, by: engine })
      return 1
    }
    case 'payout': {
      const { payout, line, reference } = booking
      const entries: number[] = []
      for (const one of payout.requests) {
        const entry = settle(context, account, one, { ...of, bankReference: reference?.slice(0, 64) })
        if (entry === null) return null
        entries.push(entry)
      }
      if (explain(context, account, [line], entries) === null) return null
      explainGateway(context, payout)
      for (const { request } of payout.requests) noteReconciled(context, { request, by: engine })
      return payout.requests.length
    }
    case 'expected': {
      const { expected, line } = booking
      const entry = payExpected(context, expected, { account, line, by: engine })
      return entry === null || explain(context, account, [line], [entry]) === null ? null : 0
    }
    case 'told':
      return noteTold(context, booking.expected)
    default:
      return assertNever(booking)
  }
}

/** The line stays open until the bank's side of it is posted. */
function noteTold({ raw, at }: At, expected: number): number | null {
  const record = getExpected(raw, expected)
  if (record.state !== 'requested' && record.state !== 'pending') return null
  changeExpected(raw, at, record, { by: engine, kind: 'paid', to: { state: 'paid' } })
  return 0
}

type Settled = Readonly<{ request: number; received: number; fee: number }>

function settle(
  context: At,
  account: number,
  settled: Settled,
  of: Readonly<{ day: string; by: string; bankReference?: string | undefined }>,
): number | null {
  const { code } = statementsOf(context.raw).account.get(account) as { code: string }
  const outcome = settleFundRequest(context, { ...settled, omnibus: code, ...of })
  return outcome.status === 'done' ? outcome.transaction : null
}

/** Everything that was posted so far is an item; those of these entries that move the account are with the lines. */
export function explain(
  { raw, at }: At,
  account: number,
  lines: readonly Item[],
  entries: readonly number[],
  asked: Readonly<{ by: string; reason: string }> | null = null,
): number | null {
  const { newest, postings } = statementsOf(raw)
  openPostings(raw, { account, to: newest.get() as number })
  const items = [
    ...lines,
    ...entries
      .flatMap((entry) => postings.all({ account, entry }) as Omit<Item, 'side'>[])
      .map((item) => ({ side: sides.posting, ...item })),
  ]
  const draft = draftOf(account, items, at)
  if (draft.lineSum !== draft.postingSum) return null
  const count = new OpenCount()
  if (!takeAll(raw, account, items, count)) return null
  count.note(raw, account)
  const { version } = settingInForce(raw, 'matching')
  const match = writeMatch(raw, {
    ...draft,
    rule: asked === null ? bookedRule : null,
    ...asked,
    ruleVersion: version,
    isExact: true,
    residueTo: null,
    evidence: '{}',
  })
  statementsOf(raw).final.run(match)
  return match
}

/** The gateway's own account: what it was paid, what it kept and what it paid out come to nothing, in its lines and in ours. */
function explainGateway(context: At, { gateway, lines, requests, known }: Payout): void {
  const { raw } = context
  const entries = requests
    .flatMap(({ request }) => statementsOf(raw).entriesOf.all(request) as number[])
    .filter((entry) => !known.has(entry))
  withoutTrace(
    raw,
    () => explain(context, gateway, lines, entries),
    (match) => match === null,
  )
}

const statementsOf = perConnection((raw) => ({
  account: raw.prepare('SELECT code FROM account WHERE id = ?'),
  newest: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  postings: raw.prepare(`
    SELECT seq AS item, day, iif(debit = @account, amount, -amount) AS amount FROM movement
    WHERE entry = @entry AND (debit = @account OR credit = @account) ORDER BY seq`),
  final: raw.prepare(`UPDATE item_match SET state = 'final' WHERE id = ?`),
  entriesOf: raw
    .prepare(`
      SELECT movement FROM (
        SELECT id AS request, paid_entry AS movement FROM fund_request UNION ALL SELECT id, settled_entry FROM fund_request)
      WHERE request = ? AND movement IS NOT NULL`)
    .pluck(),
}))
