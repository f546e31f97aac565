import { Button } from '@mantine/core'
import { assertNever } from '../assert-never.ts'
import type { ConnectionState } from '../engine/connection.ts'
import { useConnection, useConnectionState } from '../engine/engine-context.ts'
import { isMessageId } from '../messages/messages.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { formatClock } from '../time/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './frame.module.css'

/** Says that the engine is away, since when, and what is being done; nothing while all is well. */
export function EngineBanner() {
  const text = useText()
  const { zone } = useFormats()
  const connection = useConnection()
  const state = useConnectionState()
  const sentence = engineSentence(state, zone, text)
  if (sentence === null) return null
  return (
    <div className={classes.banner} data-tone="lost" aria-live="polite">
      <span>{sentence}</span>
      {state.state === 'lost' ? (
        <Button variant="default" size="compact-sm" onClick={connection.retry}>
          {text('engine.try_now')}
        </Button>
      ) : null}
    </div>
  )
}

function engineSentence(state: ConnectionState, zone: string, text: Text): string | null {
  switch (state.state) {
    case 'ready':
    case 'connecting':
      return null
    case 'lost': {
      const at = formatClock(state.stoppedAt, zone)
      return state.attemptsMax === null
        ? text('engine.lost', { at, attempt: state.attempt })
        : text('engine.restarting', { at, attempt: state.attempt, attemptsMax: state.attemptsMax })
    }
    case 'stopped': {
      const id = `engine.stopped.${state.reason}`
      const reason = isMessageId(id) ? text(id, state.facts) : text('engine.stopped.other', { reason: state.reason })
      return text('engine.stopped', { at: formatClock(state.stoppedAt, zone), reason })
    }
    default:
      return assertNever(state)
  }
}

/** Why an action can't be given now; null when it can. */
export function useEngineReason(): string | null {
  const text = useText()
  const { zone } = useFormats()
  return engineSentence(useConnectionState(), zone, text)
}
