/** A process that approves what is proposed, one after another, and tells each answer to the parent that will kill it. */
import { openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { engine, as } = await openTestEngine(directory)
const client = await as('ben')
const { items } = await client.proposals.list({ state: 'open', limit: 1_000 })
process.send?.({ is: 'begins', open: items.length })
for (const { id } of items.toReversed()) {
  await client.proposals.approve({ id })
  process.send?.({ is: 'approved', id })
}
process.send?.({ is: 'done' })
await engine.close()
