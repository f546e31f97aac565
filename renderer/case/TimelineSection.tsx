import { Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ExceptionEvent } from '../../engine/contract/exceptions.ts'
import { proposalAddress, transactionAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'
import { useCaseWork, useDeeds } from './case-work-context.ts'
import { eventWords } from './events.ts'
import { ProposalsOf } from './ProposalsOf.tsx'

/** What happened to it, oldest first, with what people said; and a box to say something. */
export function TimelineSection({ each }: CaseProps) {
  const text = useText()
  return (
    <PaneSection title={text('case.section.timeline')}>
      <ProposalsOf each={each} />
      <ol className={classes.timeline}>
        {numbered(each.history).map(({ key, event }) => (
          <Event key={key} event={event} />
        ))}
      </ol>
      <NoteBox each={each} />
    </PaneSection>
  )
}

/** Events are only ever added, so the place of each is its name. */
const numbered = (history: readonly ExceptionEvent[]) =>
  history.map((event, place) => ({ key: `${place} ${event.kind}`, event }))

function Event({ event }: Readonly<{ event: ExceptionEvent }>) {
  const text = useText()
  const formats = useFormats()
  const { line, said, proposal, transaction } = eventWords(event, { text, formats })
  return (
    <li>
      <div>
        {line}{' '}
        {proposal === null ? null : (
          <Link href={proposalAddress(proposal)}>{text('proposal.title', { id: proposal })}</Link>
        )}{' '}
        {transaction === null ? null : (
          <Link href={transactionAddress(transaction)}>
            {text('transaction.title', { transaction: String(transaction) })}
          </Link>
        )}
      </div>
      {said === null ? null : <div className={classes.said}>{said}</div>}
      <div className={classes.when} title={formats.zone}>
        {formats.instant(event.at)}
      </div>
    </li>
  )
}

/** A note is there at once, with a word that it is on its way; refused, it comes back into the box. */
function NoteBox({ each }: CaseProps) {
  const text = useText()
  const { act, book } = useCaseWork()
  const { pending, refused, resumed } = useDeeds()
  const mayWork = useMay('exceptions.work')
  const back = [...refused, ...(resumed === null ? [] : [resumed])].find(
    ({ seen, deed }) => seen.id === each.id && deed.action === 'note',
  )
  const [words, setWords] = useState(back?.deed.action === 'note' ? back.deed.text : '')
  const empty = words.trim() === ''
  const under = pending.get(each.id)?.action === 'note'
  if (!mayWork) return null
  const send = (): void => {
    if (empty || under) return
    const said = words.trim()
    setWords('')
    book.dismiss(each.id)
    void act(each, { action: 'note', text: said }).then((outcome) => {
      if (!outcome.ok) setWords(said)
    })
  }
  return (
    <div className={classes.note}>
      <Textarea
        aria-label={text('case.note')}
        placeholder={text('case.note.hint')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value.replaceAll(/\p{Cc}/gu, ' '))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
        maxLength={2_000}
        autosize
        minRows={2}
      />
      <Group gap={8}>
        <ActionButton
          variant="default"
          onClick={send}
          reason={empty ? text('proposal.comment.empty') : null}
          loading={under}
        >
          {text('case.note.action')}
        </ActionButton>
        {under ? <State tone="progress" word={text('case.under.note')} /> : null}
      </Group>
    </div>
  )
}
