/** ZIP files as anybody could make them: taken apart and put together again by code that is not the engine's. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { signManifest } from '../../engine/close-pack/manifest.ts'

export type ZipFile = { name: string; content: Buffer; deflate?: boolean }

/** The files of a pack, by the lengths that their headers say. */
export function filesOf(zip: Buffer): ZipFile[] {
  const files: ZipFile[] = []
  for (let at = 0; zip.readUInt32LE(at) === 0x0403_4b50; ) {
    const [bytes, nameBytes] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26)]
    const from = at + 30 + nameBytes
    files.push({ name: zip.subarray(at + 30, from).toString(), content: zip.subarray(from, from + bytes) })
    at = from + bytes
  }
  return files
}

export const contentOf = (zip: Buffer, name: string): Buffer => {
  const found = filesOf(zip).find((file) => file.name === name)
  if (found === undefined) throw new Error(`no ${name} in the pack`)
  return found.content
}

export function zipOf(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const { name, content, deflate = false } of files) {
    const data = deflate ? deflateRawSync(content) : content
    const about = Buffer.alloc(26)
    about.writeUInt16LE(deflate ? 20 : 10, 0)
    about.writeUInt16LE(deflate ? 8 : 0, 4)
    about.writeUInt32LE(0x0021_0000, 6)
    about.writeUInt32LE(crc32(content), 10)
    about.writeUInt32LE(data.length, 14)
    about.writeUInt32LE(content.length, 18)
    about.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), about, Buffer.from(name), data])
    const behind = Buffer.alloc(14)
    behind.writeUInt32LE(at, 10)
    list.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), about, behind, Buffer.from(name)]))
    parts.push(local)
    at += local.length
  }
  const listed = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, listed, end])
}

/** With some files changed, and whatever hashes and signs them left as it was. */
export const withChanged = (zip: Buffer, changes: Readonly<Record<string, (content: Buffer) => Buffer>>): Buffer =>
  zipOf(filesOf(zip).map(({ name, content }) => ({ name, content: changes[name]?.(content) ?? content })))

export const replaced =
  (from: string, to: string) =>
  (content: Buffer): Buffer => {
    const text = content.toString()
    if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`)
    return Buffer.from(text.replace(from, to))
  }

type Manifest = ReturnType<typeof signManifest>

/** The same files under hashes that fit, signed by whoever has the key. */
export function signedAnew(zip: Buffer, key: KeyObject): Buffer {
  const files = filesOf(zip).filter(({ name }) => name !== 'manifest.json')
  const old = JSON.parse(contentOf(zip, 'manifest.json').toString()) as Manifest
  const listed = files.map(({ name, content }) => ({
    name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }))
  const { workspace, from, to, madeAt, madeBy, generation } = old
  const manifest = signManifest(key, { workspace, from, to, madeAt, madeBy, generation, files: listed })
  return zipOf([...files, { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`) }])
}

export const anotherKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey
