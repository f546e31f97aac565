/**
 * The container of a close pack: a ZIP file of which every byte is known beforehand. Files lie in it one behind the other as
 * they are, not compressed, without times or notes, so that the same content always makes the same file, there is nothing
 * to unpack that could grow, and a check compares all that is not content with what must stand there.
 */

export type Entry = Readonly<{ name: string; bytes: number; crc: number }>

export type Placed = Readonly<{
  entry: Entry
  /** Where its header begins in the file, and where its content does. */
  at: number
  header: Buffer
  from: number
}>

export type Container = Readonly<{
  placed: readonly Placed[]
  /** The list of files behind the last of them. */
  tail: Buffer
  bytes: number
}>

/** What a ZIP file can say without its extension for larger ones. */
export const containerBytesMax = 0xffff_fffe
export const entriesMax = 64

const headerBytes = 30
const listedBytes = 46
const endBytes = 22

/** Reckoned without writing any of it: what is too large can't be said in its headers. */
export const containerBytesOf = (entries: readonly Pick<Entry, 'name' | 'bytes'>[]): number =>
  entries.reduce(
    (sum, { name, bytes }) => sum + headerBytes + listedBytes + 2 * Buffer.byteLength(name) + bytes,
    endBytes,
  )

export function containerOf(entries: readonly Entry[]): Container {
  const placed: Placed[] = []
  let at = 0
  for (const entry of entries) {
    const header = localHeader(entry)
    const from = at + header.length
    placed.push({ entry, at, header, from })
    at = from + entry.bytes
  }
  const list = Buffer.concat(placed.map(listed))
  const tail = Buffer.concat([list, endOfList({ entries: entries.length, bytes: list.length, at })])
  return { placed, tail, bytes: at + tail.length }
}

/** 1 January 1980, midnight: the earliest that can be said. When a pack was made is in its manifest. */
const noTime = 0x0021_0000
const versionNeeded = 10
const versionMadeBy = 20

function localHeader({ name, bytes, crc }: Entry): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(0x0403_4b50, 0)
  header.writeUInt16LE(versionNeeded, 4)
  header.writeUInt32LE(noTime, 10)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(bytes, 18)
  header.writeUInt32LE(bytes, 22)
  header.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([header, Buffer.from(name)])
}

function listed({ entry: { name, bytes, crc }, at }: Placed): Buffer {
  const header = Buffer.alloc(listedBytes)
  header.writeUInt32LE(0x0201_4b50, 0)
  header.writeUInt16LE(versionMadeBy, 4)
  header.writeUInt16LE(versionNeeded, 6)
  header.writeUInt32LE(noTime, 12)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(bytes, 20)
  header.writeUInt32LE(bytes, 24)
  header.writeUInt16LE(Buffer.byteLength(name), 28)
  header.writeUInt32LE(at, 42)
  return Buffer.concat([header, Buffer.from(name)])
}

function endOfList({ entries, bytes, at }: Readonly<{ entries: number; bytes: number; at: number }>): Buffer {
  const end = Buffer.alloc(endBytes)
  end.writeUInt32LE(0x0605_4b50, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(bytes, 12)
  end.writeUInt32LE(at, 16)
  return end
}
