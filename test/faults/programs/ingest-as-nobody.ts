/**
 * A process without any right of root's that ingests while folders and files may not be read or written, and tells what it
 * said of each at every step. The parent is root, for whom no such mode means anything.
 */
import { chmodSync, chownSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { csvOf, dropFile, forSmallFiles } from '../../ingest/drop.ts'
import { ingest } from '../../store/on-disk.ts'
import { makeWorkspace, openTestEngine } from '../../workspace-fixture.ts'

const directory = process.argv[2] ?? ''
const nobody = 65_534
chownSync(path.dirname(directory), nobody, nobody)
process.setgroups?.([])
process.setgid?.(nobody)
process.setuid?.(nobody)

await makeWorkspace(directory)
const opened = await openTestEngine(directory)
const admin = await opened.as('admin')
await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
const { drop, archive } = opened.engine.layout
const folder = path.join(drop, 'seven')
const put = (name: string): string =>
  dropFile(drop, { code: 'seven', name }, csvOf([{ client: 'C', tx: name, amount: 1 }]))
const modes: [string, number][] = []
const close = (what: string): void => {
  modes.push([what, 0o700])
  chmodSync(what, what === folder ? 0o500 : 0)
}
const openAll = (): void => {
  for (const [what, mode] of modes.splice(0)) chmodSync(what, mode)
}

/** What is there after a round of ingest, without the times. */
async function look() {
  const found = await ingest(opened)
  const { troubles } = await admin.ingest.status()
  const { items } = await admin.batches.list({})
  return {
    found,
    troubles: troubles.map(({ path: subject, code }) => [path.relative(drop, subject), code]),
    batches: items.map(({ file, state }) => `${file} ${state}`).toReversed(),
    left: readdirSync(folder).toSorted(),
    archived: modes.some(([what]) => what === archive)
      ? 'closed'
      : readdirSync(archive, { recursive: true }).filter((name) => String(name).includes('.cha')).length,
  }
}

const steps: unknown[] = []
put('a.csv')
close(archive)
steps.push(await look(), await look())
openAll()
steps.push(await look())

put('b.csv')
close(folder)
steps.push(await look(), await look())
openAll()
steps.push(await look())

close(put('closed.csv'))
put('c.csv')
steps.push(await look())
openAll()
steps.push(await look())

const { consistent } = await admin.workspace.check({ deep: true })
process.send?.({ steps, consistent, incidents: opened.incidents })
await opened.engine.close()
