/**
 * Deliveries in the store. One is marked before it goes out and its end is noted behind it, so that a program that ended in
 * between knows that it may have arrived: it is sent once more, under the same id, by which a receiver can tell the double.
 * At least once, and never lost.
 */
import type { Database } from 'better-sqlite3'
import type { WebhookProblem } from '../contract/webhooks.ts'
import { settingInForce } from '../settings/in-force.ts'
import { type AuditNote, command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { failingMaxMs, nextAttemptAt, restMaxMs } from './back-off.ts'
import type { Called, Outgoing } from './call.ts'
import { toldBehind } from './tell-wallets.ts'

/** To one address so many go out at once, and one where nothing comes through. */
const underWayMax = 4
/** So long nothing comes through before it is written down. */
const failingToldMs = 10 * 60_000

export type ToDo = Readonly<{
  /** Addresses that something is to be told of wallets, or told once more. */
  behind: readonly number[]
  replays: readonly number[]
  isDue: boolean
  /** When the next is due; null when nothing waits. */
  nextAt: number | null
}>

export function whatToDo({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): ToDo {
  const { ready, next, replays } = statementsOf(raw)
  let isDue = false
  let nextAt: number | null = null
  for (const endpoint of ready.all({ at }) as Ready[]) {
    const first = next.get(endpoint.id) as number | undefined
    if (first === undefined) continue
    const dueAt = Math.max(first, endpoint.restsUntil ?? 0)
    if (dueAt <= at && endpoint.sending < roomOf(endpoint)) isDue = true
    if (dueAt > at) nextAt = Math.min(nextAt ?? dueAt, dueAt)
  }
  return { behind: toldBehind({ raw }), replays: replays.all() as number[], isDue, nextAt }
}

type Ready = Readonly<{
  id: number
  url: string
  restsUntil: number | null
  failingSince: number | null
  sending: number
}>

const roomOf = ({ failingSince }: Ready): number => (failingSince === null ? underWayMax : 1)

export type Begun = Readonly<{ delivery: number }> & Outgoing

type Beginning = Readonly<{ at: number; limit: number }>

/** Marks what is due as under way, and answers what goes out. The record of how it ended stands for it. */
export const beginDeliveries = command({
  topics: ['webhooks'],
  record: null,
  run: ({ raw }, { at, limit }: Beginning): readonly Begun[] => {
    const { ready, due, begin, secrets } = statementsOf(raw)
    const { origins } = settingInForce(raw, 'webhooks').value
    const begun: Begun[] = []
    for (const endpoint of ready.all({ at }) as Ready[]) {
      if ((endpoint.restsUntil ?? 0) > at) continue
      const room = Math.min(roomOf(endpoint) - endpoint.sending, limit - begun.length)
      if (room <= 0) continue
      const signing = secrets.all(endpoint.id, at) as string[]
      for (const { delivery, eventId, body } of due.all(endpoint.id, at, room) as DueRow[]) {
        begin.run(delivery)
        begun.push({ delivery, url: endpoint.url, origins, eventId, body, secrets: signing })
      }
    }
    return begun
  },
})

type DueRow = Readonly<{ delivery: number; eventId: string; body: string }>

type Ending = Readonly<{ delivery: number; url: string; called: Called }>
type Ended = Readonly<{
  status: 'delivered' | 'to_be_tried_again' | 'given_up' | 'cancelled' | 'not_sending'
  endpoint: number | null
  /** What the address came to be with it, where it is worth a record. */
  address: 'failing' | 'recovered' | null
}>

export const endDelivery = command({
  topics: ['webhooks'],
  // Each try is in the log of deliveries; in the chain so many of them would hide what people did. What stands there is that
  // somebody was not told in the end, and that nothing came through to an address for a while, or does again.
  record: ({ delivery }: Ending, { status, endpoint, address }: Ended): AuditNote | null => {
    const subject = `webhook:${endpoint ?? 0}`
    const detail = { delivery }
    if (status === 'given_up') return { action: 'webhooks.deliver', subject, outcome: 'given_up', detail }
    if (address === 'failing') return { action: 'webhooks.reach', subject, outcome: 'failing', detail }
    return address === null ? null : { action: 'webhooks.reach', subject, outcome: 'recovered', detail }
  },
  run: ({ raw, at }, { delivery, url, called }: Ending): Ended => {
    const found = statementsOf(raw).sending.get(delivery) as Sending | undefined
    if (found === undefined) return { status: 'not_sending', endpoint: null, address: null }
    return end(raw, at, found, { url, ...called })
  },
})

type Sending = Readonly<{ delivery: number; endpoint: number; orderedBy: string; attempts: number; state: string }>
type Try = Readonly<{
  url: string
  status: number | null
  problem: WebhookProblem | null
  tookMs: number | null
  answer: string | null
  restMs: number
}>

function end(raw: Database, at: number, sending: Sending, tried: Try): Ended {
  const { delivery, endpoint, orderedBy, attempts, state } = sending
  const { status, problem, restMs } = tried
  const { note, move, interrupted } = statementsOf(raw)
  const attempt = attempts + 1
  note.run({ ...tried, delivery, attempt, at })
  const isOver = state === 'removed'
  // What was cut off by our own end says nothing of the receiver.
  const cutOff = interrupted.get(delivery) as number
  const nextAt =
    problem === null || isOver
      ? null
      : nextAttemptAt({ failedAttempts: attempt - cutOff, at, restMs, random: Math.random() })
  const ended = problem === null ? 'delivered' : isOver ? 'cancelled' : nextAt === null ? 'given_up' : 'waiting'
  move.run({ delivery, state: ended, attempt, nextAt, status, problem, endedAt: ended === 'waiting' ? null : at })
  const restsUntil = restMs === 0 ? null : at + Math.min(restMs, restMaxMs)
  const address = isOver ? null : noteAddress(raw, at, { endpoint, isTaken: problem === null, restsUntil })
  if (ended === 'waiting') return { status: 'to_be_tried_again', endpoint, address }
  if (!isOver) statementsOf(raw).nextInLine.run({ endpoint, orderedBy })
  return { status: ended, endpoint, address }
}

type Tried = Readonly<{ endpoint: number; isTaken: boolean; restsUntil: number | null }>

/** One that takes and refuses by turns is told of neither: only a while in which nothing came through is news. */
function noteAddress(raw: Database, at: number, { endpoint, isTaken, restsUntil }: Tried): Ended['address'] {
  const { answered, failed, tellFailing, tellRecovered } = statementsOf(raw)
  if (isTaken) {
    answered.run({ endpoint })
    return tellRecovered.run(endpoint).changes === 1 ? 'recovered' : null
  }
  failed.run({ endpoint, at, restsUntil })
  return tellFailing.run({ endpoint, since: at - failingToldMs }).changes === 1 ? 'failing' : null
}

type Interrupted = Readonly<{ deliveries: number }>

/** At the start: whatever was under way when the program ended may have arrived or not, and goes out once more. */
export const noteInterrupted = command({
  topics: ['webhooks'],
  record: (_: null, { deliveries }: Interrupted): AuditNote => ({
    action: 'webhooks.interrupted',
    subject: 'webhooks',
    outcome: deliveries === 0 ? 'done' : 'sent_again',
    detail: { deliveries },
  }),
  run: ({ raw, at }): Interrupted => {
    const { allSending, note, again, cancelled } = statementsOf(raw)
    const cut = allSending.all() as (Sending & Readonly<{ url: string }>)[]
    for (const { delivery, url, attempts, state } of cut) {
      const attempt = attempts + 1
      note.run({ delivery, attempt, at, url, status: null, problem: 'interrupted', tookMs: null, answer: null })
      const outcome = state === 'removed' ? cancelled : again
      outcome.run({ delivery, attempt, at })
    }
    return { deliveries: cut.length }
  },
})

export const anySending = ({ raw }: Pick<QueryContext, 'raw'>, _: null): boolean =>
  statementsOf(raw).anySending.get() !== undefined

type Paused = Readonly<{ endpoints: readonly number[] }>

/** After a restore: what the copy would tell was told already, or is not so any more. A person says when it goes on. */
export function pauseAll(raw: Database, at: number): number {
  return statementsOf(raw).pauseAll.run({ at }).changes
}

/** Nothing came through for days: somebody has to look at it, and nothing is lost meanwhile. */
export const pauseFailing = command({
  topics: ['webhooks'],
  record: (_: Readonly<{ at: number }>, { endpoints }: Paused): AuditNote => ({
    action: 'webhooks.pause',
    subject: endpoints.length === 1 ? `webhook:${endpoints[0]}` : 'webhooks',
    outcome: 'failing',
    detail: { endpoints },
  }),
  run: ({ raw, at: pausedAt }, { at }): Paused => {
    const endpoints = statementsOf(raw).failing.all(at - failingMaxMs) as number[]
    for (const id of endpoints) statementsOf(raw).pause.run({ id, at: pausedAt })
    return { endpoints }
  },
})

export const anyFailing = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).failing.get(at - failingMaxMs) !== undefined

const sendingColumns = `
  delivery.id AS delivery, delivery.endpoint, delivery.ordered_by AS orderedBy, delivery.attempts, endpoint.state
  FROM webhook_delivery AS delivery JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.endpoint`

const statementsOf = perConnection((raw) => ({
  ready: raw.prepare(`
    SELECT id, url, rests_until AS restsUntil, failing_since AS failingSince,
      (SELECT count(*) FROM webhook_delivery WHERE endpoint = webhook_endpoint.id AND state = 'sending') AS sending
    FROM webhook_endpoint
    WHERE state = 'active' AND EXISTS (SELECT 1 FROM webhook_secret
      WHERE endpoint = webhook_endpoint.id AND (ends_at IS NULL OR ends_at > @at))
    ORDER BY sending, id`),
  next: raw
    .prepare(`SELECT min(next_at) FROM webhook_delivery WHERE endpoint = ? AND state = 'waiting' HAVING count(*) > 0`)
    .pluck(),
  replays: raw
    .prepare(`
      SELECT webhook_replay.id FROM webhook_replay JOIN webhook_endpoint ON webhook_endpoint.id = webhook_replay.endpoint
      WHERE webhook_replay.ended_at IS NULL ORDER BY webhook_replay.id`)
    .pluck(),
  due: raw.prepare(`
    SELECT delivery.id AS delivery, event.uid AS eventId, event.body
    FROM webhook_delivery AS delivery JOIN webhook_event AS event ON event.id = delivery.event
    WHERE delivery.endpoint = ? AND delivery.state = 'waiting' AND delivery.next_at <= ?
    ORDER BY delivery.next_at, delivery.id LIMIT ?`),
  begin: raw.prepare(`UPDATE webhook_delivery SET state = 'sending', next_at = NULL WHERE id = ?`),
  secrets: raw
    .prepare(
      'SELECT secret FROM webhook_secret WHERE endpoint = ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY id DESC',
    )
    .pluck(),
  sending: raw.prepare(`SELECT ${sendingColumns} WHERE delivery.id = ? AND delivery.state = 'sending'`),
  allSending: raw.prepare(
    `SELECT endpoint.url, ${sendingColumns} WHERE delivery.state = 'sending' ORDER BY delivery.id`,
  ),
  anySending: raw.prepare(`SELECT 1 FROM webhook_delivery WHERE state = 'sending' LIMIT 1`),
  pauseAll: raw.prepare(`
    UPDATE webhook_endpoint SET state = 'paused', paused_by = 'restore', paused_at = @at WHERE state = 'active'`),
  note: raw.prepare(`
    INSERT INTO webhook_attempt (delivery, attempt, at, url, status, problem, took_ms, answer)
    VALUES (@delivery, @attempt, @at, @url, @status, @problem, @tookMs, @answer)`),
  interrupted: raw
    .prepare(`SELECT count(*) FROM webhook_attempt WHERE delivery = ? AND problem = 'interrupted'`)
    .pluck(),
  move: raw.prepare(`
    UPDATE webhook_delivery SET state = @state, next_at = @nextAt, attempts = @attempt, last_status = @status,
      last_problem = @problem, ended_at = @endedAt
    WHERE id = @delivery`),
  again: raw.prepare(`
    UPDATE webhook_delivery SET state = 'waiting', next_at = @at, attempts = @attempt, last_status = NULL,
      last_problem = 'interrupted'
    WHERE id = @delivery`),
  cancelled: raw.prepare(`
    UPDATE webhook_delivery SET state = 'cancelled', ended_at = @at, attempts = @attempt, last_status = NULL,
      last_problem = 'interrupted'
    WHERE id = @delivery`),
  // It has waited since it was made, and goes before what came later.
  nextInLine: raw.prepare(`
    UPDATE webhook_delivery SET state = 'waiting', next_at = created_at
    WHERE id = (SELECT min(id) FROM webhook_delivery
      WHERE endpoint = @endpoint AND ordered_by = @orderedBy AND state = 'queued')`),
  answered: raw.prepare(`
    UPDATE webhook_endpoint SET failing_since = NULL, rests_until = NULL
    WHERE id = @endpoint AND (failing_since IS NOT NULL OR rests_until IS NOT NULL)`),
  failed: raw.prepare(`
    UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, @at), rests_until = coalesce(@restsUntil, rests_until)
    WHERE id = @endpoint`),
  tellFailing: raw.prepare(`
    UPDATE webhook_endpoint SET failing_told = 1 WHERE id = @endpoint AND failing_told = 0 AND failing_since <= @since`),
  tellRecovered: raw.prepare('UPDATE webhook_endpoint SET failing_told = 0 WHERE id = ? AND failing_told = 1'),
  failing: raw
    .prepare(`SELECT id FROM webhook_endpoint WHERE state = 'active' AND failing_since <= ? ORDER BY id`)
    .pluck(),
  pause: raw.prepare(
    `UPDATE webhook_endpoint SET state = 'paused', paused_by = 'engine', paused_at = @at WHERE id = @id`,
  ),
}))
