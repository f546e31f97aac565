/** Reading what was asked for and made. */
import { isoOf } from '../calendar/instant.ts'
import type { ClosePack, PackProof } from '../contract/close-packs.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import type { PackAsk } from './close-pack-commands.ts'
import { fingerprintOf, packName } from './manifest.ts'
import type { PackDays } from './pack-days.ts'

/** As the store knows it; how far one is that is being made, its maker knows. */
export type PackRecord = Omit<ClosePack, 'progress'>

type Row = Readonly<{
  id: number
  from: string
  to: string
  includeClients: number
  state: ClosePack['state']
  askedAt: number
  askedBy: string
  endedAt: number | null
  bytes: number | null
  sha256: Buffer | null
  publicKey: Buffer | null
  isClosed: number | null
  proves: PackProof | null
  problem: string | null
  workspace: string
}>

export type PackPage = Readonly<{ items: readonly PackRecord[]; more: boolean }>
type PageAsked = Readonly<{ before: number | null; limit: number }>
type Raw = Pick<QueryContext, 'raw'>

export function listPacks({ raw }: Raw, { before, limit }: PageAsked): PackPage {
  const rows = statementsOf(raw).page.all({ before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 }) as Row[]
  return { items: rows.slice(0, limit).map(recordOf), more: rows.length > limit }
}

export function findPack({ raw }: Raw, { id }: Readonly<{ id: number }>): PackRecord | null {
  const row = statementsOf(raw).one.get(id) as Row | undefined
  return row === undefined ? null : recordOf(row)
}

export type ArchivedPack = Readonly<{ archive: string; name: string; bytes: number; sha256: string }>

/** Null of one that is not made, or not yet. */
export function archivedPack({ raw }: Raw, { id }: Readonly<{ id: number }>): ArchivedPack | null {
  const pack = findPack({ raw }, { id })
  const archive = statementsOf(raw).archive.get(id) as string | null | undefined
  if (pack === null || pack.bytes === null || pack.sha256 === null || archive === null || archive === undefined)
    return null
  return { archive, name: pack.name, bytes: pack.bytes, sha256: pack.sha256 }
}

/** In the archive, beside the files of batches and statements. */
export const packArchive = ({ id, from, to }: PackDays & Readonly<{ id: number }>): string =>
  `close-packs/${id}-${from}-${to}.cha`

/** Files of packs that are made, or may be in the making right now. */
export function packArchives({ raw }: Raw): readonly string[] {
  const { made, waiting } = statementsOf(raw)
  const names = (waiting.all() as (PackDays & Readonly<{ id: number }>)[]).map(packArchive)
  return [...(made.all() as string[]), ...names, ...names.map((name) => `${name}.partial`)]
}

export type WaitingPack = PackAsk & Readonly<{ id: number; askedBy: string }>

/** The one that has waited longest. */
export function nextWaiting({ raw }: Raw, _: null): WaitingPack | null {
  const row = statementsOf(raw).next.get() as Row | undefined
  if (row === undefined) return null
  const { id, from, to, includeClients, askedBy } = row
  return { id, from, to, includeClients: includeClients === 1, askedBy }
}

function recordOf({ sha256, publicKey, workspace, ...row }: Row): PackRecord {
  return {
    ...row,
    includeClients: row.includeClients === 1,
    askedAt: isoOf(row.askedAt),
    endedAt: row.endedAt === null ? null : isoOf(row.endedAt),
    name: packName(workspace, row),
    sha256: sha256?.toString('hex') ?? null,
    fingerprint: publicKey === null ? null : fingerprintOf(publicKey),
    isClosed: row.isClosed === null ? null : row.isClosed === 1,
  }
}

const columns = `
  SELECT close_pack.id, from_day AS "from", to_day AS "to", include_clients AS includeClients, state, asked_at AS askedAt,
    asked_by AS askedBy, ended_at AS endedAt, bytes, sha256, public_key AS publicKey, is_closed AS isClosed, proves,
    problem, (SELECT uid FROM workspace) AS workspace
  FROM close_pack LEFT JOIN signing_key USING (generation)`

const statementsOf = perConnection((raw) => ({
  page: raw.prepare(`${columns} WHERE close_pack.id < @before ORDER BY close_pack.id DESC LIMIT @limit`),
  one: raw.prepare(`${columns} WHERE close_pack.id = ?`),
  archive: raw.prepare('SELECT archive FROM close_pack WHERE id = ?').pluck(),
  made: raw.prepare('SELECT archive FROM close_pack WHERE archive IS NOT NULL').pluck(),
  waiting: raw.prepare(`SELECT id, from_day AS "from", to_day AS "to" FROM close_pack WHERE state = 'asked'`),
  next: raw.prepare(`${columns} WHERE state = 'asked' ORDER BY close_pack.id LIMIT 1`),
}))
