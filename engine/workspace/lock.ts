/**
 * One process at a time has a workspace open. The lock is SQLite's own on an empty file of its own: the operating system
 * holds it, so a process that dies leaves none behind. Who holds it is written beside it, for the sentence only.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { isoOf, now } from '../calendar/instant.ts'
import { Failure, failureOf } from '../failure.ts'
import { readWhole, writeWhole } from '../files/whole-file.ts'
import type { Layout } from './layout.ts'

export type Program = 'desktop' | 'host' | 'cli'

const Holder = z.object({ program: z.string(), process: z.int(), machine: z.string(), since: z.string() })

export type Lock = Readonly<{ release: () => void }>

export function takeLock(layout: Layout, program: Program): Lock {
  let db: Database.Database | undefined
  try {
    mkdirSync(layout.directory, { recursive: true, mode: 0o700 })
    db = new Database(layout.lock, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const { code } = error as { code?: unknown }
    if (code === 'SQLITE_BUSY') throw inUse(layout)
    // Node's own words for a folder that can't be made: on a read-only disk, below a file, in a file's place.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EEXIST') {
      throw new Failure('workspace_unwritable', { directory: layout.directory, cause: code }, error)
    }
    throw failureOf(error, { directory: layout.directory }) ?? error
  }
  const held = db
  const holder = { program, process: process.pid, machine: hostname(), since: isoOf(now()) }
  try {
    writeWhole(layout.holder, JSON.stringify(holder))
  } catch (error) {
    held.close()
    throw error
  }
  return {
    release: () => {
      rmSync(layout.holder, { force: true })
      held.close()
    },
  }
}

function inUse(layout: Layout): Failure {
  const text = readWhole(layout.holder)
  const holder = Holder.safeParse(text === null ? null : parseOrNull(text))
  const facts = holder.success ? holder.data : { program: 'unknown', process: 0, machine: '', since: '' }
  return new Failure('workspace_in_use', { directory: layout.directory, ...facts })
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A holder that dies while writing leaves half a file; then the sentence goes without a name.
    return null
  }
}
