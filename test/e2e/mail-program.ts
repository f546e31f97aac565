/** The mail server of the end-to-end tests as a process, with what it has taken so far. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type Taken = Readonly<{ to: readonly string[]; text: string; secure: boolean; user: string | null }>
export type MailProgram = Readonly<{
  port: number
  certificate: string
  password: string
  taken: readonly Taken[]
  end: () => void
}>

const program = fileURLToPath(new URL('run-mail-server.ts', import.meta.url))

export async function startMailProgram(password: string): Promise<MailProgram> {
  const child = spawn(process.execPath, [program, password], { stdio: ['ignore', 'pipe', 'inherit'] })
  const taken: Taken[] = []
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Taken | { port: number; certificate: string }
      if ('port' in said) resolve({ ...said, password, taken, end: () => child.kill() })
      else taken.push(said)
    })
  })
}
