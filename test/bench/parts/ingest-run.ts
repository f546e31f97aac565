/** The whole way of dropped files through an engine of its own: how long each part of it took, and what became of them. */
import { performance } from 'node:perf_hooks'
import { withRawStore } from '../../store/on-disk.ts'
import { openTestEngine } from '../../workspace-fixture.ts'
import { storeMiB } from './ingest-workspaces.ts'

export type BatchEnd = Readonly<{ state: string; rows: number; posted: number; reasons: string }>

export type Ingested = Readonly<{
  /** From the first look into the drop folder until nothing is left to do, merged identities included. */
  seconds: number
  /** Until the engine was closed: what was still in the write-ahead log is in the store then. */
  closeSeconds: number
  /** Of a single file, as its batch recorded them. */
  split: Split | null
  /** Of the whole process with all its threads: before anything was dropped, and afterwards. */
  startMiB: number
  peakMiB: number
  storeMiB: number
  batches: readonly BatchEnd[]
}>
export type Split = Readonly<{ take: number; check: number; post: number; rest: number }>

export async function ingest({ directory }: Readonly<{ directory: string }>): Promise<Ingested> {
  const opened = await openTestEngine(directory)
  await opened.as('admin')
  const { intake } = await opened.engine.opened()
  const startMiB = peakMiB()
  const [began, before] = [Date.now(), performance.now()]
  await intake.drain({ settled: true })
  const seconds = secondsSince(before)
  const peak = peakMiB()
  const { troubles } = intake.status()
  const closing = performance.now()
  await opened.engine.close()
  const closeSeconds = secondsSince(closing)
  if (troubles.length > 0 || opened.incidents.length > 0)
    throw new Error(JSON.stringify({ troubles, incidents: opened.incidents }))
  const batches = await batchesSince(directory, began)
  const split = splitOf(batches, { began, ended: began + seconds * 1_000 })
  return { seconds, closeSeconds, split, startMiB, peakMiB: peak, storeMiB: storeMiB(directory), batches }
}

export const peakMiB = (): number => process.resourceUsage().maxRSS / 1_024
export const secondsSince = (before: number): number => (performance.now() - before) / 1_000

type StoredBatch = BatchEnd & Readonly<{ receivedAt: number; checkedAt: number | null; sealedAt: number | null }>

const batchesSince = (directory: string, began: number): Promise<readonly StoredBatch[]> =>
  withRawStore(
    directory,
    (raw) =>
      raw
        .prepare(`
          SELECT state, rows, posted, reasons, received_at AS receivedAt, checked_at AS checkedAt, sealed_at AS sealedAt
          FROM batch WHERE received_at >= ? ORDER BY id`)
        .all(began) as StoredBatch[],
  )

/** Parts overlap where there are several files. A batch that is held is not sealed, and all of its time is checking. */
function splitOf(
  [batch, ...others]: readonly StoredBatch[],
  { began, ended }: Readonly<{ began: number; ended: number }>,
): Split | null {
  if (batch === undefined || others.length > 0) return null
  const { receivedAt, checkedAt, sealedAt } = batch
  const checked = checkedAt ?? ended
  const sealed = sealedAt ?? checked
  const [take, check, post, rest] = [receivedAt - began, checked - receivedAt, sealed - checked, ended - sealed]
  return { take: take / 1_000, check: check / 1_000, post: post / 1_000, rest: rest / 1_000 }
}
