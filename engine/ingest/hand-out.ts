/**
 * Handing out a file of the archive as it came: it is the one way by which card numbers leave unmasked, so that somebody
 * takes it is in the audit chain before the first byte of it goes.
 */
import { fileTooLarge } from '../contract/batches.ts'
import { sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { Json } from '../store/command.ts'
import { DownloadedFile, wholeFile } from './downloaded-file.ts'

export type KeptFile = Readonly<{ archive: string; name: string; bytes: number; sha256: string }>

/** What the record of it says that was done, and to what. */
export type HandedOut = Readonly<{ action: string; subject: string; about?: Readonly<Record<string, Json>> }>

/** Over a window's line a file is copied a few times on its way; a larger one is asked for in parts. */
const messageBytesMax = 8 * 2 ** 20

export async function handOut(context: GuardedContext, file: KeptFile, as: HandedOut): Promise<File> {
  const { intake } = await context.engine.opened()
  const { archive, name, bytes } = file
  const isStreamed = context.source === 'rest' || context.source === 'cli'
  if (!isStreamed && bytes > messageBytesMax)
    throw fault('file_too_large', fileTooLarge.status, { bytes, bytesMax: messageBytesMax })
  await noteExport(context, file, as)
  const parts = intake.files.parts(archive)
  return isStreamed ? DownloadedFile.of({ name, bytes, parts }) : wholeFile(name, parts)
}

export type HandedPart = Readonly<{ base64: string; bytes: number; next: number | null }>

export async function handOutPart(
  context: GuardedContext,
  file: KeptFile,
  { offset, ...as }: HandedOut & Readonly<{ offset: number }>,
): Promise<HandedPart> {
  const { intake } = await context.engine.opened()
  const reader = context.token ?? ''
  const from = { archive: file.archive, offset }
  if (!intake.files.goesOn(reader, from)) await noteExport(context, file, as)
  const { bytes, last } = await intake.files.part(reader, from)
  return {
    base64: Buffer.from(bytes).toString('base64'),
    bytes: file.bytes,
    next: last ? null : offset + bytes.length,
  }
}

async function noteExport(
  context: GuardedContext,
  { name, bytes, sha256 }: KeptFile,
  { about, ...as }: HandedOut,
): Promise<void> {
  const { store } = await context.engine.opened()
  const detail = { ...about, file: name, bytes, sha256, source: context.source }
  await store.write('audit.note', { ...as, outcome: 'begun', detail }, sessionOf(context).user.name)
}
