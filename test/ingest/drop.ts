/** Files as producers drop them, and a workspace that takes them at once. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Agreement } from '../../engine/contract/agreements.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { EngineOptions } from '../../engine/engine.ts'
import {
  makeFolder,
  makeWorkspace,
  openTestEngine,
  removeFolder,
  type TestEngine,
  type TestUser,
} from '../workspace-fixture.ts'

export const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'

export type RowDraft = Readonly<{
  date?: string
  producer?: number | string
  client?: string
  location?: string
  tx: string
  /** `TopUp` when nothing is said. */
  type?: string
  amount: number | string
}>

/** Yesterday: neither in the future nor too old, whenever the tests run. */
export const recentDay = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

export const csvRow = ({ date, producer, client, location, tx, type, amount }: RowDraft): string =>
  [date ?? recentDay, producer ?? 7, client ?? 'C1', location ?? 'Central', tx, type ?? 'TopUp', amount].join(',')

export const csvOf = (rows: readonly (RowDraft | string)[], lineBreak = '\n'): string =>
  [header, ...rows.map((row) => (typeof row === 'string' ? row : csvRow(row)))].join(lineBreak) + lineBreak

export type Books = TestEngine &
  Readonly<{
    directory: string
    client: EngineClient & Readonly<{ token: string }>
    /** Drops a file into a producer's folder without waiting for it. */
    drop: (name: string, content: string | Uint8Array, code?: string) => string
    /** Takes everything that waits. */
    drain: () => Promise<number>
    close: () => Promise<void>
  }>

/** Files of a few rows are few clients, alike, and soon half wrong: here that is noted and holds nobody up. */
export const forSmallFiles = Agreement.parse({
  effects: { TOO_FEW_CLIENTS: 'warn', TOO_MANY_FAULTS: 'warn', BATCH_DOUBLED: 'warn' },
})

/** A workspace with the producers 7 `seven` and 8 `eight`, open for the admin. */
export async function openBooks(
  options: Partial<EngineOptions> = {},
  others: readonly TestUser[] = [],
): Promise<Books> {
  const directory = makeFolder()
  await makeWorkspace(directory, [{ name: 'admin', roles: ['admin'] }, ...others])
  const opened = await openTestEngine(directory, options)
  const client = await opened.as('admin')
  await client.producers.add({ id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  await client.producers.add({ id: 8, code: 'eight', name: 'Eight Bells', agreement: forSmallFiles })
  return { ...booksOf(directory, opened, client), directory }
}

export function booksOf(directory: string, opened: TestEngine, client: Books['client']): Books {
  const { engine } = opened
  return {
    ...opened,
    directory,
    client,
    drop: (name, content, code = 'seven') => dropFile(engine.layout.drop, { code, name }, content),
    drain: async () => (await engine.opened()).intake.drain({ settled: true }),
    close: async () => {
      await engine.close()
      removeFolder(directory)
    },
  }
}

export function dropFile(
  drop: string,
  { code, name }: Readonly<{ code: string; name: string }>,
  content: string | Uint8Array,
): string {
  const file = path.join(drop, code, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}
