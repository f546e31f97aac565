/** A process that makes close packs until it is killed; it says when each step begins. */
import { openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { engine, as } = await openTestEngine(directory)
const client = await as('admin')
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
process.send?.({ is: 'begins' })
for (;;) {
  const asked = await client.closePacks.make({ from: day, to: day, includeClients: true })
  for (let state = asked.state; state === 'asked'; ) state = (await client.closePacks.get({ id: asked.id })).state
  if (engine.isOpen) process.send?.({ is: 'made', id: asked.id })
}
