/**
 * A process that rejects all cases of the queue in bulk: it begins, or goes on where the process before it was killed. It
 * says how many are left when it begins, and when none is.
 */
import { openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { engine, incidents, as } = await openTestEngine(directory)
const client = await as('ana')
const [begun] = (await client.exceptions.bulk.list({})).items
process.send?.({ is: 'begins', left: begun?.left ?? null })
if (begun === undefined) {
  const { view, total, asOf } = await client.exceptions.openView({ sort: { by: 'number', direction: 'ascending' } })
  const deed = { action: 'reject', reason: 'because' } as const
  await client.exceptions.bulk.start({ of: { view, except: [] }, deed, count: total, asOf, key: 'all' })
}
// One that was begun goes on as soon as an engine works in the background; nothing else of that is wanted here.
const { bulk } = await engine.opened()
bulk.nudge()
await bulk.settled()
process.send?.({ is: 'done', incidents })
await engine.close()
