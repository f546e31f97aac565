/** The facts of a case for each state of the table: what differs from a fault of one row that can be read. */
import type { CaseFacts } from '../../engine/cases/facts.ts'

type Differing = Partial<
  Pick<
    CaseFacts,
    | 'code'
    | 'scope'
    | 'status'
    | 'waitingFor'
    | 'resolution'
    | 'left'
    | 'isSuspended'
    | 'batchState'
    | 'isBegun'
    | 'awaitsApproval'
    | 'hasHeldPayment'
  >
> &
  Readonly<{ of?: 'producer' | 'client' | 'engine'; manyRows?: true; hasTransaction?: true }>

const open = { status: 'open' } as const
const over = (resolution: NonNullable<CaseFacts['resolution']>) =>
  ({ status: 'resolved', resolution, left: 0 }) as const
const awaiting = { status: 'waiting', waitingFor: 'approval', awaitsApproval: true } as const
const payments = { scope: 'hold', code: 'AMOUNT_OVER_LIMIT', hasHeldPayment: true } as const
const noPayments = { scope: 'hold', code: 'AMOUNT_OVER_LIMIT', hasHeldPayment: false } as const
const held = {
  scope: 'batch',
  code: 'CONTROL_MISMATCH',
  batchState: 'held',
  isBegun: false,
  manyRows: true,
  left: 0,
} as const
const refused = {
  scope: 'batch',
  code: 'FILE_REPEATED',
  batchState: 'rejected',
  isBegun: false,
  manyRows: true,
  left: 0,
} as const
const client = { scope: 'client', of: 'client', code: 'TRANSACTION_QUESTIONED', left: 0 } as const

const differing: Readonly<Record<string, Differing>> = {
  'fault, readable': open,
  'fault, unreadable': { code: 'FIELD_UNREADABLE', manyRows: true, left: 2 },
  conflict: { scope: 'conflict', code: 'TXID_CONFLICT' },
  'hold of payments': payments,
  'hold of top-ups': { ...noPayments, manyRows: true, left: 2 },
  'fault, somebody owns it': { status: 'in_progress' },
  'fault, waits for the client': { status: 'waiting', waitingFor: 'client' },
  'fault, waits for the producer': { status: 'waiting', waitingFor: 'producer' },
  'fault, waits for approval': awaiting,
  'hold, waits for approval': { ...payments, ...awaiting },
  'fault, producer suspended': { isSuspended: true },
  'hold, producer suspended': { ...payments, isSuspended: true },
  'fault of a held batch': { code: 'FIELD_UNREADABLE', batchState: 'held', isBegun: false, manyRows: true, left: 2 },
  'held batch': held,
  'held batch, waits for approval': { ...held, ...awaiting },
  'held batch, producer suspended': { ...held, isSuspended: true },
  'held batch, begun, producer suspended': { ...held, isSuspended: true, isBegun: true },
  'rejected batch': refused,
  'missing batch': { scope: 'producer', of: 'producer', code: 'BATCH_MISSING', left: 0 },
  'client, with a transaction': { ...client, hasTransaction: true },
  'client, without a transaction': client,
  'client, waits for approval': { ...client, ...awaiting, hasTransaction: true },
  engine: { scope: 'engine', of: 'engine', code: 'JOB_FAILED', left: 0 },

  'fault, posted': over('posted'),
  'fault, corrected': over('corrected'),
  'fault, rejected': over('rejected'),
  'fault, not a problem': over('not_a_problem'),
  'fault, confirmed by the client': over('confirmed_by_client'),
  'conflict, merged': { scope: 'conflict', code: 'TXID_CONFLICT', ...over('merged') },
  'hold, posted': { ...noPayments, manyRows: true, ...over('posted') },
  'hold, written off': { ...noPayments, ...over('written_off') },
  'hold, rejected': { ...noPayments, manyRows: true, ...over('rejected') },
  'hold, some written off, others rejected': { ...noPayments, manyRows: true, ...over('rejected') },
  'fault of a rejected batch': {
    code: 'FIELD_UNREADABLE',
    batchState: 'rejected',
    isBegun: false,
    manyRows: true,
    ...over('rejected'),
  },
  'fault of a reversed batch': { batchState: 'reversed', ...over('rejected') },
  'held batch, released': { ...held, batchState: 'posted', isBegun: true, ...over('posted') },
  'held batch, rejected': { ...held, batchState: 'rejected', ...over('rejected') },
  'rejected batch, not a problem': { ...refused, ...over('not_a_problem') },
  'missing batch, not a problem': {
    scope: 'producer',
    of: 'producer',
    code: 'BATCH_MISSING',
    ...over('not_a_problem'),
  },
  'client, not a problem': { ...client, ...over('not_a_problem') },
  'client, transaction reversed': { ...client, hasTransaction: true, ...over('rejected') },
  'engine, not a problem': { scope: 'engine', of: 'engine', code: 'JOB_FAILED', ...over('not_a_problem') },
}

/** Of all facts those that decide what may be done: the others are each case's own. */
export const decidingFacts = ({ id: _, ...facts }: CaseFacts) => {
  const { code, scope, status, waitingFor, resolution, left, isSuspended, batchState, isBegun, awaitsApproval } = facts
  const { hasHeldPayment, producer, batch, client, posting } = facts
  const has = { producer: producer !== null, batch: batch !== null, client: client !== null, posting: posting !== null }
  const rest = { code, scope, status, waitingFor, resolution, left, isSuspended, batchState, isBegun, awaitsApproval }
  return { ...rest, hasHeldPayment, has }
}

export function factsOfState(state: string): CaseFacts {
  const found = differing[state]
  if (found === undefined) throw new Error(`nobody says what a case is like: ${state}`)
  const { of, manyRows = false, hasTransaction = false, ...facts } = found
  const ofBatch = of === undefined
  return {
    id: 1,
    code: 'LOCATION_UNKNOWN',
    scope: 'fault',
    severity: 'medium',
    status: 'open',
    waitingFor: null,
    resolution: null,
    version: 1,
    rows: manyRows ? 2 : 1,
    left: 1,
    amount: 700,
    owner: null,
    ownerName: null,
    producer: ofBatch || of === 'producer' ? 9 : null,
    isSuspended: false,
    batch: ofBatch ? 1 : null,
    batchState: ofBatch ? 'posted' : null,
    isBegun: ofBatch,
    client: (ofBatch && !manyRows) || of === 'client' ? 'A' : null,
    line: ofBatch && !manyRows ? 2 : null,
    posting: hasTransaction ? 1 : null,
    awaitsApproval: false,
    hasHeldPayment: false,
    snoozedUntil: null,
    touchedAt: null,
    touchedBy: null,
    ...facts,
  }
}
