/** What checking a file writes: its faults as they are found, and at its end the verdict. */
import type { Database } from 'better-sqlite3'
import type { Agreement, BatchRule } from '../../contract/agreements.ts'
import type { Schedule } from '../../contract/schedules.ts'
import { hasExceptions, raiseForBatch } from '../../exceptions/raise-for-batch.ts'
import { invariant } from '../../invariant.ts'
import { isInWindow } from '../../producers/schedule.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteBatch } from '../../webhooks/of-batches.ts'
import { homeOf } from '../../workspace/home.ts'
import { readControlObject } from '../records/control.ts'
import type { FileFacts, NotedRow } from './check-file.ts'
import { packSketch } from './sketch.ts'
import { type CheckFacts, type Spoken, unreadableFact, type Verdict, verdictOf } from './verdict.ts'

type Checking = Readonly<{ batch: number }>

/** Begins anew, whatever an interrupted check had noted before. */
export const beginCheck = command({
  topics: ['batches', 'ingest'],
  // The verdict is recorded; that somebody looked is not.
  record: null,
  run: ({ raw }, { batch }: Checking) => {
    clear(raw, batch)
    return null
  },
})

type Noting = Checking & Readonly<{ faults: readonly NotedRow[]; rows: number; bytesDone: number }>

export const noteFaults = command({
  topics: ['batches'],
  record: null,
  run: ({ raw }, { batch, faults, rows, bytesDone }: Noting) => {
    writeFaults(raw, batch, faults)
    statementsOf(raw).progress.run({ batch, rows, bytesDone })
    return null
  },
})

export type Judging = Checking &
  Readonly<{ facts: FileFacts; faults: readonly NotedRow[]; agreement: Agreement; version: number }>
export type Judged = Readonly<{ state: Verdict['state'] | 'gone'; spoken: readonly Spoken[] }>

export const judgeBatch = command({
  topics: ['batches', 'ingest', 'exceptions'],
  record: ({ batch, facts: { rows, faults } }: Judging, { state, spoken }: Judged) => ({
    action: 'batch.check',
    subject: `batch:${batch}`,
    outcome: state,
    detail: { rows, faults, reasons: spoken.map((each) => each.code) },
  }),
  run: ({ raw, at }, input): Judged => judge(raw, at, input),
})

/** `clear` is part of it for a file that is checked in one step: nothing of it was noted before. */
export function judge(raw: Database, at: number, input: Judging): Judged {
  const { batch, facts, faults, agreement, version } = input
  const standing = statementsOf(raw).standing.get(batch) as Standing | undefined
  invariant(standing !== undefined, 'a verdict on no batch', { batch })
  if (standing.state !== 'received' && standing.state !== 'checking') return { state: 'gone', spoken: [] }
  writeFaults(raw, batch, faults)
  const { state, spoken } = verdictOf(factsOf(raw, input, standing), agreement)
  const reasons = JSON.stringify(spoken.map((each) => each.code))
  const unposted = facts.rows - facts.faults
  const { format, encoding, rows, sum, validSum, firstAt, lastAt, warnings, sketch } = facts
  statementsOf(raw).verdict.run({
    batch,
    state,
    version,
    format,
    encoding,
    rows,
    faults: facts.faults,
    unposted,
    sum,
    validSum,
    firstAt,
    lastAt,
    at,
    verdict: JSON.stringify(spoken),
    reasons,
    warnings: JSON.stringify(warnings),
    sealedAt: state === 'rejected' ? at : null,
    sealedSeq: state === 'rejected' ? 0 : null,
    since: state === 'posting' ? at : null,
  })
  statementsOf(raw).sketch.run(batch, sketch.every, packSketch(sketch))
  // One that was checked before has exceptions already, which this verdict confirms, brings back or ends.
  if (state !== 'posting' || hasExceptions(raw, batch)) raiseForBatch(raw, at, batch, spoken, { anew: 'all' })
  noteBatch(raw, at, batch)
  return { state, spoken }
}

export type Unreadable = Checking & Readonly<{ code: BatchRule; reason: string; line: number | null }>

