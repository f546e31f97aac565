/** The host as the program that it is, for tests that kill it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { passphraseOf } from '../workspace-fixture.ts'

export type HostProgram = Readonly<{ url: string; kill: () => Promise<void> }>

export async function startHostProgram(directory: string): Promise<HostProgram> {
  const main = path.join(import.meta.dirname, '../../engine/host/main.ts')
  const child = spawn(process.execPath, [main, '--workspace', directory, '--log-level', 'silent'], {
    env: { ...process.env, COUNTINGHOUSE_PASSPHRASE: passphraseOf('admin') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as readonly unknown[]
  const url = /https?:\/\/[\w.:]+/.exec(String(line))?.[0]
  if (url === undefined) throw new Error(`the host ended before it listened: ${String(line)}`)
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
