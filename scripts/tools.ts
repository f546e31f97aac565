/** Running the project's own tools from its scripts: always those of this checkout, on the Node that runs the script. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export function start(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  return spawn(program, [...args], {
    cwd: root,
    stdio: 'inherit',
    // On Windows the tools are .cmd files, which only a shell starts; Node itself is a program.
    shell: process.platform === 'win32' && program !== process.execPath,
    ...options,
    env: { ...process.env, PATH: path, ...options.env },
  })
}

export const startNode = (args: readonly string[], options: SpawnOptions = {}): ChildProcess =>
  start(process.execPath, args, options)

/** The exit code; a process that a signal ended, or that could not be started, has failed. */
export const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })

export const say = (line: string): void => void process.stdout.write(`${line}\n`)
