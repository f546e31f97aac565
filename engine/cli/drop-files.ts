/** Copies files into a producer's drop folder, as a careful producer would: under another name first, then in place. */
import { constants, existsSync } from 'node:fs'
import { access, copyFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Producer } from '../contract/producers.ts'
import { reasonOf } from './json-file.ts'
import { Refusal } from './refusal.ts'

export type Dropped = Readonly<{ name: string; producer: number }>

/** Before anything is copied: half of the files taken would be worse than none. */
export async function refuseUnreadable(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await access(file, constants.R_OK)
    } catch (error) {
      throw new Refusal('file_unreadable', { file, reason: reasonOf(error) }, error)
    }
    if (!(await stat(file)).isFile()) throw new Refusal('file_unreadable', { file, reason: 'not a file' })
  }
}

export async function dropFiles(files: readonly string[], { id, dropFolder }: Producer): Promise<readonly Dropped[]> {
  const dropped: Dropped[] = []
  for (const file of files) {
    const name = freeName(dropFolder, safeName(path.basename(file)))
    const target = path.join(dropFolder, name)
    const partial = path.join(dropFolder, `.${name}.part`)
    try {
      await copyFile(file, partial)
      await rename(partial, target)
    } catch (error) {
      await rm(partial, { force: true })
      throw new Refusal('file_unwritable', { file: target, reason: reasonOf(error) }, error)
    }
    dropped.push({ name, producer: id })
  }
  return dropped
}

/** A name that the drop folder takes: nothing hidden, nothing that means "not complete yet", nothing unprintable. */
export function safeName(base: string): string {
  const plain = base
    .normalize('NFC')
    .replace(/[\p{Cc}/\\:*?"<>|]/gu, '_')
    .replace(/^\.+/, '')
    .trim()
  const name = plain === '' ? 'batch.csv' : plain
  return /\.(?:tmp|part|filepart|done)$|\.control\.json$/i.test(name) ? `${name}.csv` : name
}

function freeName(folder: string, name: string): string {
  const { name: stem, ext } = path.parse(name)
  let free = name
  for (let number = 2; existsSync(path.join(folder, free)); number += 1) free = `${stem}-${number}${ext}`
  return free
}
