/** Workspaces as folders: copied, and files dropped into them. What was written is on the disk before anything is measured. */
import { closeSync, copyFileSync, cpSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { layoutOf } from '../../../engine/workspace/layout.ts'
import type { ToDrop } from './ingest-wish.ts'

/** In their order, which is the one in which they are taken. */
export function drop(directory: string, files: readonly ToDrop[]): void {
  for (const [index, { code, file, as }] of files.entries()) {
    const folder = path.join(layoutOf(directory).drop, code)
    mkdirSync(folder, { recursive: true })
    const many = files.length > 1 ? `${String(index + 1).padStart(6, '0')}-` : ''
    const target = path.join(folder, as ?? `${many}${path.basename(file)}`)
    copyFileSync(file, target)
    sync(target)
  }
}

export function copyStore(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  sync(layoutOf(to).store)
}

export const storeMiB = (directory: string): number => statSync(layoutOf(directory).store).size / 2 ** 20

/** Otherwise it would be written while something is measured. */
function sync(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
