import { type ReactNode, useCallback } from 'react'
import { Link } from 'wouter'
import type { Source } from '../../engine/contract/accounts.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { assertNever } from '../assert-never.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { batchAddress, producerAddress, proposalAddress, transactionAddress } from './address.ts'
import classes from './ledger.module.css'

/** Where a transaction came from: the line of a file, or the person who asked for it. */
export function TransactionSource({ source }: Readonly<{ source: Source }>) {
  switch (source.from) {
    case 'batch':
      return <FromBatch source={source} />
    case 'entry':
      return <FromEntry source={source} />
    default:
      return assertNever(source)
  }
}

function FromBatch({ source }: Readonly<{ source: Extract<Source, { from: 'batch' }> }>) {
  const text = useText()
  const mayRead = useMay('batches.read')
  const { batch, line, file, producer, producerName, txId, location } = source
  return (
    <PaneSection title={text('transaction.source')}>
      <Facts
        facts={[
          {
            name: text('batch.producer'),
            value: <Link href={producerAddress(producer)}>{`${producerName} (${producer})`}</Link>,
          },
          {
            name: text('source.batch'),
            value: <Link href={batchAddress(batch)}>{text('batch.title', { id: batch })}</Link>,
          },
          { name: text('batch.file'), value: file },
          { name: text('source.line'), value: line },
          { name: text('source.tx_id'), value: txId },
          { name: text('source.place'), value: location },
        ]}
      />
      {mayRead ? <OriginalLine batch={batch} line={line} /> : null}
    </PaneSection>
  )
}

/** The line as it stood in the producer's file, read from the archive. */
function OriginalLine({ batch, line }: Readonly<{ batch: number; line: number }>) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.batches.line({ id: batch, line }), [batch, line]),
  )
  if (!data && fault) return <FaultNotice fault={fault} what={text('source.raw.unread')} onRetry={again} />
  return (
    <figure className={classes.raw}>
      <figcaption>{text('source.raw')}</figcaption>
      {data ? <pre className="ch-raw">{data.raw}</pre> : <Waiting lines={1} />}
    </figure>
  )
}

function FromEntry({ source }: Readonly<{ source: Extract<Source, { from: 'entry' }> }>) {
  const text = useText()
  const { initiator, initiatedBy, reference, orderId, bankTransactionId, reason, related, hold, proposal } = source
  return (
    <PaneSection title={text('transaction.source')}>
      <Facts
        facts={[
          { name: text('source.initiator'), value: initiator },
          ...known(text('source.initiated_by'), initiatedBy),
          ...known(text('source.reason'), reason),
          ...known(text('source.reference'), reference),
          ...known(text('source.order'), orderId),
          ...known(text('source.bank_transaction'), bankTransactionId),
          ...known(
            text('source.proposal'),
            proposal && <Link href={proposalAddress(proposal)}>{text('source.proposal.number', { proposal })}</Link>,
          ),
          ...known(
            text('source.related'),
            related && (
              <Link href={transactionAddress(related)}>{text('transaction.title', { transaction: related })}</Link>
            ),
          ),
          ...known(text('source.hold'), hold),
        ]}
      />
    </PaneSection>
  )
}

const known = (name: string, value: ReactNode): readonly Fact[] => (value === null ? [] : [{ name, value }])
