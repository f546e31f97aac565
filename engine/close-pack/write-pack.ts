/**
 * Makes a close pack: reads everything on one snapshot, signs it, and writes it compressed and encrypted into the archive,
 * as every other file of the workspace. It lies under its name only when it is whole.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { readHead, signAnchor } from '../audit/anchor.ts'
import { isoOf } from '../calendar/instant.ts'
import type { PackProof } from '../contract/close-packs.ts'
import { failureOf } from '../failure.ts'
import { syncFolder } from '../files/whole-file.ts'
import { type ArchiveKey, ArchiveSeal } from '../ingest/archive.ts'
import type { QueryContext } from '../store/command.ts'
import { containerBytesMax, containerBytesOf, containerOf } from './container.ts'
import { anchorName, documentName, documentText, printName } from './document.ts'
import { type Gathered, gather, type OnStep, type ToGather } from './gather.ts'
import { manifestName, manifestText, signManifest } from './manifest.ts'
import { type Part, wholePart } from './parts.ts'
import { printOf } from './print/print.ts'

export type ToWrite = ToGather &
  Readonly<{
    workspace: string
    generation: number
    /** It never leaves the process: a key object is handed to the thread as it is. */
    signing: KeyObject
    archive: ArchiveKey
    /** Where in the archive's folder it goes. */
    file: string
  }>

export type Written =
  | Readonly<{ status: 'written'; bytes: number; sha256: string; isClosed: boolean; proves: PackProof }>
  | Readonly<{ status: 'too_large'; bytes: number }>

export async function writePack({ raw, onProgress }: QueryContext, asked: ToWrite): Promise<Written> {
  const onStep = everySoOften(onProgress)
  const gathered = gather(raw, asked, onStep)
  onStep('document', 0, 1)
  const parts = await packOf(gathered, { ...asked, head: readHead({ raw }, null) })
  onStep('document', 1, 1)
  const bytes = containerBytesOf(parts)
  if (bytes > containerBytesMax) return { status: 'too_large', bytes }
  const hash = createHash('sha256')
  const chunks = function* (): Generator<Uint8Array> {
    let done = 0
    for (const chunk of contentOf(parts)) {
      hash.update(chunk)
      done += chunk.length
      onStep('file', done, bytes)
      yield chunk
    }
  }
  await writeSealed(asked, Readable.from(chunks(), { objectMode: false }))
  const { period, proof } = gathered.document
  const made = { bytes, sha256: hash.digest('hex'), isClosed: period.isClosed, proves: proof.verdict }
  return { status: 'written', ...made }
}

/** Every byte of the file in its order. */
export function* contentOf(parts: readonly Part[]): Generator<Uint8Array> {
  const { placed, tail } = containerOf(parts)
  for (const [at, { header }] of placed.entries()) {
    yield header
    yield* parts[at]?.chunks() ?? []
  }
  yield tail
}

type Signing = Pick<ToWrite, 'workspace' | 'generation' | 'signing' | 'from' | 'to' | 'madeAt' | 'madeBy'> &
  Readonly<{ head: ReturnType<typeof readHead> }>

/** What was gathered, what people read of it, where the audit chain stood, and last what signs them all. */
export async function packOf(gathered: Gathered, signing: Signing): Promise<readonly Part[]> {
  const { workspace, generation, signing: key, from, to, madeAt, madeBy, head } = signing
  const document = wholePart(documentName, documentText(gathered.document))
  const print = await printOf(gathered, { sha256: document.sha256, key })
  const anchor = signAnchor(key, head, { workspace, at: madeAt })
  const parts = [
    wholePart(printName, print),
    document,
    ...gathered.parts,
    wholePart(anchorName, `${JSON.stringify(anchor, null, 1)}\n`),
  ]
  const files = parts.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }))
  const manifest = signManifest(key, { workspace, from, to, madeAt: isoOf(madeAt), madeBy, generation, files })
  return [...parts, wholePart(manifestName, manifestText(manifest))]
}

export async function writeSealed(
  { file, archive }: Pick<ToWrite, 'file' | 'archive'>,
  content: Readable,
): Promise<void> {
  const partial = `${file}.partial`
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const to = createWriteStream(partial, { mode: 0o600, flush: true })
    await pipeline(content, createGzip(), new ArchiveSeal(archive), to)
    await rename(partial, file)
    syncFolder(path.dirname(file))
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw failureOf(error, { file }) ?? error
  }
}

const noteEveryMs = 200

/** The first of each step, the last, and now and then one in between. */
function everySoOften(onProgress: (value: unknown) => void): OnStep {
  let last = { step: '', at: 0 }
  return (step, done, of) => {
    const at = performance.now()
    if (step === last.step && done < of && at - last.at < noteEveryMs) return
    last = { step, at }
    onProgress({ step, done, of })
  }
}
