/** A queue of a bad day, written straight into the store: exceptions of many producers, batches, clients and owners. */
import type { Database } from 'better-sqlite3'

const hourMs = 3_600_000
const dueInHours = { critical: 4, high: 24, medium: 72, low: 168 }
const producers = 40
const owners = 12
const codesOfBatch = 12
/** They were raised one after another, through so many days. */
const days = 180
const begin = Date.parse('2026-01-01T00:00:00Z')

/** As many as are not resolved, and as many as are. */
export type Queue = Readonly<{ unresolved: number; resolved: number }>

/** Into the store of a workspace that has nothing yet. */
export function fillExceptions(raw: Database, { unresolved, resolved }: Queue): void {
  raw.pragma('foreign_keys = OFF')
  raw.transaction(() => {
    const people = openHouse(raw)
    fillBatches(raw, Math.ceil((unresolved + resolved) / codesOfBatch))
    const codes = raw.prepare('SELECT code, severity FROM exception_code ORDER BY code').all() as Code[]
    const insert = raw.prepare(insertion)
    const event = raw.prepare(`
      INSERT INTO exception_event (exception_id, at, by, kind, detail) VALUES (?, ?, 'engine', 'raised', '{}')`)
    const random = seeded(11)
    for (let i = 0; i < unresolved + resolved; i += 1) {
      const draft = draftOf(i, { codes, people, random, count: unresolved + resolved, ends: i < resolved })
      event.run(insert.run(draft).lastInsertRowid, draft.raisedAt)
    }
  })()
}

type Person = Readonly<{ id: number; name: string }>
type Code = Readonly<{ code: string; severity: keyof typeof dueInHours }>
type Random = () => number

type Surroundings = Readonly<{
  codes: readonly Code[]
  people: readonly Person[]
  random: Random
  count: number
  ends: boolean
}>

function draftOf(i: number, { codes, people, random, count, ends }: Surroundings) {
  const below = (bound: number): number => Math.floor(random() * bound)
  const batch = 1 + Math.floor(i / codesOfBatch)
  const code = codes[(i % codesOfBatch) * 2 + below(2)]
  if (code === undefined) throw new Error('the store knows fewer codes')
  const single = random() < 0.6
  const raisedAt = begin + Math.floor((days * 24 * hourMs * i) / count)
  const owner = random() < 0.3 ? (people[below(people.length)] ?? null) : null
  const touchedAt = owner === null ? null : raisedAt + below(20 * hourMs)
  return {
    ...code,
    scope: 'fault',
    producer: producerOf(batch),
    batch,
    client: single ? String(10_000_000 + below(30_000) * 137) : null,
    line: single ? 2 + below(10_000) : null,
    rows: single ? 1 : 2 + below(500),
    amount: random() < 0.2 ? null : below(5_000_000),
    found: single ? `2026-13-${below(99)}` : null,
    status: ends ? 'resolved' : owner === null ? 'open' : 'in_progress',
    owner: owner?.id ?? null,
    raisedAt,
    dueAt: raisedAt + dueInHours[code.severity] * hourMs,
    snoozedUntil: !ends && random() < 0.02 ? Date.parse('2099-01-01T00:00:00Z') : null,
    touchedAt,
    touchedBy: owner?.name ?? null,
    resolvedAt: ends ? raisedAt + below(100 * hourMs) : null,
    resolvedBy: ends ? (owner?.name ?? 'engine') : null,
    resolution: ends ? 'not_a_problem' : null,
  }
}

const producerOf = (batch: number): number => 100 + (batch % producers)

const insertion = `
  INSERT INTO exception (code, scope, severity, status, resolution, producer_id, batch_id, client_id, line, rows, amount,
    currency, found, detail, owner, raised_at, due_at, resolved_at, resolved_by, snoozed_until, first_touched_at, touched_at,
    touched_by)
  VALUES (@code, @scope, @severity, @status, @resolution, @producer, @batch, @client, @line, @rows, @amount, 'USD', @found,
    '{}', @owner, @raisedAt, @dueAt, @resolvedAt, @resolvedBy,
    @snoozedUntil, @touchedAt, @touchedAt, @touchedBy)`

function openHouse(raw: Database): readonly Person[] {
  const producer = raw.prepare('INSERT INTO producer (id, code, name, state, created_at) VALUES (?, ?, ?, ?, 0)')
  for (let i = 0; i < producers; i += 1) producer.run(producerOf(i), `shop${i}`, `Shop number ${i}`, 'active')
  const person = raw.prepare(`
    INSERT INTO user (name, display_name, state, must_change_passphrase, created_at) VALUES (?, ?, 'active', 0, 0)`)
  for (let i = 1; i <= owners; i += 1) person.run(`person${i}`, `Person ${i}`)
  return raw.prepare('SELECT id, name FROM user ORDER BY id').all() as Person[]
}

function fillBatches(raw: Database, count: number): void {
  const insert = raw.prepare(`
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
    VALUES (?, ?, ?, '/day.csv', '1', 1, 1, zeroblob(32), ?, 'held', ?)`)
  for (let id = 1; id <= count; id += 1) insert.run(id, producerOf(id), `day-${id}.csv`, `${id}.cha`, begin)
}

/** The same queue each time: a figure that moved is the code's doing. */
function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
