import { Button } from '@mantine/core'
import type { DesktopShell } from '../../engine/contract/shell.ts'
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
      {state.state === 'lost' || state.state === 'stopped' ? (
        <Button variant="default" size="compact-sm" onClick={() => connection.retry()}>
          {text('engine.try_now')}
        </Button>
      ) : null}
      {state.state === 'stopped' && window.desktop ? <OpenOther desktop={window.desktop} /> : null}
    </div>
  )
}

/** A workspace that can't be opened is no dead end: there may be another. What came of it the banner says by itself. */
function OpenOther({ desktop }: Readonly<{ desktop: DesktopShell }>) {
  const text = useText()
  return (
    <Button variant="default" size="compact-sm" onClick={() => void desktop.openWorkspace()}>
      {text('engine.open_other')}
    </Button>
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
      const reason = isMessageId(id)
        ? text(id, { ...noFacts, ...state.facts })
        : text('engine.stopped.other', { reason: state.reason })
      return text('engine.stopped', { at: formatClock(state.stoppedAt, zone), reason })
    }
    default:
      return assertNever(state)
  }
}

/** A sentence never fails for want of a fact: an engine that could not say which folder leaves a gap instead. */
const noFacts = {
  directory: '',
  program: '',
  process: '',
  since: '',
  found: '',
  known: '',
  address: '',
  file: '',
  problem: '',
}

/** Why an action can't be given now; null when it can. */
export function useEngineReason(): string | null {
  const text = useText()
  const { zone } = useFormats()
  return engineSentence(useConnectionState(), zone, text)
}
