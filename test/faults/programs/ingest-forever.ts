/**
 * A process that takes what waits in the drop folders and merges identities, until nothing is left to do. Tests kill it in
 * between; it says when it begins, whether it goes on in the middle of a batch, and when it is done.
 */
import { openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { engine, incidents, as } = await openTestEngine(directory)
await as('admin')
const { intake, store } = await engine.opened()
process.send?.({ is: 'begins', left: await leftInTheMiddle() })
await intake.removeOrphans()
await intake.drain({ settled: true })
process.send?.({ is: 'done', incidents, troubles: intake.status().troubles })
await engine.close()

/** In which steps the kill before came. */
async function leftInTheMiddle(): Promise<readonly string[]> {
  const unsealed = await store.read('batches.unsealed', null)
  const inDrop = await store.read('batches.leftInDrop', null)
  const merging = await store.read('identities.mergeWaits', null)
  const states = await Promise.all(unsealed.map(({ id }) => store.read('batches.file', { batch: id })))
  const steps = states.flatMap((file) => (file === null ? [] : [file.linesDone > 0 ? 'between pieces' : file.state]))
  return [...steps, ...(inDrop.length > 0 ? ['before removal'] : []), ...(merging ? ['while merging'] : [])]
}
