/**
 * A producer that resumed: its held payments are tried again where their wallets have money by now, in pieces that nobody
 * waits long behind. A mark on the producer says how far that is done, so it goes on after a crash.
 */
import type { Database } from 'better-sqlite3'
import type { EngineStore } from '../engine-store.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

type Retried = Readonly<{ producer: number; posted: number; wallets: number; more: boolean }>
const walletsMax = 500
/** So many held rows are looked through at once for those of the producer. */
const rowsMax = 20_000

/** A bounded piece of trying a producer's held payments again; `more` says that some clients are left. */
export const retryHeld = command({
  isLong: true,
  topics: ['clients', 'ledger', 'batches'],
  record: (_: Readonly<{ producer: number }>, { producer, posted, wallets }: Retried) => ({
    action: 'producers.retry_held',
    subject: `producer:${producer}`,
    outcome: 'done',
    detail: { posted, wallets },
  }),
  run: ({ raw, at }, { producer }): Retried => {
    const after = statementsOf(raw).retryAfter.get(producer) as string | null | undefined
    if (after === null || after === undefined) return { producer, posted: 0, wallets: 0, more: false }
    const { clients, last } = clientsBehind(raw, producer, after)
    const { zone, currency } = homeOf(raw)
    const books = new Books(raw, at)
    const consequences = new Consequences(raw, { books, dayOf: (day) => zone.dayOf(day) })
    for (const client of clients) {
      const wallet = books.findWallet(client, currency)
      if (wallet !== null) consequences.moneyCame(wallet)
    }
    books.close()
    statementsOf(raw).moveRetry.run(last, producer)
    return { producer, posted: consequences.heldPosted, wallets: clients.length, more: last !== null }
  },
})

/** Producers that resumed and whose held payments are still to be tried. */
export const producersToRetry = ({ raw }: Pick<QueryContext, 'raw'>, _: null): readonly number[] =>
  statementsOf(raw).toRetry.all() as number[]

/** To the end, for every producer that resumed. Answers how many payments went through. */
export async function retryAllHeld(store: EngineStore): Promise<number> {
  let posted = 0
  for (const producer of await store.read('producers.toRetry', null)) {
    for (let more = true; more; ) {
      const piece = await store.write('producers.retryHeld', { producer }, 'engine')
      posted += piece.posted
      more = piece.more
    }
  }
  return posted
}

/** The clients behind `after` that have held payments of the producer, and where the next piece goes on; null at the end. */
function clientsBehind(
  raw: Database,
  producer: number,
  after: string,
): Readonly<{ clients: readonly string[]; last: string | null }> {
  const rows = statementsOf(raw).heldBehind.all({ after, limit: rowsMax }) as { client: string; producer: number }[]
  const cut = rows.length < rowsMax ? null : (rows.at(-1)?.client ?? null)
  // Of the last client more rows may follow, so it belongs to the next piece, unless nobody else is in this one.
  const whole = rows.filter(({ client }) => client !== cut)
  if (cut !== null && whole.length === 0) return { clients: [cut], last: cut }
  const clients = [...new Set(whole.filter((row) => row.producer === producer).map((row) => row.client))]
  const taken = clients.slice(0, walletsMax)
  if (clients.length > walletsMax) return { clients: taken, last: taken.at(-1) ?? null }
  return { clients: taken, last: cut === null ? null : (whole.at(-1)?.client ?? null) }
}

const statementsOf = perConnection((raw) => ({
  retryAfter: raw.prepare('SELECT retry_after FROM producer WHERE id = ?').pluck(),
  moveRetry: raw.prepare('UPDATE producer SET retry_after = ? WHERE id = ?'),
  toRetry: raw.prepare('SELECT id FROM producer WHERE retry_after IS NOT NULL ORDER BY id').pluck(),
  heldBehind: raw.prepare(`
    SELECT held.client_id AS client, batch.producer_id AS producer
    FROM held_row AS held JOIN batch ON batch.id = held.batch_id
    WHERE held.state = 'held' AND held.client_id > @after ORDER BY held.client_id LIMIT @limit`),
}))
