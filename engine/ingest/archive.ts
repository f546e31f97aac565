/**
 * The archived file: compressed, then encrypted in chunks of 64 KiB, each authenticated with its number and whether it is
 * the last. So it is read as a stream without trusting a byte that was not proven, and a cut-off end shows.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { Failure } from '../failure.ts'

const magic = Buffer.from('CHA1')
const saltBytes = 32
const tagBytes = 16
const chunkBytes = 65_536
const archiveHeaderBytes = magic.length + 4 + saltBytes

export type ArchiveKey = Readonly<{ generation: number; key: Uint8Array }>

/** Seals chunk after chunk under a key of the file's own. */
class ChunkSeal {
  readonly header: Buffer
  readonly #key: Buffer
  #number = 0

  constructor({ generation, key }: ArchiveKey) {
    const salt = randomBytes(saltBytes)
    this.#key = fileKey(key, salt)
    const number = Buffer.alloc(4)
    number.writeUInt32BE(generation)
    this.header = Buffer.concat([magic, number, salt])
  }

  seal(plain: Buffer, last: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#number, last))
    this.#number += 1
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
}

/** What a small file becomes, without a stream. */
export function sealedWhole(key: ArchiveKey, content: Buffer): Buffer {
  const seal = new ChunkSeal(key)
  const parts = [seal.header]
  let from = 0
  for (; content.length - from > chunkBytes; from += chunkBytes)
    parts.push(seal.seal(content.subarray(from, from + chunkBytes), false))
  parts.push(seal.seal(content.subarray(from), true))
  return Buffer.concat(parts)
}

export class ArchiveSeal extends Transform {
  readonly #seal: ChunkSeal
  #pending: Buffer = Buffer.alloc(0)

  constructor(key: ArchiveKey) {
    super()
    this.#seal = new ChunkSeal(key)
    this.push(this.#seal.header)
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    let from = 0
    // One whole chunk always stays behind, because the last one is sealed as the last.
    for (; this.#pending.length - from > chunkBytes; from += chunkBytes) {
      this.push(this.#seal.seal(this.#pending.subarray(from, from + chunkBytes), false))
    }
    this.#pending = this.#pending.subarray(from)
    done()
  }

  override _flush(done: TransformCallback): void {
    this.push(this.#seal.seal(this.#pending, true))
    done()
  }
}

/** Opens chunk after chunk of one file, each proven before it is handed on. */
class ChunkOpen {
  readonly #keyOf: (generation: number) => Uint8Array
  #key: Buffer | undefined
  #number = 0
  #pending: Buffer = Buffer.alloc(0)

  constructor(keyOf: (generation: number) => Uint8Array) {
    this.#keyOf = keyOf
  }

  /** What is whole by now. One chunk always stays behind, because the last one is opened as the last. */
  take(sealed: Buffer): Buffer[] {
    this.#pending = this.#pending.length === 0 ? sealed : Buffer.concat([this.#pending, sealed])
    if (this.#key === undefined && this.#pending.length >= archiveHeaderBytes) this.#readHeader()
    const opened: Buffer[] = []
    let from = 0
    const size = chunkBytes + tagBytes
    for (; this.#key !== undefined && this.#pending.length - from > size; from += size)
      opened.push(this.#open(this.#pending.subarray(from, from + size), false))
    this.#pending = this.#pending.subarray(from)
    return opened
  }

  end(): Buffer {
    if (this.#key === undefined) throw damaged(0)
    return this.#open(this.#pending, true)
  }

  #readHeader(): void {
    if (!this.#pending.subarray(0, magic.length).equals(magic)) throw damaged(0)
    const generation = this.#pending.readUInt32BE(magic.length)
    const salt = this.#pending.subarray(magic.length + 4, archiveHeaderBytes)
    this.#key = fileKey(this.#keyOf(generation), salt)
    this.#pending = this.#pending.subarray(archiveHeaderBytes)
  }

  #open(sealed: Buffer, last: boolean): Buffer {
    if (sealed.length < tagBytes || this.#key === undefined) throw damaged(this.#number)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(this.#number, last), {
      authTagLength: tagBytes,
    })
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    this.#number += 1
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
    } catch {
      // The only failure of `final` is a tag that does not match: a changed, moved or missing chunk.
      throw damaged(this.#number)
    }
  }
}

/** What a small sealed file was, without a stream. */
export function openedWhole(keyOf: (generation: number) => Uint8Array, sealed: Buffer): Buffer {
  const open = new ChunkOpen(keyOf)
  return Buffer.concat([...open.take(sealed), open.end()])
}

export class ArchiveOpen extends Transform {
  readonly #open: ChunkOpen

  constructor(keyOf: (generation: number) => Uint8Array) {
    super()
    this.#open = new ChunkOpen(keyOf)
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      for (const opened of this.#open.take(chunk)) this.push(opened)
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.#open.end())
      done()
    } catch (error) {
      done(error as Error)
    }
  }
}

const damaged = (chunk: number): Failure => new Failure('store_damaged', { part: 'archive', chunk })

const fileKey = (key: Uint8Array, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, 'countinghouse:archive:v1', 32))

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 4, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}
