/**
 * Failed sign-ins while the store is closed. They can't go into the chain yet, so each is sealed to the workspace's public
 * key and appended to a file; the next opening takes them in and removes the file. Bounded, because anybody may fail.
 */

import type { KeyObject } from 'node:crypto'
import { appendFileSync, rmSync, statSync } from 'node:fs'
import { z } from 'zod'
import { failureOf } from '../failure.ts'
import { readWhole } from '../files/whole-file.ts'
import { sealTo, unseal } from '../keys/cipher.ts'

const Failed = z.object({ at: z.int(), user: z.string(), outcome: z.string(), source: z.string() })
export type FailedSignIn = z.infer<typeof Failed>

const bytesMax = 4 * 2 ** 20
const context = 'side-log'

export function appendToSideLog(file: string, publicKey: Uint8Array, failed: FailedSignIn): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > bytesMax) return
  const line = sealTo(publicKey, Buffer.from(JSON.stringify(failed)), context).toString('base64')
  try {
    appendFileSync(file, `${line}\n`, { mode: 0o600 })
  } catch (error) {
    throw failureOf(error, { file }) ?? error
  }
}

export type SideLog = Readonly<{ failures: readonly FailedSignIn[]; unreadable: number }>

/** A line that does not open was changed by somebody: it is counted, and the count goes into the chain. */
export function readSideLog(file: string, key: KeyObject): SideLog {
  const lines = (readWhole(file) ?? '').split('\n').filter((line) => line !== '')
  const failures = lines.flatMap((line) => {
    const plain = unseal(key, Buffer.from(line, 'base64'), context)
    const parsed = Failed.safeParse(plain === null ? null : parseOrNull(plain.toString()))
    return parsed.success ? [parsed.data] : []
  })
  return { failures, unreadable: lines.length - failures.length }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The public key lies in the key file, so anybody can seal anything: what is no record is counted as unreadable.
    return null
  }
}

export const removeSideLog = (file: string): void => rmSync(file, { force: true })
