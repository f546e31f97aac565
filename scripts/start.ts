/** `npm start`: the console on a person's own workspace, in the desktop shell or, where that can't run, in a browser. */
import { parseArgs } from 'node:util'
import { defaultDirectory, layoutOf, workspaceExists } from '../engine/workspace/layout.ts'
import { buildIfStale } from './build.ts'
import { findDesktop } from './electron.ts'
import { startHostProcess } from './host.ts'
import { ended, say, start } from './tools.ts'

const { values } = parseArgs({ options: { workspace: { type: 'string' }, port: { type: 'string' } } })

process.exitCode = await main()

async function main(): Promise<number> {
  const directory = values.workspace ?? defaultDirectory(process.env, process.platform)
  if (!workspaceExists(layoutOf(directory))) {
    say(
      `There is no workspace in ${directory}. Make one with "npm run -s cli -- init", or look around with "npm run demo".`,
    )
    return 1
  }
  if (!(await buildIfStale())) return 1
  const desktop = await findDesktop()
  if (desktop.runtime === null) return serve(directory, desktop.why)
  return ended(start(desktop.runtime, ['.', '--workspace', directory], { shell: false }))
}

async function serve(directory: string, why: string): Promise<number> {
  const host = await startHostProcess({ directory, port: values.port })
  const over = ended(host.process)
  if (host.url !== null) say(`No desktop window, because ${why}. The console is at ${host.url} (Ctrl-C ends it)`)
  // Ctrl-C reaches the host by itself; it closes the workspace, and we end after it.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => host.process.kill('SIGTERM'))
  return over
}
