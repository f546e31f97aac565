/**
 * Checks a close pack with nothing but its file: that every byte of it is what was signed, that it is signed by one key, and
 * that what it says holds. Whose key it is, the reader knows from its fingerprint, or from an anchor kept earlier.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { anchorIsSigned } from '../../audit/anchor.ts'
import { Anchor } from '../../contract/audit.ts'
import { entriesMax } from '../container.ts'
import { anchorName, documentName, PackDocument } from '../document.ts'
import { fingerprintOf, Manifest, manifestIsSigned, manifestName, manifestText } from '../manifest.ts'
import { fileOf, tableNames } from '../tables.ts'
import { documentProblems, isMoneyReadable, sameSums } from './document-problems.ts'
import { type OpenedPack, openPack } from './open-pack.ts'
import type { PackProblem, PackVerdict } from './problems.ts'
import { readTable } from './read-table.ts'

export type Expected = Readonly<{
  /** Fingerprint of the key that must have signed it. */
  key?: string
  workspace?: string
}>

export async function verifyPack(file: string, expected: Expected = {}): Promise<PackVerdict> {
  const opened = await openPack(file)
  if (opened.status === 'refused') return verdictOf(file, opened.problems, null)
  try {
    return await verdictOn(file, opened.pack, expected)
  } finally {
    await opened.pack.close()
  }
}

const verdictOf = (file: string, problems: readonly PackProblem[], pack: PackVerdict['pack']): PackVerdict => ({
  isSound: problems.length === 0,
  file,
  problems,
  pack,
})

async function verdictOn(file: string, pack: OpenedPack, expected: Expected): Promise<PackVerdict> {
  const manifest = await readManifest(pack)
  if (manifest === null) return verdictOf(file, [{ code: 'manifest_unreadable' }], null)
  const signature = signatureProblems(manifest, expected)
  const changed = await changedFiles(pack, manifest)
  const anchor = await readAnchor(pack, manifest)
  const document = await readDocument(pack)
  const said = {
    workspace: manifest.workspace,
    from: manifest.from,
    to: manifest.to,
    madeAt: manifest.madeAt,
    madeBy: manifest.madeBy,
    fingerprint: fingerprintOf(Buffer.from(manifest.publicKey, 'base64')),
    files: pack.entries.length,
    bytes: pack.entries.reduce((sum, { bytes }) => sum + bytes, 0),
    isClosed: document.document?.period.isClosed ?? null,
    proves: document.document?.proof.verdict ?? null,
    anchorSeq: anchor.seq,
  }
  const content =
    document.document === null
      ? [document.problem]
      : [
          ...documentProblems(document.document, manifest),
          ...(await tableProblems(pack, document.document, namesOf(changed))),
        ]
  return verdictOf(file, [...signature, ...changed, ...anchor.problems, ...content], said)
}

const namesOf = (problems: readonly PackProblem[]): ReadonlySet<string> =>
  new Set(problems.flatMap((problem) => ('file' in problem && problem.file !== null ? [problem.file] : [])))

const manifestBytesMax = 2 ** 20
const anchorBytesMax = 2 ** 16
/** Everything in it is short, so one that is longer is none of ours. */
const documentBytesMax = 64 * 2 ** 20

/** Null also where it is written in another way than a manifest is. */
async function readManifest(pack: OpenedPack): Promise<Manifest | null> {
  const text = await readText(pack, manifestName, manifestBytesMax)
  const read = Manifest.safeParse(parsed(text))
  if (!read.success || manifestText(read.data) !== text) return null
  const names = new Set(read.data.files.map(({ name }) => name))
  // Each file is hashed once, however often somebody wrote it down.
  return names.size === read.data.files.length && names.size < entriesMax ? read.data : null
}

