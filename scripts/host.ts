/** Starts the built Node host and says where it is, for machines where the desktop shell can't run. */
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { startNode } from './tools.ts'

export type HostStart = Readonly<{ directory: string; port?: string | undefined; environment?: NodeJS.ProcessEnv }>

export type RunningHost = Readonly<{ process: ChildProcess; url: string | null }>

/** The address is null when the host ended instead of listening; it has said why on stderr. */
export async function startHostProcess({ directory, port, environment = {} }: HostStart): Promise<RunningHost> {
  const options = ['--workspace', directory, '--log-level', 'warn', ...(port === undefined ? [] : ['--port', port])]
  const child = startNode(['out/main/host.js', ...options], { stdio: ['inherit', 'pipe', 'inherit'], env: environment })
  return { process: child, url: await addressOf(child) }
}

function addressOf(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', () => resolve(null))
    if (child.stdout === null) return resolve(null)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /https?:\/\/\S+/.exec(line)?.[0]
      if (url !== undefined) resolve(url)
    })
  })
}
