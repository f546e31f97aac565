/**
 * One question over everything that the console shows. What is found is told as facts, in groups of one order; a group that
 * whoever asks may not read is not searched, so that nobody learns that something is there.
 */
import { z } from 'zod'
import { WalletState } from './accounts.ts'
import { BatchState } from './batches.ts'
import { Awaited, ExceptionCode, ExceptionStatus, Resolution, Severity } from './exceptions.ts'
import { ExpectedPart, ExpectedState } from './expected.ts'
import { FundState } from './funding.ts'
import type { Permission } from './permission.ts'
import { procedure } from './procedure.ts'
import { ProposalState } from './proposals.ts'
import { FileState, StatementState } from './statements.ts'

/** In the order in which they are shown, each with what it takes to read it. */
export const searchGroups = {
  transactions: 'ledger.read',
  rows: 'batches.read',
  clients: 'clients.read',
  producers: 'producers.read',
  batches: 'batches.read',
  exceptions: 'exceptions.read',
  proposals: 'proposals.read',
  fund_requests: 'ledger.read',
  expected: 'ledger.read',
  statements: 'statements.read',
  accounts: 'ledger.read',
  users: 'users.read',
} as const satisfies Readonly<Record<string, Permission>>
export type SearchGroup = keyof typeof searchGroups
export const searchGroupNames = Object.keys(searchGroups) as [SearchGroup, ...SearchGroup[]]

export const hitsPerGroup = 5
export const queryMax = 100

const hit = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ kind: z.literal(kind), ...shape })

export const SearchHit = z.discriminatedUnion('kind', [
  hit('transaction', {
    transaction: z.int(),
    /** As `posting` says what it did: `TopUp`, `deposit`. */
    what: z.string(),
    /** What others call it by: the producer's TxId, or a reference. */
    name: z.string().nullable(),
    amount: z.int(),
    currency: z.string(),
    client: z.string().nullable(),
    at: z.iso.datetime(),
  }),
  /** A row that a producer's TxId names and that is not posted, or not yet. */
  hit('row', {
    batch: z.int(),
    line: z.int(),
    name: z.string(),
    file: z.string(),
    client: z.string(),
    amount: z.int(),
    currency: z.string(),
    state: z.enum(['held', 'rejected']),
  }),
  hit('client', {
    client: z.string(),
    /** Null as well for whoever may not read how a client is reached. */
    name: z.string().nullable(),
    state: WalletState,
  }),
  hit('producer', { producer: z.int(), code: z.string(), name: z.string(), state: z.enum(['active', 'suspended']) }),
  hit('batch', {
    batch: z.int(),
    file: z.string(),
    producerName: z.string(),
    state: BatchState,
    receivedAt: z.iso.datetime(),
  }),
  hit('exception', {
    exception: z.int(),
    code: ExceptionCode,
    severity: Severity,
    status: ExceptionStatus,
    waitingFor: Awaited.nullable(),
    resolution: Resolution.nullable(),
    snoozedUntil: z.iso.datetime().nullable(),
    amount: z.int().nullable(),
    currency: z.string().nullable(),
    producerName: z.string().nullable(),
    client: z.string().nullable(),
  }),
  hit('proposal', {
    proposal: z.int(),
    /** The kind of change. */
    what: z.string(),
    state: ProposalState,
    amount: z.int().nullable(),
    currency: z.string().nullable(),
  }),
  hit('fund_request', {
    request: z.int(),
    reference: z.string(),
    client: z.string(),
    amount: z.int(),
    currency: z.string(),
    state: FundState,
  }),
  hit('expected', {
    expected: z.int(),
    reference: z.string(),
    part: ExpectedPart,
    state: ExpectedState,
    /** Whose money it is. */
    client: z.string().nullable(),
    producerName: z.string().nullable(),
    /** As the bank sees it. */
    amount: z.int(),
    currency: z.string(),
  }),
  hit('statement', {
    statement: z.int(),
    number: z.string().nullable(),
    /** Of the ledger, or else what the statement calls it by. */
    account: z.string(),
    from: z.string(),
    to: z.string(),
    state: StatementState,
  }),
  hit('statement_file', { file: z.int(), name: z.string(), source: z.string(), state: FileState }),
  hit('account', { account: z.string(), currency: z.string(), balance: z.int() }),
  hit('user', { user: z.string(), displayName: z.string(), state: z.enum(['active', 'removed']) }),
])
export type SearchHit = z.infer<typeof SearchHit>

export const FoundGroup = z.object({
  group: z.enum(searchGroupNames),
  hits: z.array(SearchHit).min(1).max(hitsPerGroup),
  more: z.boolean(),
})
export type FoundGroup = z.infer<typeof FoundGroup>

export const SearchAnswer = z.object({
  /** Only those in which something was found. */
  groups: z.array(FoundGroup),
  /**
   * What the query says as money, for whoever may look through postings: those of an amount have no index, so they are looked
   * for in their own list and not here.
   */
  amount: z.object({ amount: z.int(), currency: z.string() }).nullable(),
})
export type SearchAnswer = z.infer<typeof SearchAnswer>

export const search = {
  find: procedure({
    method: 'GET',
    path: '/search',
    summary: 'Find a thing by its number, its name or its money',
    access: 'signed_in',
  })
    .input(z.object({ q: z.string().min(1).max(queryMax) }))
    .output(SearchAnswer),
}
