/** Agreements: each version ever in force is kept, and they change by proposal only. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { Agreement } from '../contract/agreements.ts'
import type { AgreementText, AgreementVersion } from '../contract/producers.ts'
import { invariant } from '../invariant.ts'
import { canonical } from '../operations/keys.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { problemsOf } from './agreement-problems.ts'

export type AgreementInForce = Readonly<{ id: number; version: number; agreement: Agreement }>

/** What files of a producer are read and judged by. A batch keeps the id, so that it can be said for ever what judged it. */
export const agreementInForce = (
  { raw }: Pick<QueryContext, 'raw'>,
  { producer }: Readonly<{ producer: number }>,
): AgreementInForce => {
  const row = statementsOf(raw).newest.get(producer) as Row | undefined
  invariant(row !== undefined, 'a producer without an agreement', { producer })
  return { id: row.id, version: row.version, agreement: parsed(raw, row.document) }
}

/** The one that judged a batch. */
export function agreementOfVersion(raw: Database, producer: number, version: number): AgreementInForce {
  const row = statementsOf(raw).one.get(producer, version) as Row | undefined
  invariant(row !== undefined, 'an agreement that judged a batch is gone', { producer, version })
  return { id: row.id, version: row.version, agreement: parsed(raw, row.document) }
}

export type AgreementOutcome =
  | Readonly<{ status: 'done'; before: Agreement; after: Agreement; code: string; id: number; version: number }>
  | RefusalOf<'agreement_unchanged'>
  | RefusalOf<'agreement_unusable'>
  | RefusalOf<'producer_unknown'>

export function changeAgreement(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { producer, agreement: asked }: Readonly<{ producer: number; agreement: Agreement }>,
  { proposal, by }: Readonly<{ proposal: number; by: string }>,
): AgreementOutcome {
  const code = statementsOf(raw).code.get(producer) as string | undefined
  if (code === undefined) return { status: 'producer_unknown', producer }
  const issues = problemsOf(asked, producer)
  if (issues.length > 0) return { status: 'agreement_unusable', issues: [...issues] }
  const { version, agreement: before } = agreementInForce({ raw }, { producer })
  const after = asStored(asked)
  if (canonical(before) === canonical(after)) return { status: 'agreement_unchanged', producer }
  const id = addAgreement({ raw, at }, { producer, version: version + 1, agreement: after, proposal, by })
  return { status: 'done', before, after, code, id, version: version + 1 }
}

export function addAgreement(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  draft: Readonly<{ producer: number; version: number; agreement: Agreement; proposal: number | null; by: string }>,
): number {
  const { agreement, ...row } = draft
  const document = JSON.stringify(asStored(agreement))
  return Number(statementsOf(raw).add.run({ ...row, document, at }).lastInsertRowid)
}

/** Half a character can't be stored and becomes the sign for it: two places that differ in nothing else are then one. */
function asStored(agreement: Agreement): Agreement {
  const places = agreement.places.map((place) => Buffer.from(place).toString())
  return { ...agreement, places: [...new Set(places)].toSorted() }
}

export type AgreementPage = Readonly<{ producer: number; before: number | null; limit: number }>

/** Null when there is no such producer, whose agreements would otherwise seem to be none. */
export function listAgreements(
  { raw }: QueryContext,
  { producer, before, limit }: AgreementPage,
): Readonly<{ items: AgreementVersion[]; next: number | null }> | null {
  const newest = statementsOf(raw).newest.get(producer) as Row | undefined
  if (newest === undefined) return null
  const from = before ?? newest.version + 1
  const rows = statementsOf(raw).page.all(producer, from, limit + 1) as Omit<Row, 'document'>[]
  const shown = rows.slice(0, limit)
  return {
    items: shown.map((row) => versionOf(row, newest.version)),
    next: rows.length > limit ? (shown.at(-1)?.version ?? null) : null,
  }
}

/** One version, or the one in force where none is named. */
export function findAgreement(
  { raw }: Pick<QueryContext, 'raw'>,
  { producer, version }: Readonly<{ producer: number; version?: number }>,
): AgreementText | null {
  const newest = statementsOf(raw).newest.get(producer) as Row | undefined
  if (newest === undefined) return null
  const row = version === undefined ? newest : (statementsOf(raw).one.get(producer, version) as Row | undefined)
  if (row === undefined) return null
  return { ...versionOf(row, newest.version), agreement: parsed(raw, row.document) }
}

type Row = Readonly<{
  id: number
  producer: number
  version: number
  document: string
  proposal: number | null
  by: string | null
  at: number
}>

const versionOf = ({ id, producer, version, proposal, by, at }: Omit<Row, 'document'>, newest: number) =>
  ({ id, producer, version, inForce: version === newest, by, at: isoOf(at), proposal }) satisfies AgreementVersion

/** Known by its text and not by its number: one that was only tried is taken back, and its number is used again. */
function parsed(raw: Database, document: string): Agreement {
  const { agreements } = statementsOf(raw)
  const known = agreements.get(document)
  if (known !== undefined) return known
  const agreement = Agreement.parse(JSON.parse(document))
  if (agreements.size >= keptMax) agreements.clear()
  agreements.set(document, agreement)
  return agreement
}

const keptMax = 200

const statementsOf = perConnection((raw) => {
  const facts = 'id, producer_id AS producer, version, proposal, by, at'
  return {
    agreements: new Map<string, Agreement>(),
    code: raw.prepare('SELECT code FROM producer WHERE id = ?').pluck(),
    newest: raw.prepare(`SELECT ${facts}, document FROM agreement WHERE producer_id = ? ORDER BY version DESC LIMIT 1`),
    one: raw.prepare(`SELECT ${facts}, document FROM agreement WHERE producer_id = ? AND version = ?`),
    page: raw.prepare(
      `SELECT ${facts} FROM agreement WHERE producer_id = ? AND version < ? ORDER BY version DESC LIMIT ?`,
    ),
    add: raw.prepare(`
      INSERT INTO agreement (producer_id, version, document, proposal, by, at)
      VALUES (@producer, @version, @document, @proposal, @by, @at)`),
  }
})
