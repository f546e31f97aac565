/** The archived file as it was dropped, each chunk proven before it is handed on. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, gunzipSync } from 'node:zlib'
import { Failure } from '../failure.ts'
import { type ArchiveKey, ArchiveOpen, openedWhole } from './archive.ts'

type KeyOf = (generation: number) => Uint8Array

// Streams take longer to set up than a small file takes to read. One that is small because it packs well is streamed.
const smallBytes = 131_072
const unpackedMax = 1_048_576

export async function* archivedFile(archive: string, keys: readonly ArchiveKey[]): AsyncGenerator<Uint8Array> {
  const keyOf: KeyOf = (generation) => {
    const found = keys.find((key) => key.generation === generation)
    // The number stands in the file's own head, where somebody may have changed it.
    if (found === undefined) throw new Failure('store_damaged', { part: 'archive', generation })
    return found.key
  }
  const whole = (await stat(archive)).size <= smallBytes ? await smallFile(archive, keyOf) : null
  if (whole === null) yield* streamed(archive, keyOf)
  else yield whole
}

/** Null when it unpacks to more than anybody wants in memory at once. */
async function smallFile(archive: string, keyOf: KeyOf): Promise<Uint8Array | null> {
  const packed = openedWhole(keyOf, await readFile(archive))
  try {
    return gunzipSync(packed, { maxOutputLength: unpackedMax })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null
    throw error
  }
}

async function* streamed(archive: string, keyOf: KeyOf): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  const file = createReadStream(archive)
  // An error anywhere in the chain ends the last stream with it, and so reaches whoever reads.
  const done = pipeline(file, new ArchiveOpen(keyOf), gunzip)
  done.catch(() => undefined)
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    yield chunk
  }
  await done
}
