/** Where money came from, as columns: the row of a batch, or what somebody asked for. */
import type { Source } from '../../contract/accounts.ts'
import type { ColumnsOf } from '../source.ts'

export type Origin = Readonly<{
  from: Source['from']
  batch: number | null
  line: number | null
  file: string | null
  producer: number | null
  producerName: string | null
  txId: string | null
  location: string | null
  initiator: string | null
  initiatedBy: string | null
  reference: string | null
  orderId: string | null
  bankTransactionId: string | null
  reason: string | null
  related: number | null
  hold: number | null
  proposal: number | null
}>

export const originColumns: ColumnsOf<Origin> = {
  from: 'state',
  batch: 'integer',
  line: 'integer',
  file: 'text',
  producer: 'integer',
  producerName: 'text',
  txId: 'text',
  location: 'text',
  initiator: 'text',
  initiatedBy: 'text',
  reference: ['text', 1.6],
  orderId: 'text',
  bankTransactionId: 'text',
  reason: 'text',
  related: 'integer',
  hold: 'integer',
  proposal: 'integer',
}

const nowhere: Omit<Origin, 'from'> = {
  batch: null,
  line: null,
  file: null,
  producer: null,
  producerName: null,
  txId: null,
  location: null,
  initiator: null,
  initiatedBy: null,
  reference: null,
  orderId: null,
  bankTransactionId: null,
  reason: null,
  related: null,
  hold: null,
  proposal: null,
}

export const originOf = (source: Source): Origin => ({ ...nowhere, ...source })
