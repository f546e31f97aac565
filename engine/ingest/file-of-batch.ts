/** What has to be known to read a batch's file: in a query of its own, so that it is all of one moment. */
import { invariant } from '../invariant.ts'
import { agreementInForce, agreementOfVersion } from '../producers/agreements.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import type { BatchFile } from './file-to-read.ts'

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
  const { state, producer, version, zone, seed, digits } = row
  if (state !== 'received' && state !== 'checking' && state !== 'posting') return null
  // What judged it goes on judging it, also when the agreement has changed since.
  const judgedBy = state === 'posting' && version !== null
  const inForce = judgedBy ? agreementOfVersion(raw, producer, version) : agreementInForce({ raw }, { producer })
  return {
    batch,
    code: row.code,
    bytes: row.bytes,
    state,
    linesDone: row.linesDone,
    version: inForce.version,
    name: row.file,
    archive: row.archive,
    rules: {
      producer,
      agreement: inForce.agreement,
      zone,
      digits,
      at: row.receivedAt,
      seed,
    },
  }
}

const batchOf = perConnection((raw) =>
  raw.prepare(`
    SELECT batch.id, batch.file, batch.archive, batch.bytes, batch.state, batch.lines_done AS linesDone,
      batch.received_at AS receivedAt, batch.agreement_version AS version, producer.id AS producer, producer.code,
      workspace.zone, workspace.hash_seed AS seed, currency.digits
    FROM batch JOIN producer ON producer.id = batch.producer_id JOIN workspace
    JOIN currency ON currency.code = workspace.currency WHERE batch.id = ?`),
)
