/** The files that a pack is put together from: each is known by size and hash before any of it is written. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export type Part = Readonly<{
  name: string
  bytes: number
  crc: number
  sha256: string
  /** Its content, once more each time it is asked for. */
  chunks: () => Iterable<Uint8Array>
}>

export function partOf(name: string, chunks: () => Iterable<Uint8Array>): Part {
  const hash = createHash('sha256')
  let [bytes, crc] = [0, 0]
  for (const chunk of chunks()) {
    hash.update(chunk)
    crc = crc32(chunk, crc)
    bytes += chunk.length
  }
  return { name, bytes, crc, sha256: hash.digest('hex'), chunks }
}

export const wholePart = (name: string, content: Buffer | string): Part => {
  const whole = Buffer.from(content)
  return partOf(name, () => [whole])
}

const chunkLength = 65_536

/** Lines as chunks of a size that is worth handing on. */
export function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let waiting: string[] = []
  let length = 0
  for (const line of lines) {
    waiting.push(line)
    length += line.length
    if (length < chunkLength) continue
    yield Buffer.from(waiting.join(''))
    waiting = []
    length = 0
  }
  if (length > 0) yield Buffer.from(waiting.join(''))
}
