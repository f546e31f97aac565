/** Writes a small file so that a reader, or a start after a crash, sees the old content or the new and nothing between. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { failureOf } from '../failure.ts'

export function writeWhole(file: string, content: string | Uint8Array): void {
  const partial = `${file}.partial`
  try {
    const handle = openSync(partial, 'w', 0o600)
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      let written = 0
      while (written < bytes.length) written += writeSync(handle, bytes, written)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(partial, file)
    syncFolder(path.dirname(file))
  } catch (error) {
    rmSync(partial, { force: true })
    throw failureOf(error, { file }) ?? error
  }
}

/** A rename is durable once its folder is. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** The content, or null when there is no such file. */
export function readWhole(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw failureOf(error, { file }) ?? error
  }
}
