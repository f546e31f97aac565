/**
 * Proves pages of the store's file one by one, past SQLite, which only says that some page could not be read. The format is
 * SQLite3 Multiple Ciphers' for AEGIS-256: of each page the last 64 bytes are its tag and its nonce; the nonce and the
 * page's number make the page's own key.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { Aegis256 } from './aegis-256.ts'
import type { StoreKey } from './connection.ts'

const pageBytes = 16_384
const nonceBytes = 32
const tagBytes = 32
// The first page begins with a salt that a raw key does not use, and eight bytes of header that stay readable.
const openBytesOfFirst = 24
// SQLite keeps its locks on this byte, and never writes the page around it.
const lockPage = 0x4000_0000 / pageBytes + 1

/**
 * The damaged ones among these pages of the file. Closing the file drops this process's locks on it; those only keep other
 * processes out, and the workspace's own lock does that.
 */
export function damagedPages(file: string, key: StoreKey, among: readonly number[]): number[] {
  const handle = openSync(file, 'r')
  try {
    const look = (numbers: readonly number[]): number[] => numbers.filter((number) => !isWhole(handle, number, key))
    // A checkpoint may be writing a page just when it is read: damaged is what is so the second time as well.
    return look(look(among))
  } finally {
    closeSync(handle)
  }
}

// Proving takes a second per 50 MB, and whoever waits here can do nothing but restore a backup.
const provenBytesMax = 512 * 2 ** 20

/** All damaged pages of a store that can't be opened any more; empty when it is too large to be worth the wait. */
export function damagedPagesOf(file: string, key: StoreKey): number[] {
  const { size } = statSync(file)
  if (size > provenBytesMax) return []
  return damagedPages(
    file,
    key,
    Array.from({ length: Math.ceil(size / pageBytes) }, (_, index) => index + 1),
  )
}

function isWhole(handle: number, number: number, key: StoreKey): boolean {
  if (number === lockPage) return true
  const page = Buffer.alloc(pageBytes)
  const found = readSync(handle, page, 0, pageBytes, (number - 1) * pageBytes)
  // Where the file ends, the page is in the log still.
  return found === 0 || (found === pageBytes && isSealed(page, number, Buffer.from(key)))
}

function isSealed(page: Buffer, number: number, key: Buffer): boolean {
  const end = pageBytes - tagBytes - nonceBytes
  const once = new Aegis256(key, page.subarray(end + tagBytes)).stream(64)
  once.writeUInt32BE(number, 60)
  const content = page.subarray(number === 1 ? openBytesOfFirst : 0, end)
  const tag = new Aegis256(once.subarray(0, 32), once.subarray(32)).tagOf(content)
  return tag.equals(page.subarray(end, end + tagBytes))
}
