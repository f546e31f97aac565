/** One piece of work in a process of its own, so that its peak of memory is nobody else's. */
import { insertBare } from './ingest-bare.ts'
import { makeFiles } from './ingest-files.ts'
import { addIdentities, start } from './ingest-identities.ts'
import { latencies } from './ingest-latency.ts'
import { askWhilePosting } from './ingest-queries.ts'
import { ingest } from './ingest-run.ts'
import { heldStore, makeKnownStore, makeStore } from './ingest-stores.ts'

const work = {
  makeFiles,
  makeStore,
  makeKnownStore,
  heldStore,
  ingest,
  insertBare,
  latencies,
  askWhilePosting,
  addIdentities,
  start,
}
export type Work = typeof work

const [name = '', input = ''] = process.argv.slice(2)
const asked = work[name as keyof Work] as ((input: unknown) => Promise<unknown>) | undefined
if (asked === undefined) throw new Error(`no such work: ${name}`)
process.send?.((await asked(JSON.parse(input))) ?? null)
process.disconnect?.()
