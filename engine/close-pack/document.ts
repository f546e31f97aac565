/**
 * `close-pack.json`: all that is short in full, and of what may be long how many rows there are and what they come to, so
 * that a machine knows whether the files beside it are whole.
 */
import { z } from 'zod'
import { PackProof } from '../contract/close-packs.ts'
import { type TableName, tableNames } from './tables.ts'

export const documentName = 'close-pack.json'
export const printName = 'close-pack.pdf'
export const anchorName = 'anchor.json'

const Sum = z.string().regex(/^-?[0-9]{1,40}$/)
const Cell = z.union([z.string(), z.int(), z.null()])
const Count = z.int().min(0)

export const ListedRow = z.record(z.string(), Cell)
export type ListedRow = z.infer<typeof ListedRow>

const DocumentTable = z.strictObject({
  file: z.string(),
  rows: Count,
  /** By currency and column, in minor units. */
  sums: z.record(z.string(), z.record(z.string(), Sum)),
  /** All rows, where the table is short. */
  items: z.array(ListedRow).optional(),
})
export type DocumentTable = z.infer<typeof DocumentTable>

const named = z.enum(tableNames as [TableName, ...TableName[]])

const CountAndMoney = z.strictObject({ count: Count, money: Sum })

export const PackDocument = z.strictObject({
  version: z.literal(1),
  workspace: z.strictObject({
    id: z.string(),
    name: z.string(),
    zone: z.string(),
    currency: z.string(),
    isDemo: z.boolean(),
  }),
  period: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    /** Whether every day of it is closed, and up to which day the books are. */
    isClosed: z.boolean(),
    closedThrough: z.iso.date().nullable(),
    /** Set while the last day was not over yet. */
    isGoingOn: z.boolean(),
    /** Postings that stand on its days. */
    postings: Count,
  }),
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  /** Amounts are minor units, debits less credits; these say how many digits are behind the point. */
  currencies: z.array(z.strictObject({ code: z.string(), digits: z.int().min(0).max(4) })),
  proof: z.strictObject({
    verdict: PackProof,
    /**
     * Banks and days together, those without any balance, those of which no statements say what the bank had, and those that
     * no statement is of, though one behind may go on with the balance before.
     */
    proofs: Count,
    withoutBalance: Count,
    untold: Count,
    withoutStatementOfDay: Count,
    breaking: z.array(
      z.strictObject({
        account: z.string(),
        currency: z.string(),
        day: z.iso.date(),
        difference: Sum,
        /** The smallest set of items found that comes to it. */
        suspects: z.array(
          z.strictObject({ side: z.string(), item: z.int(), day: z.iso.date(), amount: Sum, text: z.string() }),
        ),
      }),
    ),
  }),
  tables: z.partialRecord(named, DocumentTable),
  exceptionsByCode: z.array(
    z.strictObject({
      code: z.string(),
      /** Empty where the money at stake is not known. */
      currency: z.string(),
      /** Open before + raised + opened again − resolved = open at the end. */
      openBefore: CountAndMoney,
      raised: CountAndMoney,
      reopened: CountAndMoney,
      resolved: CountAndMoney,
      openAtEnd: CountAndMoney,
    }),
  ),
  approvalsByKind: z.array(
    z.strictObject({ kind: z.string(), outcome: z.string(), currency: z.string(), count: Count, money: Sum }),
  ),
  residuesByAccount: z.array(
    z.strictObject({
      account: z.string(),
      currency: z.string(),
      to: z.string(),
      state: z.string(),
      count: Count,
      money: Sum,
    }),
  ),
})
export type PackDocument = z.infer<typeof PackDocument>

export const documentText = (document: PackDocument): string => `${JSON.stringify(document, null, 1)}\n`
