/** A process that replaces the master key again and again, until it is killed. */
import { openTestEngine } from '../../workspace-fixture.ts'

const [directory = '', user = ''] = process.argv.slice(2)
const opened = await openTestEngine(directory)
const client = await opened.as(user)
for (;;) {
  process.send?.('rotates')
  await client.keys.rotate()
}
