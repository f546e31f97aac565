import type { Caller } from '../../engine/contract/callers.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { EffectPoints, ReasonDialog } from '../notice/ReasonDialog.tsx'
import { useToast } from '../notice/use-toast.ts'

type Props = Readonly<{ caller: Caller; onClose: () => void }>

const stop = (client: EngineClient, caller: number, reason: string) => client.callers.stop({ caller, reason })
const effects = ['keys', 'done_before', 'no_return'] as const

/** One person, at once and for good; so it says everything that will happen before it does. */
export function StopCallerDialog({ caller: { id, name }, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(stop)

  const stopFor = async (reason: string): Promise<void> => {
    const outcome = await run(id, reason)
    if (!outcome.ok) return
    say(text('caller.stopped', { name }))
    onClose()
  }

  return (
    <ReasonDialog
      title={text('caller.stop.title', { name })}
      effect={
        <EffectPoints
          lead={text('caller.stop.lead', { name })}
          points={effects.map((effect) => text(`caller.stop.${effect}`))}
        />
      }
      words={{
        reason: text('caller.stop.reason'),
        hint: text('caller.stop.reason.hint'),
        missing: text('caller.stop.reason.missing'),
        action: text('caller.stop.action', { name }),
      }}
      danger
      busy={busy}
      fault={fault}
      onReason={(reason) => void stopFor(reason)}
      onClose={onClose}
    />
  )
}
