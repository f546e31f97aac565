import { Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { Mark } from '../notice/Mark.tsx'
import { ProgressLine } from '../notice/ProgressLine.tsx'
import { useMay } from '../session/session-context.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { BatchActions } from './BatchActions.tsx'
import classes from './batches.module.css'
import type { Live } from './live.ts'
import { paceWords } from './sentences.ts'
import { isRunning, shownState, toneOfState } from './states.ts'
import { verdict } from './verdict.ts'

type Props = Readonly<{ batch: Batch; live: Live | null; onChanged: () => void }>

/** What became of the file and why, in words, and what can be done about it. */
export function BatchVerdict({ batch, live, onChanged }: Props) {
  const text = useText()
  const formats = useFormats()
  return (
    <PaneSection title={text('batch.verdict')}>
      {/* The sentence begins with the state's word, and its shape stands before it. */}
      <div className={classes.verdict}>
        <Mark tone={toneOfState[shownState(batch, live)]} />
        <Text fw={600}>{verdict(batch, live, { text, formats, currency: batch.currency })}</Text>
      </div>
      {isRunning(batch.state) && live ? <Progress batch={batch} live={live} /> : null}
      <DecidedBy batch={batch} />
      <BatchActions batch={batch} onChanged={onChanged} />
    </PaneSection>
  )
}

function Progress({ batch, live }: Readonly<{ batch: Batch; live: Live }>) {
  const text = useText()
  const { zone } = useFormats()
  const { share, step } = live
  const percent = Math.floor(share * 100)
  const words = [text(`batch.running.${step}`, { percent }), ...paceWords(live, zone, text)].join(' · ')
  return <ProgressLine label={text('batch.progress', { file: batch.file })} done={percent} total={100} words={words} />
}

/** Where to read who decided, and why: a proposal, or the record of whoever rejected it. */
function DecidedBy({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const mayAudit = useMay('audit.read')
  const proposal = batch.reversal?.proposal ?? batch.releasedBy
  const byPerson = batch.state === 'rejected' && !batch.verdict.some(({ effect }) => effect === 'reject')
  if (proposal !== null)
    return <Link href={proposalAddress(proposal)}>{text('batch.decided_by', { proposal: String(proposal) })}</Link>
  if (!byPerson || !mayAudit) return null
  return <Link href={`/audit?subject=batch:${batch.id}`}>{text('batch.decided_in_audit')}</Link>
}
