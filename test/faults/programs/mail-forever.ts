/** An engine that works in the background, and so sends what waits; it is killed while it does. */
import { openTestEngine } from '../../workspace-fixture.ts'

const [directory = ''] = process.argv.slice(2)
const opened = await openTestEngine(directory, { background: true })
await opened.as('admin')
process.send?.('open')