/** Nothing of a file that can't be read is posted: not even the rows before the place where it ends. */
export const rejectUnreadable = command({
  topics: ['batches', 'ingest', 'exceptions'],
  record: ({ batch, code, reason, line }: Unreadable, _: null) => ({
    action: 'batch.reject',
    subject: `batch:${batch}`,
    outcome: code,
    detail: { reason, line },
  }),
  run: ({ raw, at }, { batch, code, reason, line }) => {
    clear(raw, batch)
    const spoken: Spoken[] = [{ code, effect: 'reject', facts: [unreadableFact({ reason, line })] }]
    statementsOf(raw).reject.run({
      batch,
      at,
      verdict: JSON.stringify(spoken),
      reasons: JSON.stringify([code]),
    })
    raiseForBatch(raw, at, batch, spoken, { anew: 'all' })
    noteBatch(raw, at, batch)
    return null
  },
})

type Standing = Readonly<{
  state: string
  producer: number
  suspended: number
  schedule: string | null
  receivedAt: number
  sha256: Buffer
  control: string | null
}>

function factsOf(raw: Database, { batch, facts, agreement }: Judging, standing: Standing): CheckFacts {
  const { rows, faults, clients, known, alike, sum, firstAt, lastAt } = facts
  const twin = statementsOf(raw).twin.get({ batch, producer: standing.producer, rows, sum, firstAt, lastAt })
  return {
    rows,
    faults,
    clients,
    known,
    alike,
    sum: BigInt(sum),
    control: standing.control === null ? facts.control : besideIt(standing.control, agreement.mapping),
    sha256: standing.sha256.toString('hex'),
    twin: (twin as number | undefined) ?? null,
    suspended: standing.suspended === 1,
    inSchedule: inSchedule(raw, standing),
  }
}

const besideIt = (text: string, mapping: Agreement['mapping']): CheckFacts['control'] =>
  readControlObject(text, mapping) ?? 'unreadable'

function inSchedule(raw: Database, { schedule, receivedAt }: Standing): boolean | null {
  if (schedule === null) return null
  return isInWindow(JSON.parse(schedule) as Schedule, homeOf(raw).zone, receivedAt)
}

function clear(raw: Database, batch: number): void {
  statementsOf(raw).dropNotes.run(batch)
  statementsOf(raw).checking.run(batch)
}

function writeFaults(raw: Database, batch: number, faults: readonly NotedRow[]): void {
  const { fault } = statementsOf(raw)
  for (const { line, code, field, found, raw: text, client, amount } of faults)
    fault.run(batch, line, code, field, found, text, client, amount)
}

const statementsOf = perConnection((raw) => ({
  standing: raw.prepare(`
    SELECT batch.state, batch.producer_id AS producer, producer.state = 'suspended' AS suspended, producer.schedule,
      batch.received_at AS receivedAt, batch.sha256, batch.control
    FROM batch JOIN producer ON producer.id = batch.producer_id WHERE batch.id = ?`),
  dropNotes: raw.prepare('DELETE FROM batch_row WHERE batch_id = ?'),
  checking: raw.prepare(`
    UPDATE batch SET state = 'checking', rows = 0, faults = 0, bytes_done = 0
    WHERE id = ? AND state IN ('received', 'checking')`),
  progress: raw.prepare('UPDATE batch SET bytes_done = @bytesDone WHERE id = @batch'),
  fault: raw.prepare(`
    INSERT INTO batch_row (batch_id, line, outcome, code, field, found, raw, client_id, amount)
    VALUES (?, ?, 'fault', ?, ?, ?, ?, ?, ?)`),
  verdict: raw.prepare(`
    UPDATE batch SET state = @state, agreement_version = @version, format = @format, encoding = @encoding,
      verdict = @verdict, reasons = @reasons, warnings = @warnings, rows = @rows, rows_checked = @rows,
      faults = @faults, faults_checked = @faults, unposted = @unposted, file_sum = @sum, valid_sum = @validSum, first_at = @firstAt,
      last_at = @lastAt, checked_at = @at, posting_since = @since, sealed_at = @sealedAt, sealed_seq = @sealedSeq,
      bytes_done = 0
    WHERE id = @batch`),
  reject: raw.prepare(`
    UPDATE batch SET state = 'rejected', verdict = @verdict, reasons = @reasons, checked_at = @at, sealed_at = @at,
      sealed_seq = 0
    WHERE id = @batch`),
  sketch: raw.prepare('INSERT OR REPLACE INTO batch_sketch (batch_id, every, contents) VALUES (?, ?, ?)'),
  twin: raw
    .prepare(`
      SELECT id FROM batch WHERE producer_id = @producer AND last_at = @lastAt AND first_at = @firstAt
        AND rows_checked = @rows AND file_sum = @sum AND id <> @batch AND state <> 'rejected' LIMIT 1`)
    .pluck(),
}))
