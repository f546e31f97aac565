/**
 * A process that takes the statements that wait in their folders, until nothing is left to do. Tests kill it in between; it
 * says when it begins, in which steps the kill before came, and when it is done.
 */
import { openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { engine, incidents, as } = await openTestEngine(directory)
await as('admin')
const { intake, statements, store } = await engine.opened()
process.send?.({ is: 'begins', left: await leftInTheMiddle() })
await intake.removeOrphans()
await statements.drain({ settled: true })
process.send?.({ is: 'done', incidents, troubles: statements.status().troubles })
await engine.close()

async function leftInTheMiddle(): Promise<readonly string[]> {
  const unread = await store.read('statements.unread', null)
  const undecided = await store.read('statements.undecided', null)
  const unopened = await store.read('statements.unopened', null)
  const inFolder = await store.read('statements.leftInFolders', null)
  return [
    ...(unread.length > 0 ? ['reading'] : []),
    ...(undecided.length > 0 ? ['deciding'] : []),
    ...(unopened.length > 0 ? ['opening'] : []),
    ...(inFolder.length > 0 ? ['before removal'] : []),
  ]
}
