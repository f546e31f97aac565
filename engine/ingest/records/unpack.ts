/** The plain bytes of a file that may be gzip: told by its first two bytes, unpacked as it comes, and bounded. */
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { bomb, pieceLength } from './limits.ts'
import type { FileFault } from './record-block.ts'
import { unreadable } from './scanner.ts'

type Chunks = AsyncIterable<Uint8Array>

export async function* unpack(chunks: Chunks, name: string): AsyncGenerator<Uint8Array, FileFault | null> {
  const { head, rest } = await withHead(chunks, (bytes) => bytes.length >= 2)
  if (head[0] === 0x1f && head[1] === 0x8b) return yield* gunzip(rest)
  // An archive of files is no file of records; unpacking it is a person's work.
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return unreadable('is_zip')
  if (head.length > 0 && /\.gz$/i.test(name)) return unreadable('not_gzip')
  yield* rest
  return null
}

/** The same chunks, and as many of their first bytes as `enough` asks for, if there are so many. */
export async function withHead(
  chunks: Chunks,
  enough: (head: Uint8Array) => boolean,
): Promise<Readonly<{ head: Uint8Array; rest: Chunks }>> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array(0)
  let ended = false
  while (!ended && !enough(head)) {
    const { value, done } = await iterator.next()
    if (done === true) ended = true
    else head = Buffer.concat([head, value])
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head
      while (!ended) {
        const { value, done } = await iterator.next()
        if (done === true) ended = true
        else yield value
      }
    } finally {
      // Whoever stops early must not leave the archive open behind us.
      if (!ended) await iterator.return?.()
    }
  }
  return { head, rest: rest() }
}

async function* gunzip(chunks: Chunks): AsyncGenerator<Uint8Array, FileFault | null> {
  const gunzipped = createGunzip({ chunkSize: pieceLength })
  // A failure of the source reaches us through the stream that we read, which it destroys.
  pipeline(chunks, gunzipped, () => undefined)
  let length = 0
  try {
    for await (const piece of gunzipped as AsyncIterable<Uint8Array>) {
      length += piece.length
      if (length > bomb.plainMax) return unreadable('bomb')
      if (length > bomb.freeLength && length > bomb.ratio * gunzipped.bytesWritten) return unreadable('bomb')
      yield piece
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'Z_BUF_ERROR') return unreadable('gzip_truncated')
    if (code.startsWith('Z_')) return unreadable('gzip_damaged')
    throw error
  }
  return null
}
