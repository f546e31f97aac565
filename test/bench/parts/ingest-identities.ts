/** A store that knows very many TxIds, and how an engine starts on it. */
import { performance } from 'node:perf_hooks'
import type { Entries } from '../../../engine/identities/entries.ts'
import { addRun } from '../../../engine/identities/runs.ts'
import { producerAt } from '../../../fixtures/generator/producers.ts'
import { SeededRandom } from '../../../fixtures/generator/random.ts'
import { withRawStore } from '../../store/on-disk.ts'
import { openTestEngine } from '../../workspace-fixture.ts'
import { peakMiB, secondsSince } from './ingest-run.ts'
import { storeMiB } from './ingest-workspaces.ts'

const identitiesPerRun = 4_000_000
/** One less than are merged, so that the store is as a merge has left it. */
const runsPerLevel = 7
const firstLevel = 4

/** Only the identities: the rows that they lead to are not there, and nobody meets one of them by chance. */
export async function addIdentities({
  directory,
  identities,
}: Readonly<{ directory: string; identities: number }>): Promise<void> {
  await withRawStore(directory, (raw) => {
    const { id: producer } = producerAt(0)
    for (let done = 0, run = 0; done < identities; done += identitiesPerRun, run += 1) {
      const entries = randomEntries(Math.min(identitiesPerRun, identities - done), run)
      const level = firstLevel + Math.floor(run / runsPerLevel)
      raw.transaction(() => addRun(raw, { producer, batch: null, level }, entries)).immediate()
      raw.pragma('wal_checkpoint(TRUNCATE)')
    }
  })
}

function randomEntries(count: number, seed: number): Entries {
  const random = new SeededRandom(seed)
  const hashes = new Float64Array(count)
  for (let i = 0; i < count; i += 1) hashes[i] = random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 32)
  return { hashes: hashes.sort(), batches: new Uint32Array(count), lines: new Uint32Array(count) }
}

export type Started = Readonly<{ seconds: number; peakMiB: number; storeMiB: number }>

/** From nothing until a person who signed in has the first answer. */
export async function start({ directory }: Readonly<{ directory: string }>): Promise<Started> {
  const began = performance.now()
  const opened = await openTestEngine(directory, { background: true })
  const admin = await opened.as('admin')
  await admin.batches.list({})
  const seconds = secondsSince(began)
  const peak = peakMiB()
  await opened.engine.close()
  return { seconds, peakMiB: peak, storeMiB: storeMiB(directory) }
}
