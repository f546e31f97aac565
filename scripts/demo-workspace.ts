/** A throw-away workspace with the demo in it, for whoever shows it. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ended, startNode } from './tools.ts'

export type DemoUser = Readonly<{ name: string; displayName: string; roles: readonly string[]; passphrase: string }>

/** Who may sign in; nobody when it could not be made, and why was said on stderr. */
export async function makeDemo(workspace: string): Promise<readonly DemoUser[]> {
  // The demo's own passphrases, whatever the person's environment says about their real workspace.
  const environment = { COUNTINGHOUSE_PASSPHRASE: '', COUNTINGHOUSE_USER: '' }
  const args = ['engine/cli/main.ts', 'init', '--demo', '--name', 'Demo', '--json', '--workspace', workspace]
  const child = startNode(args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment })
  const [document, code] = await Promise.all([child.stdout === null ? '' : text(child.stdout), ended(child)])
  return code === 0 ? (JSON.parse(document) as { users: readonly DemoUser[] }).users : []
}

export type Arriving = Readonly<{ name: string; content: string | Uint8Array }>

/** Under another name first, as a careful sender writes it. */
export function put(folder: string, { name, content }: Arriving): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `.${name}.part`), content)
  renameSync(join(folder, `.${name}.part`), join(folder, name))
}
