import { UnstyledButton } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { Mark } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { paceWords, stepWords } from './sentences.ts'
import type { LiveBatches } from './use-live.ts'

type Props = Readonly<{ live: Pick<LiveBatches, 'status' | 'lives'>; onOpen: (batch: string) => void }>

/**
 * The batch that is worked on now, also while it waits behind "1 new" or a filter hides it. It stands beside the filters,
 * where its coming and going moves no row of the list.
 */
export function RunningNow({ live: { status, lives }, onOpen }: Props) {
  const text = useText()
  const { zone } = useFormats()
  return (
    <section className={classes.now} aria-label={text('batches.running')}>
      {status?.running.map(({ batch, file }) => {
        const live = lives.get(batch)
        if (!live?.lasts) return null
        const words = [stepWords(live, text), ...paceWords(live, zone, text)].join(' · ')
        return (
          <UnstyledButton
            key={batch}
            className={classes.nowBatch}
            style={{ backgroundSize: `${live.share * 100}% 3px` }}
            aria-label={text('batches.running.open', { id: String(batch), file, words })}
            title={`${file} · ${words}`}
            onClick={() => onOpen(String(batch))}
          >
            <Mark tone="progress" />
            <span className={classes.nowFile}>{file}</span>
            <span className={classes.nowWords}>{words}</span>
          </UnstyledButton>
        )
      })}
    </section>
  )
}
