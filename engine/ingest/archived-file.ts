/** The archived file as it was dropped, each chunk proven before it is handed on. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { invariant } from '../invariant.ts'
import { type ArchiveKey, ArchiveOpen } from './archive.ts'

export async function* archivedFile(archive: string, keys: readonly ArchiveKey[]): AsyncGenerator<Uint8Array> {
  const open = new ArchiveOpen((generation) => {
    const found = keys.find((key) => key.generation === generation)
    invariant(found !== undefined, 'no archive key of that generation', { generation })
    return found.key
  })
  const gunzip = createGunzip()
  const file = createReadStream(archive)
  // An error anywhere in the chain ends the last stream with it, and so reaches whoever reads.
  const done = pipeline(file, open, gunzip)
  done.catch(() => undefined)
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    yield chunk
  }
  await done
}
