/** A process that makes exports until it is killed; it says when it begins. */
import { openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const { as } = await openTestEngine(directory)
const client = await as('admin')
process.send?.({ is: 'begins' })
for (;;) {
  const asked = await client.exports.start({ source: 'postings', parameters: {}, format: 'xlsx' })
  for (let { state } = asked; state === 'waiting' || state === 'running'; )
    state = (await client.exports.get({ id: asked.id })).state
}
