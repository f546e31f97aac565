/**
 * What a workspace's files hold, looked at past the engine: its keys, a raw connection, its bytes, and damage done to them.
 */

import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { deriveKeys, type WorkspaceKeys } from '../../engine/keys/derive.ts'
import { readKeyFile } from '../../engine/keys/key-file.ts'
import { openWith } from '../../engine/keys/key-ring.ts'
import { connect } from '../../engine/store/connection.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { makeFolder, passphraseOf, type TestEngine } from '../workspace-fixture.ts'

/** What a thief with the folder and one passphrase has. */
export async function keysOf(directory: string, user = 'admin'): Promise<WorkspaceKeys> {
  const opened = await openWith(readKeyFile(layoutOf(directory).keys), 'user', user, passphraseOf(user))
  const current = opened.find(({ which }) => which === 'current')
  if (current === undefined) throw new Error(`${user} opens nothing in ${directory}`)
  return deriveKeys(current.master)
}

/** Runs on the closed store of a workspace, with the store's own key. */
export async function withRawStore<T>(directory: string, work: (raw: Database.Database) => T): Promise<T> {
  const { store } = await keysOf(directory)
  const raw = connect({ file: layoutOf(directory).store, key: store, mode: 'write' })
  try {
    return work(raw)
  } finally {
    raw.close()
  }
}

export function copyOf(directory: string): string {
  const copy = makeFolder()
  copyTo(directory, copy)
  return copy
}

export const copyTo = (directory: string, copy: string): void => cpSync(directory, copy, { recursive: true })

/** Every file by its path, with the hash of its bytes; the lock aside, because reading it in this process would free it. */
export function bytesOf(directory: string): Readonly<Record<string, string>> {
  const files = filesOf(directory).filter((file) => file !== 'lock')
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(path.join(directory, file)))
        .digest('hex'),
    ]),
  )
}

export const filesOf = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .toSorted()

export function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(file, bytes)
}

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

export type Movement = Readonly<{ client: string; type?: 'TopUp' | 'Payment'; amount?: number; txId: string }>

/** A batch file as a producer drops it. */
export function csvOf(producer: number, movements: readonly Movement[]): string {
  const day = new Date().toISOString().slice(0, 10)
  const rows = movements.map(
    ({ client, type = 'TopUp', amount = 100, txId }) =>
      `${day},${producer},${client},Central,${txId},${type},${amount}`,
  )
  return ['TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount', ...rows, ''].join('\n')
}

export const movements = (count: number, name = 'tx'): Movement[] =>
  Array.from({ length: count }, (_, index) => ({ client: `client-${index % 50}`, txId: `${name}-${index}` }))

export function drop(directory: string, { code, file, csv }: Readonly<{ code: string; file: string; csv: string }>) {
  const folder = path.join(layoutOf(directory).drop, code)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, file), csv)
}

/** Takes and posts everything that waits; answers how many files were taken. */
export async function ingest({ engine }: TestEngine): Promise<number> {
  return (await engine.opened()).intake.drain({ settled: true })
}
