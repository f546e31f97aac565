/** The file beside a dropped file in which its producer says what is in it: control totals of count, sum and hash. */
import { lstat, readFile } from 'node:fs/promises'
import { sidecarLengthMax } from './records/control.ts'

export const controlFileOf = (file: string): string => `${file}.control.json`

/** As it stands there, to be read once it is known how; null when there is none. What is too long to be one reads as nothing. */
export async function sidecarOf(file: string): Promise<string | null> {
  const name = controlFileOf(file)
  const found = await lstat(name).catch(() => null)
  // Links are not followed, here either.
  if (found === null || !found.isFile()) return null
  if (found.size > sidecarLengthMax) return ''
  return readFile(name, 'utf8').catch(() => null)
}
