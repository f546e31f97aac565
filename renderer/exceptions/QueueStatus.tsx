import { Button } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { countOf, type Selection } from './selection.ts'
import { stakeWords } from './stake.ts'
import type { QueueView } from './use-queue-view.ts'

/** How many cases are shown and selected, the money at stake in all of them as the engine added it up, and as of when. */
export function QueueStatus({ queue, selection }: Readonly<{ queue: QueueView; selection: Selection }>) {
  const text = useText()
  const formats = useFormats()
  const { view, fault, reopen } = queue
  if (!view) return <span />
  const selected = countOf(selection)
  return (
    <>
      <span>{text(view.complete ? 'queue.shown' : 'queue.shown_first', { total: view.total })}</span>
      {selected === 0 ? null : <span>{text('queue.selected_count', { count: selected })}</span>}
      <span>{stakeWords(view, text, formats)}</span>
      <AsOf at={view.asOf} />
      {fault ? (
        <Button size="compact-xs" variant="default" onClick={reopen}>
          {text('batches.block_failed')}
        </Button>
      ) : null}
    </>
  )
}