async function readText(pack: OpenedPack, name: string, bytesMax: number): Promise<string | null> {
  const entry = pack.find(name)
  if (entry === undefined || entry.bytes > bytesMax) return null
  const chunks: Buffer[] = []
  for await (const chunk of pack.read(name)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function parsed(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function signatureProblems(manifest: Manifest, { key, workspace }: Expected): readonly PackProblem[] {
  if (!manifestIsSigned(manifest)) return [{ code: 'signature_wrong' }]
  const fingerprint = fingerprintOf(Buffer.from(manifest.publicKey, 'base64'))
  const problems: PackProblem[] = []
  if (key !== undefined && plainKey(key) !== plainKey(fingerprint))
    problems.push({ code: 'key_differs', fingerprint, expected: key })
  if (workspace !== undefined && workspace !== manifest.workspace) problems.push({ code: 'anchor_differs' })
  return problems
}

/** However it is grouped and written. */
export const plainKey = (fingerprint: string): string => fingerprint.replace(/[\s:-]/g, '').toLowerCase()

async function changedFiles(pack: OpenedPack, { files }: Manifest): Promise<readonly PackProblem[]> {
  const problems: PackProblem[] = []
  for (const { name, bytes, sha256 } of files) {
    const entry = pack.find(name)
    if (entry === undefined) {
      problems.push({ code: 'file_missing', file: name })
      continue
    }
    const found = await hashOf(pack, name)
    if (entry.bytes !== bytes || found.sha256 !== sha256) problems.push({ code: 'file_changed', file: name })
    else if (entry.crc !== found.crc) problems.push({ code: 'container_changed', file: name })
  }
  const listed = new Set([...files.map(({ name }) => name), manifestName])
  for (const { name } of pack.entries) if (!listed.has(name)) problems.push({ code: 'file_unknown', file: name })
  const manifest = pack.find(manifestName)
  if (manifest !== undefined && (await hashOf(pack, manifestName)).crc !== manifest.crc)
    problems.push({ code: 'container_changed', file: manifestName })
  // In another order it is another file, though it says the same.
  const order = pack.entries.map(({ name }) => name).join('\n')
  if (problems.length === 0 && order !== [...files.map(({ name }) => name), manifestName].join('\n'))
    problems.push({ code: 'container_changed', file: null })
  return problems
}

async function hashOf(pack: OpenedPack, name: string): Promise<Readonly<{ sha256: string; crc: number }>> {
  const hash = createHash('sha256')
  let crc = 0
  for await (const chunk of pack.read(name)) {
    hash.update(chunk)
    crc = crc32(chunk, crc)
  }
  return { sha256: hash.digest('hex'), crc }
}

async function readAnchor(
  pack: OpenedPack,
  { publicKey, workspace }: Manifest,
): Promise<Readonly<{ seq: number | null; problems: readonly PackProblem[] }>> {
  const read = Anchor.safeParse(parsed(await readText(pack, anchorName, anchorBytesMax)))
  if (!read.success) return { seq: null, problems: [{ code: 'anchor_unreadable' }] }
  const { data: anchor } = read
  if (!anchorIsSigned(anchor)) return { seq: anchor.seq, problems: [{ code: 'anchor_forged' }] }
  const isOurs = anchor.publicKey === publicKey && anchor.workspace === workspace
  return { seq: anchor.seq, problems: isOurs ? [] : [{ code: 'anchor_differs' }] }
}

type DocumentRead =
  | Readonly<{ document: PackDocument; problem: null }>
  | Readonly<{ document: null; problem: PackProblem }>

async function readDocument(pack: OpenedPack): Promise<DocumentRead> {
  const bytes = pack.find(documentName)?.bytes ?? 0
  const unreadable = (reason: string): DocumentRead => ({
    document: null,
    problem: { code: 'document_unreadable', reason },
  })
  if (bytes > documentBytesMax)
    return {
      document: null,
      problem: { code: 'file_too_large', file: documentName, bytes, bytesMax: documentBytesMax },
    }
  const value = parsed(await readText(pack, documentName, documentBytesMax))
  if (value === null) return unreadable('json')
  if (!isBounded(value)) return unreadable('size')
  const read = PackDocument.safeParse(value)
  if (!read.success) return unreadable(read.error.issues[0]?.path.join('.') ?? 'form')
  const wrong = tableNames.find((name) => !isMoneyReadable(name, read.data.tables[name]?.items ?? []))
  return wrong === undefined ? { document: read.data, problem: null } : unreadable(`tables.${wrong}.items`)
}

/** A thousand banks on every day of a quarter, and each of their columns. */
const rowsMax = 100_000
const valuesMax = 4_000_000

/** Asked before its form is: each row of a wrong form would be a finding of its own. */
function isBounded(whole: unknown): boolean {
  const waiting: unknown[] = [whole]
  for (let seen = 0; waiting.length > 0; ) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const within: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
    seen += within.length
    if (within.length > rowsMax || seen > valuesMax) return false
    for (const each of within) waiting.push(each)
  }
  return true
}

/** What the document says of each table, against the table. One that was changed is named already. */
async function tableProblems(
  pack: OpenedPack,
  document: PackDocument,
  changed: ReadonlySet<string>,
): Promise<readonly PackProblem[]> {
  const digits = new Map(document.currencies.map(({ code, digits: of }) => [code, of]))
  const problems: PackProblem[] = []
  for (const name of tableNames) {
    const [file, said] = [fileOf(name), document.tables[name]]
    if (changed.has(file) || (said === undefined && pack.find(file) === undefined)) continue
    const read = await readTable(name, pack.read(file), (currency) => digits.get(currency) ?? 2)
    if (read.status === 'unreadable') problems.push({ code: 'table_unreadable', file, line: read.line })
    else if (read.status === 'other_head') problems.push({ code: 'table_differs', file, what: 'head' })
    else if (read.total.rows !== (said?.rows ?? -1)) problems.push({ code: 'table_differs', file, what: 'rows' })
    else if (!sameSums(read.total.sums, said?.sums ?? {})) problems.push({ code: 'table_differs', file, what: 'sums' })
  }
  return problems
}
