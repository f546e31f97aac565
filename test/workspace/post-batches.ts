/** A process of its own that does everything a working day does to the disk, and then waits to be killed. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { forSmallFiles } from '../ingest/drop.ts'
import { ingest } from '../store/on-disk.ts'
import { openTestEngine } from '../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const opened = await openTestEngine(directory)
const admin = await opened.as('admin')
await admin.producers.add({
  id: 7,
  code: 'umbrella',
  name: 'Umbrella Corner',
  locations: ['Central'],
  agreement: forSmallFiles,
})
process.send?.('ready')
while (!existsSync(path.join(directory, 'drop', 'umbrella', 'c.csv'))) await new Promise((done) => setTimeout(done, 10))
await ingest(opened)
await admin.workspace.backup({})
await admin.workspace.check({ deep: true })
await admin.audit.verify({})
await admin.keys.rotate()
process.send?.('done')
setTimeout(() => undefined, 600_000)
