import { Anchor, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { assertNever } from '../assert-never.ts'
import type { CommandId } from '../keys/commands.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { actionsFor, type BatchAction } from './batch-actions.ts'
import classes from './batches.module.css'
import { DecideBatchDialog } from './DecideBatchDialog.tsx'
import { DownloadDialog } from './DownloadDialog.tsx'
import { type OpenDecision, useOpenDecision } from './use-open-decision.ts'
import { useProducer } from './use-producer.ts'

const commandOf: Readonly<Record<BatchAction, CommandId>> = {
  release: 'batch.release',
  reject: 'batch.reject',
  recheck: 'batch.recheck',
  reverse: 'batch.reverse',
  download: 'batch.download',
}

type Props = Readonly<{ batch: Batch; onChanged: () => void }>

/** What the person may do about the batch as it stands. Hiding a button is a courtesy: the engine asks again. */
export function BatchActions({ batch, onChanged }: Props) {
  const text = useText()
  const { permissions } = useSession()
  const [open, setOpen] = useState<BatchAction>()
  const actions = actionsFor(batch, permissions)
  const suspension = useProducer(batch.producer)?.suspension
  const waiting = useOpenDecision(batch)
  const waits = (action: BatchAction): boolean => waiting?.kind === `batch_${action}`
  const reasonNot = (action: BatchAction): string | null => {
    if (waits(action)) return text('batch.waits.reason')
    return action === 'release' && suspension ? text('batch.release.suspended', { by: suspension.by }) : null
  }
  const offered = (action: BatchAction): boolean => actions.includes(action) && reasonNot(action) === null
  useKeyCommand('batch.release', () => setOpen('release'), offered('release'))
  useKeyCommand('batch.reject', () => setOpen('reject'), offered('reject'))
  useKeyCommand('batch.recheck', () => setOpen('recheck'), offered('recheck'))
  useKeyCommand('batch.reverse', () => setOpen('reverse'), offered('reverse'))
  useKeyCommand('batch.download', () => setOpen('download'), offered('download'))
  return (
    <>
      {waiting ? <Waits decision={waiting} /> : null}
      {actions.length === 0 ? null : (
        <Group gap={8} className={classes.actions ?? ''}>
          {actions.map((action) => (
            <ActionButton
              key={action}
              variant="default"
              onClick={() => setOpen(action)}
              reason={reasonNot(action)}
              rightSection={<KeyHint command={commandOf[action]} />}
            >
              {text(`batch.${action}`)}
            </ActionButton>
          ))}
        </Group>
      )}
      {open ? (
        <ActionDialog action={open} batch={batch} onClose={() => setOpen(undefined)} onChanged={onChanged} />
      ) : null}
    </>
  )
}

/** Somebody has proposed it already: where to read it, for whoever decides and for whoever wonders. */
function Waits({ decision: { kind, proposal } }: Readonly<{ decision: OpenDecision }>) {
  const text = useText()
  return (
    <Text>
      {text('batch.waits', { kind })}{' '}
      <Anchor component={Link} href={proposalAddress(proposal)} underline="always" inherit>
        {text('proposal.title', { id: proposal })}
      </Anchor>
    </Text>
  )
}

type DialogProps = Readonly<{ action: BatchAction; batch: Batch; onClose: () => void; onChanged: () => void }>

function ActionDialog({ action, batch, onClose, onChanged }: DialogProps) {
  const text = useText()
  const { id } = batch
  switch (action) {
    case 'release':
    case 'reverse':
      return (
        <ProposeDialog
          title={text(`batch.${action}.title`, { id: String(id) })}
          change={{ kind: `batch_${action}`, batch: id }}
          onClose={onClose}
          onProposed={onClose}
        />
      )
    case 'reject':
    case 'recheck':
      return <DecideBatchDialog batch={batch} verb={action} onClose={onClose} onDecided={onChanged} />
    case 'download':
      return <DownloadDialog batch={batch} onClose={onClose} />
    default:
      return assertNever(action)
  }
}
