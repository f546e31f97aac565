/**
 * A process that takes what waits in the drop folders, and says when it begins and when it is done. Tests kill it in between.
 */
import { openTestEngine } from '../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { engine, as } = await openTestEngine(directory)
await as('admin')
const { intake, store } = await engine.opened()
const unsealed = await store.read('batches.unsealed', null)
if (unsealed.some((batch) => batch.lines_done > 0)) process.stdout.write('goes on in the middle\n')
await intake.removeOrphans()
const noteFirstBatch = async (): Promise<void> => {
  for await (const { topic } of engine.changes.watch(() => new Set(['batches.read'] as const), undefined)) {
    // Said when a batch begins to be read; what changes after it is its rows being posted.
    if (topic === 'ingest') return void process.stdout.write('reading\n')
  }
}
void noteFirstBatch()
process.stdout.write('draining\n')
await intake.drain({ settled: true })
process.stdout.write('done\n')
await engine.close()
