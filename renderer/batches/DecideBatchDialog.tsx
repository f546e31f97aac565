import { Text } from '@mantine/core'
import type { Batch } from '../../engine/contract/batches.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { ReasonDialog } from '../notice/ReasonDialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useProducer } from './use-producer.ts'

type Verb = 'reject' | 'recheck'
type Deciding = Readonly<{ verb: Verb; id: number; reason: string }>

const decide = (client: EngineClient, { verb, ...input }: Deciding): Promise<Batch> =>
  verb === 'reject' ? client.batches.reject(input) : client.batches.recheck(input)

type Props = Readonly<{ batch: Batch; verb: Verb; onClose: () => void; onDecided: () => void }>

/** What one person may decide about a batch of which nothing is posted. The effect first, then why. */
export function DecideBatchDialog({ batch, verb, onClose, onDecided }: Props) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(decide)
  const { id, file, rows } = batch

  const decideFor = async (reason: string): Promise<void> => {
    const outcome = await run({ verb, id, reason })
    // Refused or not, it may be another batch now than the one on the screen.
    onDecided()
    if (!outcome.ok) return
    say(text(`batch.${verb}.done`, { id: String(id) }))
    onClose()
  }

  return (
    <ReasonDialog
      title={text(`batch.${verb}.title`, { id: String(id) })}
      effect={
        <Text>{verb === 'reject' ? text('batch.reject.effect', { file, rows }) : <RecheckEffect batch={batch} />}</Text>
      }
      words={{
        reason: text('batch.decide.reason'),
        hint: text('batch.decide.reason.hint'),
        missing: text('batch.decide.reason.missing'),
        action: text(verb === 'reject' ? 'batch.reject.confirm' : 'batch.recheck.confirm', { rows }),
      }}
      danger={verb === 'reject'}
      busy={busy}
      fault={fault}
      onReason={(reason) => void decideFor(reason)}
      onClose={onClose}
    />
  )
}

/** Judged again by the same agreement the outcome is most likely the same, and that is worth saying before. */
function RecheckEffect({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const inForce = useProducer(batch.producer)?.agreementVersion
  const judgedBy = batch.agreement ?? 'none'
  return text('batch.recheck.effect', {
    file: batch.file,
    judgedBy,
    inForce: inForce ?? 'none',
    same: inForce === undefined ? 'unknown' : inForce === batch.agreement ? 'yes' : 'no',
  })
}
