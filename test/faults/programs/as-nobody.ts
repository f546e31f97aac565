/** A process that gives up its rights and then tries something with a workspace. */
import path from 'node:path'
import { makeWorkspace, openTestEngine, refusalOf } from '../../workspace-fixture.ts'

const [what = '', directory = ''] = process.argv.slice(2)
const nobody = 65_534
// Everything is loaded by now; from here on this is an ordinary user without any right of root's.
process.setgroups?.([])
process.setgid?.(nobody)
process.setuid?.(nobody)

process.send?.(await attempt())
setTimeout(() => undefined, 600_000)

async function attempt(): Promise<unknown> {
  try {
    if (what === 'create') return await makeWorkspace(directory)
    const opened = await openTestEngine(directory)
    if (what === 'open') return 'opened'
    const admin = await opened.as('admin')
    const refusal = await refusalOf(
      admin.workspace.backup({ to: path.join(path.dirname(directory), 'closed', 'backup') }),
    )
    const { consistent } = await admin.workspace.check({ deep: false })
    await opened.engine.close()
    return { ...refusal, after: { consistent } }
  } catch (error) {
    const { code, facts } = error as { code: unknown; facts: unknown }
    return { code, facts, message: String(error) }
  }
}
