import { Button, Group } from '@mantine/core'
import { useQueue } from '../exceptions/queue-context.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useText } from '../messages/use-text.ts'
import { Mark } from '../notice/Mark.tsx'
import classes from './case.module.css'
import { useCaseWork, useDeeds } from './case-work-context.ts'
import type { Refused } from './deed-book.ts'
import { movedWords } from './moved.ts'
import { caseName } from './standing.ts'

/** What the engine refused, until its person has looked at it: what was not done, why, and the way back to it. */
export function NeedsYou() {
  const text = useText()
  const { refused } = useDeeds()
  return (
    <div role="alert" className={classes.needs}>
      {refused.length === 0 ? null : (
        <section aria-label={text('case.needs_you')}>
          <h2 className={classes.needsTitle}>{text('case.needs_you.count', { count: refused.length })}</h2>
          <ul className={classes.needsList}>
            {refused.map((each) => (
              <Need key={each.seen.id} refused={each} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Need({ refused }: Readonly<{ refused: Refused }>) {
  const text = useText()
  const shown = useShown()
  const { book } = useCaseWork()
  const { open, next } = useQueue()
  const { seen, deed, fault, at } = refused
  const sentence = faultSentence(fault, shown)
  const why = fault.code === 'case_moved' ? movedWords(fault, at, text) : text(sentence.id, sentence.values)
  return (
    <li>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Mark tone="critical" />
        <span className={classes.needsWords}>
          <strong>
            {text('case.needs_you.not_done', { name: caseName(seen.id), action: text(`case.action.${deed.action}`) })}
          </strong>{' '}
          {why}
        </span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            open(seen.id)
            book.resume(refused)
          }}
        >
          {text('case.needs_you.see')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            book.dismiss(seen.id)
            next()
          }}
        >
          {text('case.needs_you.next')}
        </Button>
      </Group>
    </li>
  )
}
