/** Who sends statements: how the files of each are told and read, and which account of the ledger each of their accounts is. */
import { z } from 'zod'
import { encodings } from './agreements.ts'
import { AccountCode, CurrencyCode, plainText } from './money.ts'
import { ProducerCode } from './producers.ts'
import { StatementMapping } from './statement-mappings.ts'

export const statementFormats = ['camt053', 'mt940', 'bai2', 'csv', 'json'] as const
export const StatementFormat = z.enum(statementFormats)
export type StatementFormat = z.infer<typeof StatementFormat>

export const statementSourceKinds = ['bank', 'gateway', 'producer'] as const
export const StatementSourceKind = z.enum(statementSourceKinds)
export type StatementSourceKind = z.infer<typeof StatementSourceKind>

export const SourceAccount = z.strictObject({
  /** What the statement calls it: an IBAN, say; blanks and capitals do not matter. Null: whatever it says. */
  said: plainText(120).nullable(),
  currency: CurrencyCode,
  /** Of the ledger: where a bank, a gateway or a producer keeps the money. */
  account: AccountCode,
})
export type SourceAccount = z.infer<typeof SourceAccount>

export const StatementSource = z.strictObject({
  /** Names the folder that its files are put into. */
  code: ProducerCode,
  name: plainText(120),
  kind: StatementSourceKind,
  /** `auto`: told from each file. */
  format: z.union([StatementFormat, z.literal('auto')]),
  /** What its files are written in where they do not say it; left out, it is told from each file. */
  encoding: z.enum(encodings).optional(),
  /** How a table or JSON is read; the other formats say it themselves. */
  mapping: StatementMapping.nullable(),
  accounts: z.array(SourceAccount).min(1).max(100),
})
export type StatementSource = z.infer<typeof StatementSource>

/** The setting. */
export const statementSources = z.object({ sources: z.array(StatementSource).max(200) })
