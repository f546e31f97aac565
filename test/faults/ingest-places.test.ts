/** Folders and files that ingest may not read or write: said with a code, nobody else is kept, and nothing is taken twice. */
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { start } from './processes.ts'

const whyNot = process.platform === 'linux' && process.getuid?.() === 0 ? null : 'becoming nobody needs root on Linux'
if (whyNot !== null) process.stdout.write(`skipped, no other user to be: ${whyNot}\n`)

it.skipIf(whyNot !== null)(
  'waits for an archive that may not be written, remembers what it may not remove, and passes over what it may not read',
  async () => {
    const folder = makeFolder()
    chmodSync(folder, 0o755)
    const { says, kill } = start('ingest-as-nobody', [path.join(folder, 'workspace')])
    const said = await says()
    await kill()
    removeFolder(folder)
    const [a, b, c] = ['a.csv posted', 'b.csv posted', 'c.csv posted']
    const kept = { found: 0, troubles: [['seven/a.csv', 'workspace_unwritable']], batches: [], left: ['a.csv'] }
    const stuck = { troubles: [['seven/b.csv', 'file_not_removable']], batches: [a, b], left: ['b.csv'], archived: 2 }
    expect(said).toEqual({
      steps: [
        { ...kept, archived: 'closed' },
        { ...kept, archived: 'closed' },
        { found: 1, troubles: [], batches: [a], left: [], archived: 1 },
        { found: 1, ...stuck },
        { found: 0, ...stuck },
        { found: 0, troubles: [], batches: [a, b], left: [], archived: 2 },
        {
          found: 1,
          troubles: [['seven/closed.csv', 'workspace_unwritable']],
          batches: [a, b, c],
          left: ['closed.csv'],
          archived: 3,
        },
        { found: 1, troubles: [], batches: [a, b, c, 'closed.csv posted'], left: [], archived: 4 },
      ],
      consistent: true,
      incidents: [],
    })
  },
  60_000,
)
