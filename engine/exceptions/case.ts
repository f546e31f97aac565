/**
 * Everything that happens to an exception goes through here: its new state, its version, who touched it and when, and the
 * record in its history, in the transaction of whatever caused it.
 */
import type { Database } from 'better-sqlite3'
import type { Awaited, Resolution } from '../contract/exceptions.ts'
import { assertNever, invariant } from '../invariant.ts'
import { tellOfChange } from '../notifications/of-cases.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

/** Who acts where nobody does. */
export const itself = 'engine'

/** The store knows these names, and refuses others. */
export type EventKind =
  | 'raised'
  | 'changed'
  | 'reopened'
  | 'settled'
  | 'assigned'
  | 'snoozed'
  | 'woken'
  | 'noted'
  | 'rejected'
  | 'merged'
  | 'dismissed'
  | 'proposed'
  | 'approved'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'posted'
  | 'corrected'
  | 'written_off'
  | 'reversed'
  | 'asked'
  | 'answered'
  | 'told'
  | 'reminded'
  | 'message_failed'
  | 'suspended'
  | 'batch_rejected'
  | 'undone'

export type CaseEvent = Readonly<{
  id: number
  /** A user's name, or `itself`. */
  by: string
  kind: EventKind
  detail: Readonly<Record<string, Json>>
}>

/** `at_work`: in progress where somebody owns it, else open. */
export type CaseStanding =
  | Readonly<{ status: 'at_work' }>
  | Readonly<{ status: 'waiting'; for: Awaited }>
  | Readonly<{ status: 'resolved'; resolution: Resolution }>

export type CaseChange = CaseEvent &
  Readonly<{
    to?: CaseStanding
    /** A user's number; null for nobody. Left out it stays, but whoever makes others wait owns what they began. */
    owner?: number | null
    snoozedUntil?: number | null
    /** By when it is due from now on. */
    dueAt?: number
    /** How many more rows were decided on; fewer when decisions were undone. */
    decided?: number
    /** The rows that it stands for now, where their number goes down. */
    stands?: Readonly<{ rows: number; amount: number | null; client: string | null; line: number | null }>
  }>

export function noteEvent(raw: Database, at: number, { id, by, kind, detail }: CaseEvent): void {
  statementsOf(raw).note.run({ id, at, by, kind, detail: JSON.stringify(detail) })
}

/** Answers the version that it has now. */
export function changeCase(raw: Database, at: number, change: CaseChange): number {
  const { id, by, to, owner, snoozedUntil, decided = 0, stands, dueAt } = change
  const version = statementsOf(raw).move.get({
    id,
    at,
    by,
    owner: owner ?? null,
    setsOwner: Number(owner !== undefined),
    snoozedUntil: snoozedUntil ?? null,
    setsSnooze: Number(snoozedUntil !== undefined),
    dueAt: dueAt ?? null,
    decided,
    // What the engine does by itself is nobody's touch.
    touches: Number(by !== itself),
    setsRows: Number(stands !== undefined),
    rows: stands?.rows ?? null,
    amount: stands?.amount ?? null,
    client: stands?.client ?? null,
    line: stands?.line ?? null,
    ...columnsOf(to),
  }) as number | undefined
  invariant(version !== undefined, 'an exception that is not there was changed', { id })
  noteEvent(raw, at, change)
  tellOfChange(raw, at, change)
  return version
}

type Columns = Readonly<{ status: string | null; waitingFor: Awaited | null; resolution: Resolution | null }>

function columnsOf(to: CaseStanding | undefined): Columns {
  if (to === undefined) return { status: null, waitingFor: null, resolution: null }
  switch (to.status) {
    case 'at_work':
      return { status: 'at_work', waitingFor: null, resolution: null }
    case 'waiting':
      return { status: 'waiting', waitingFor: to.for, resolution: null }
    case 'resolved':
      return { status: 'resolved', waitingFor: null, resolution: to.resolution }
    default:
      return assertNever(to)
  }
}

const statementsOf = perConnection((raw) => ({
  // Assigning alone moves between open and in progress, which say nothing else than whether somebody owns it.
  move: raw
    .prepare(`
      UPDATE exception SET
        owner = iif(@setsOwner, @owner, owner),
        status = CASE
          WHEN @status IN ('waiting', 'resolved') THEN @status
          WHEN @status IS NULL AND status IN ('waiting', 'resolved') THEN status
          WHEN iif(@setsOwner, @owner, owner) IS NULL THEN 'open' ELSE 'in_progress' END,
        waiting_for = CASE WHEN @status IS NULL THEN waiting_for ELSE @waitingFor END,
        resolution = CASE WHEN @status IS NULL THEN resolution ELSE @resolution END,
        resolved_at = CASE WHEN @status IS NULL THEN resolved_at WHEN @status = 'resolved' THEN @at END,
        resolved_by = CASE WHEN @status IS NULL THEN resolved_by WHEN @status = 'resolved' THEN @by END,
        reopened = reopened + (status = 'resolved' AND @status IS 'at_work'),
        snoozed_until = CASE WHEN @setsSnooze THEN @snoozedUntil WHEN @status = 'resolved' THEN NULL
          ELSE snoozed_until END,
        due_at = coalesce(@dueAt, due_at),
        decided = decided + @decided,
        first_touched_at = iif(@touches, coalesce(first_touched_at, @at), first_touched_at),
        touched_at = iif(@touches, @at, touched_at),
        touched_by = iif(@touches, @by, touched_by),
        rows = iif(@setsRows, @rows, rows),
        amount = iif(@setsRows, @amount, amount),
        client_id = iif(@setsRows, @client, client_id),
        line = iif(@setsRows, @line, line),
        version = version + 1
      WHERE id = @id RETURNING version`)
    .pluck(),
  note: raw.prepare(`
    INSERT INTO exception_event (exception_id, at, by, kind, detail) VALUES (@id, @at, @by, @kind, @detail)`),
}))
