/** A bank of the stories: a source that the workspace takes statements from, and the files that it sends. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { mt940, type StatementDraft } from '../statements/mt940-file.ts'
import { type Answer, ask } from './colleague.ts'
import type { RunningHost } from './console-fixture.ts'

type Source = Readonly<{ code: string; name: string; iban: string; account: string }>

/** As people do it: one proposes the source, another agrees. */
export async function addSource(host: RunningHost, { code, name, iban, account }: Source): Promise<void> {
  const source = {
    code,
    name,
    kind: 'bank',
    format: 'auto',
    mapping: null,
    accounts: [{ said: iban, currency: 'USD', account }],
  }
  const change = { kind: 'setting', name: 'statements', value: { sources: [source] } }
  await agreed(host, 'admin', change)
}

export async function agreed(host: RunningHost, proposedBy: string, change: object): Promise<void> {
  const content = { change, reason: 'As agreed with the bank', key: randomUUID() }
  const { id, effectHash } = (await ask(host, proposedBy, '/proposals', content)) as { id: number; effectHash: string }
  await ask(host, 'april', `/proposals/${id}/approve`, { effectHash })
}

/** Puts a file into the folder of its source, as the bank's own program would. */
export function sendStatement(
  host: RunningHost,
  source: string,
  name: string,
  statements: readonly StatementDraft[],
): void {
  const folder = path.join(host.directory, 'statements', source)
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, name)
  // Whole at once: half a file is none.
  writeFileSync(`${file}.part`, mt940(statements))
  renameSync(`${file}.part`, file)
}

export const scan = (host: RunningHost): Promise<Answer> => ask(host, 'anna', '/statements/scan', { settled: true })
