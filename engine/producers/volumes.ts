/** What a producer moved of late, from the sums that its postings keep, and how many clients its newest rows were of. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import type { ProducerVolumes, Volume, VolumeDay } from '../contract/producers.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

const daysShown = 30
/** Clients are found by looking at rows, so it is said of how many; all rows of a million-row file nobody waits for. */
const rowsLookedAtMax = 50_000

export function producerVolumes(
  { raw }: Pick<QueryContext, 'raw'>,
  { id, at }: Readonly<{ id: number; at: number }>,
): ProducerVolumes | null {
  if (statementsOf(raw).producer.get(id) === undefined) return null
  const toDay = dayNumberOf(homeOf(raw).zone.dayOf(at))
  const fromDay = toDay - daysShown + 1
  const cells = statementsOf(raw).cells.all({ producer: id, fromDay, toDay }) as Cell[]
  return {
    from: dayOfNumber(fromDay),
    to: dayOfNumber(toDay),
    days: cells.map(({ day, ...volume }): VolumeDay => ({ day: dayOfNumber(day), ...volume })),
    totals: totalsOf(cells),
    clients: clientsOf(raw, id),
  }
}

type Cell = Volume & Readonly<{ day: number }>

function totalsOf(cells: readonly Cell[]): Volume[] {
  const totals = new Map<string, { rows: number; topUps: bigint; payments: bigint }>()
  for (const { currency, rows, topUps, payments } of cells) {
    const sum = totals.get(currency) ?? { rows: 0, topUps: 0n, payments: 0n }
    totals.set(currency, {
      rows: sum.rows + rows,
      topUps: sum.topUps + BigInt(topUps),
      payments: sum.payments + BigInt(payments),
    })
  }
  return [...totals].map(([currency, { rows, topUps, payments }]) => ({
    currency,
    rows,
    topUps: String(topUps),
    payments: String(payments),
  }))
}

type Piece = Readonly<{ batch: number; first: number; last: number }>

/** Over the newest rows that it had posted, newest first. A client with wallets in two currencies is one client. */
function clientsOf(raw: Database, producer: number): ProducerVolumes['clients'] {
  const { pieces, wallets, client } = statementsOf(raw)
  const found = new Set<number>()
  let rows = 0
  for (const piece of pieces.iterate(producer) as IterableIterator<Piece>) {
    const some = wallets.all({ ...piece, most: rowsLookedAtMax - rows }) as number[]
    for (const wallet of some) found.add(wallet)
    rows += some.length
    if (rows >= rowsLookedAtMax) break
  }
  const clients = new Set<unknown>()
  for (const wallet of found) clients.add(client.get(wallet))
  return { clients: clients.size, rows }
}

const statementsOf = perConnection((raw) => ({
  producer: raw.prepare('SELECT id FROM producer WHERE id = ?'),
  // The key begins with day and hour, and each distinct pair is one step in it: other producers' sums are stepped over.
  cells: raw.prepare(`
    WITH RECURSIVE
      one (day) AS (SELECT @fromDay UNION ALL SELECT day + 1 FROM one WHERE day < @toDay),
      slot (day, hour) AS (
        SELECT day, (SELECT min(hour) FROM volume WHERE volume.day = one.day) FROM one
        UNION ALL
        SELECT day, (SELECT min(hour) FROM volume WHERE volume.day = slot.day AND volume.hour > slot.hour)
        FROM slot WHERE hour IS NOT NULL)
    SELECT volume.day, currency, sum(rows) AS rows,
      CAST(sum(iif(kind = 'TopUp', amount, 0)) AS TEXT) AS topUps,
      CAST(sum(iif(kind = 'Payment', amount, 0)) AS TEXT) AS payments
    FROM slot CROSS JOIN volume ON volume.day = slot.day AND volume.hour = slot.hour
    WHERE producer_id = @producer
    GROUP BY volume.day, currency ORDER BY volume.day DESC, currency`),
  pieces: raw.prepare(`
    SELECT batch.id AS batch, first, last FROM batch JOIN batch_piece ON batch_piece.batch_id = batch.id
    WHERE producer_id = ? ORDER BY batch.id DESC, first_line DESC`),
  // What followed from a row stands among them, and came from no row of the batch.
  wallets: raw
    .prepare(`
      SELECT iif(kind = 'TopUp', credit, debit) FROM movement
      WHERE seq BETWEEN @first AND @last AND batch_id = @batch ORDER BY seq DESC LIMIT @most`)
    .pluck(),
  client: raw.prepare('SELECT client_id FROM account WHERE id = ?').pluck(),
}))
