import { Button } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { Selection } from './selection.ts'
import { selectedWords, stakeWords } from './stake.ts'
import type { QueueView } from './use-queue-view.ts'
import { useStake } from './use-stake.ts'

/** How many cases are shown and selected, the money at stake in all of them as the engine added it up, and as of when. */
export function QueueStatus({ queue, selection }: Readonly<{ queue: QueueView; selection: Selection }>) {
  const text = useText()
  const formats = useFormats()
  const { view, fault, reopen } = queue
  const stake = useStake(selection)
  if (!view) return <span />
  return (
    <>
      <span>{text(view.complete ? 'queue.shown' : 'queue.shown_first', { total: view.total })}</span>
      <span>{stakeWords(view, text, formats)}</span>
      <span>{selectedWords(selection, stake, text, formats)}</span>
      <AsOf at={view.asOf} />
      {fault ? (
        <Button size="compact-xs" variant="default" onClick={reopen}>
          {text('batches.block_failed')}
        </Button>
      ) : null}
    </>
  )
}
