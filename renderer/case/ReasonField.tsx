import { Button, Textarea } from '@mantine/core'
import { useRef } from 'react'
import { oneLine } from '../approvals/one-line.ts'
import type { MessageId } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import classes from './case.module.css'

type Props = Readonly<{
  value: string
  onChange: (reason: string) => void
  /** Those that are given again and again. */
  quick: readonly MessageId[]
  tried: boolean
  /** The field that is typed into first, unless there is another. */
  focused?: boolean
}>

/** Why: what is there already can be confirmed as it is, or typed over. */
export function ReasonField({ value, onChange, quick, tried, focused = true }: Props) {
  const text = useText()
  const field = useRef<HTMLTextAreaElement>(null)
  return (
    <div>
      <Textarea
        ref={field}
        label={text('case.reason')}
        description={text('case.reason.hint')}
        value={value}
        onChange={(event) => onChange(oneLine(event.currentTarget.value))}
        onFocus={(event) => event.currentTarget.select()}
        // One line; and what is selected must not be lost to somebody who hoped that Enter would do.
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault()
        }}
        error={tried && value.trim() === '' ? text('case.reason.missing') : null}
        maxLength={500}
        autosize
        minRows={2}
        {...(focused ? { 'data-autofocus': true } : {})}
      />
      {quick.length < 2 ? null : (
        <fieldset className={classes.quick} aria-label={text('case.reason.quick')}>
          {quick.map((id) => (
            <Button
              key={id}
              size="compact-xs"
              variant="default"
              aria-pressed={value === text(id)}
              onClick={() => {
                onChange(text(id))
                field.current?.focus()
              }}
            >
              {text(id)}
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  )
}
