/** What has to be known to read a batch's file: in a query of its own, so that it is all of one moment. */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { namesOfLocations } from '../locations/locations.ts'
import { agreementInForce, agreementOfVersion } from '../producers/agreements.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import type { BatchFile, FileToRead } from './file-to-read.ts'

type Row = Readonly<{
  id: number
  file: string
  archive: string
  bytes: number
  state: string
  linesDone: number
  receivedAt: number
  producer: number
  code: string
  version: number | null
  zone: string
  seed: number
  digits: number
}>

/** Null when the batch is not to be read: it is sealed, or waits for a person. */
export function fileOfBatch(
  { raw }: Pick<QueryContext, 'raw'>,
  { batch }: Readonly<{ batch: number }>,
): BatchFile | null {
  const row = batchOf(raw).get(batch) as Row | undefined
  invariant(row !== undefined, 'no such batch', { batch })
  const { state, code, linesDone } = row
  if (state !== 'received' && state !== 'checking' && state !== 'posting') return null
  // What judged it goes on judging it, also when the agreement has changed since.
  const { version, file } = fileBy(raw, row, state === 'posting' ? row.version : null)
  return { ...file, code, state, linesDone, version }
}

/** The same in whatever state it is, to look at its rows again by what judged them; null when there is no such batch. */
export function judgedFile(
  { raw }: Pick<QueryContext, 'raw'>,
  { batch }: Readonly<{ batch: number }>,
): FileToRead | null {
  const row = batchOf(raw).get(batch) as Row | undefined
  return row === undefined ? null : fileBy(raw, row, row.version).file
}

/** By the agreement of a version, or by the one that is in force now. */
function fileBy(
  raw: Database,
  { id, file, archive, bytes, producer, zone, digits, receivedAt, seed }: Row,
  judgedBy: number | null,
): Readonly<{ version: number; file: FileToRead }> {
  const { version, agreement } =
    judgedBy === null ? agreementInForce({ raw }, { producer }) : agreementOfVersion(raw, producer, judgedBy)
  const locations = namesOfLocations(raw)
  const rules = { producer, agreement, zone, digits, at: receivedAt, seed, locations }
  return { version, file: { batch: id, bytes, name: file, archive, rules } }
}

const batchOf = perConnection((raw) =>
  raw.prepare(`
    SELECT batch.id, batch.file, batch.archive, batch.bytes, batch.state, batch.lines_done AS linesDone,
      batch.received_at AS receivedAt, batch.agreement_version AS version, producer.id AS producer, producer.code,
      workspace.zone, workspace.hash_seed AS seed, currency.digits
    FROM batch JOIN producer ON producer.id = batch.producer_id JOIN workspace
    JOIN currency ON currency.code = workspace.currency WHERE batch.id = ?`),
)
