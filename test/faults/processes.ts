/** Other processes for tests that kill them: started, told apart from crashes of their own, and ended whatever happens. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { builtProgram } from '../built-programs.ts'

export type Started = Readonly<{
  child: ChildProcess
  /** The next message that the child sends; a child that ends without one fails the test. */
  says: () => Promise<unknown>
  kill: () => Promise<void>
}>

/** Runs `test/faults/programs/<name>.ts`, as it was built before the tests. */
export function start(name: string, args: readonly string[]): Started {
  const child = fork(builtProgram(name), [...args], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let errors = ''
  child.stderr?.on('data', (text) => {
    errors += String(text)
  })
  const messages: unknown[] = []
  child.on('message', (message) => messages.push(message))
  const ended = once(child, 'exit')
  return {
    child,
    says: async () => {
      while (messages.length === 0) {
        await Promise.race([once(child, 'message'), ended])
        if (messages.length === 0 && (child.exitCode ?? child.signalCode) !== null)
          throw new Error(`${name} ended: ${errors}`)
      }
      return messages.shift()
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
