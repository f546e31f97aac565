/** What was downloaded, written to a file of its own. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { reasonOf } from './json-file.ts'
import { Refusal } from './refusal.ts'

/** Beside its place first, so that a half of it never stands under its name. */
export async function writeNew(to: string, dropped: File): Promise<void> {
  const partial = `${to}.${randomUUID().slice(0, 8)}.partial`
  try {
    const bytes = Readable.fromWeb(dropped.stream() as ReadableStream)
    await pipeline(bytes, createWriteStream(partial, { flags: 'wx', mode: 0o600 }))
    await rename(partial, to)
  } catch (error) {
    await rm(partial, { force: true })
    const isOfDisk = typeof (error as NodeJS.ErrnoException).syscall === 'string'
    throw isOfDisk ? new Refusal('file_unwritable', { file: to, reason: reasonOf(error) }, error) : error
  }
}
