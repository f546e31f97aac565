/** A producer, and the files that it drops. */
import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Desk } from './console.ts'

export async function addProducer(desk: Desk, workspace: string): Promise<void> {
  const file = path.join(desk.folder, 'producer.json')
  writeFileSync(file, JSON.stringify({ id: 7, code: 'seven', name: 'Seven Corner' }))
  await desk.cli('producers', 'add', file, '--workspace', workspace, '--json')
}

export const rowOf = (client: string, transaction: string, amount: string): string =>
  [new Date().toISOString().slice(0, 10), '7', client, 'Central', transaction, 'TopUp', amount].join(',')

export const goodRow = (transaction: string, amount: number): string => rowOf('C-1', transaction, String(amount))

/** Dropped as a producer does it: under a name that is not read, then renamed. */
export function drop(workspace: string, name: string, rows: readonly string[]): void {
  const folder = path.join(workspace, 'drop', 'seven')
  const unread = path.join(folder, `.${name}`)
  writeFileSync(unread, ['TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount', ...rows, ''].join('\n'))
  renameSync(unread, path.join(folder, name))
}
