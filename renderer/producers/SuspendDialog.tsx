import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Producer } from '../../engine/contract/producers.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { EffectPoints, ReasonDialog } from '../notice/ReasonDialog.tsx'
import { useToast } from '../notice/use-toast.ts'

type Props = Readonly<{ producer: Pick<Producer, 'id' | 'name'>; onClose: () => void }>

const suspend = (client: EngineClient, id: number, reason: string) => client.producers.suspend({ id, reason })
const effects = ['file', 'new', 'held', 'schedule', 'resume'] as const

/** One person, at once; so it says everything that will happen before it does. */
export function SuspendDialog({ producer: { id, name }, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(suspend)

  const suspendFor = async (reason: string): Promise<void> => {
    const outcome = await run(id, reason)
    if (!outcome.ok) return
    say(text('producer.suspended', { name }))
    onClose()
  }

  return (
    <ReasonDialog
      title={text('producer.suspend.title', { name })}
      effect={
        <EffectPoints
          lead={text('producer.suspend.lead')}
          points={effects.map((effect) => text(`producer.suspend.${effect}`))}
        />
      }
      words={{
        reason: text('producer.suspend.reason'),
        hint: text('producer.suspend.reason.hint'),
        missing: text('producer.suspend.reason.missing'),
        action: text('producer.suspend.action', { name }),
      }}
      danger
      busy={busy}
      fault={fault}
      onReason={(reason) => void suspendFor(reason)}
      onClose={onClose}
    />
  )
}
