import { Anchor, Button, CopyButton, Group, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Message, Question } from '../../engine/contract/messages.ts'
import classes from '../case/case.module.css'
import { answerWords, toneOfMessage } from '../case/message-words.ts'
import { caseAddress, caseName } from '../case/standing.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { MessageActions } from './MessageActions.tsx'
import { troubleOf } from './message-trouble.ts'

type Props = Readonly<{
  message: Message
  /** The case in whose pane it stands: there it needs no link to it. */
  within?: number
  /** Something was done about it: what is shown is read anew. */
  onChanged?: () => void
}>

/** A message as it went out, or did not; what was asked with it, and what came back. */
export function MessageItem({ message, within, onChanged }: Props) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { subject, name, to, channel, state, createdAt, createdBy, sentAt, question, exception, text: body } = message
  return (
    <li>
      <div>
        <State tone={toneOfMessage(message)} word={text(`case.message.${state}`)} />{' '}
        {text('case.message.to', {
          channel: text(`case.ask.channel.${channel}`),
          to: [name, to].filter(Boolean).join(' · ') || (message.producerName ?? message.client ?? ''),
          by: createdBy,
        })}{' '}
        {exception === null || exception === within ? null : (
          <Anchor component={Link} href={caseAddress(exception)} underline="always" inherit>
            {caseName(exception)}
          </Anchor>
        )}
      </div>
      <details>
        <summary>{subject === '' ? text('contact.no_subject') : subject}</summary>
        <div className={classes.said}>{body}</div>
      </details>
      <TroubleLines message={message} />
      {question === null ? null : <Asked question={question} />}
      {message.mailto === null ? null : <MailProgram message={message} mailto={message.mailto} />}
      <MessageActions message={message} {...(onChanged ? { onChanged } : {})} />
      <div className={classes.when} title={zone}>
        {message.state === 'waiting' && message.attempts === 0 && message.nextAttemptAt !== null
          ? text('contact.sends_at', { at: instant(message.nextAttemptAt) })
          : instant(sentAt ?? createdAt)}
      </div>
    </li>
  )
}

function TroubleLines({ message }: Readonly<{ message: Message }>) {
  const text = useText()
  const formats = useFormats()
  const trouble = troubleOf(message, { text, formats })
  if (trouble === null) return null
  return (
    <div>
      <strong>{trouble.why}</strong>
      {trouble.tries === null ? null : <div className="ch-figure">{trouble.tries}</div>}
      {trouble.said === null ? null : <div className={classes.said}>{trouble.said}</div>}
    </div>
  )
}

function Asked({ question }: Readonly<{ question: Question }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { state, note, expiresAt, answeredAt, answeredBy, answeredVia, fraudCase, of } = question
  return (
    <div>
      <strong>{answerWords(question, text)}</strong>{' '}
      {fraudCase === null ? null : (
        <Anchor component={Link} href={caseAddress(fraudCase)} underline="always" inherit>
          {text('contact.fraud_case', { name: caseName(fraudCase) })}
        </Anchor>
      )}
      {note ? <div className={classes.said}>{note}</div> : null}
      {answeredAt === null ? null : (
        <div className={classes.when} title={zone}>
          {text('contact.answered', {
            via: answeredVia ?? 'link',
            by: answeredBy === null || answeredBy === 'client' ? 'none' : answeredBy,
            of,
            at: instant(answeredAt),
          })}
        </div>
      )}
      {state === 'open' ? (
        <div className={classes.when} title={zone}>
          {text('contact.answer_until', { at: instant(expiresAt) })}
        </div>
      ) : null}
    </div>
  )
}

/** Nobody here knows whether it was sent there, so it can be opened once more. */
function MailProgram({ message, mailto }: Readonly<{ message: Message; mailto: string }>) {
  const text = useText()
  return (
    <Group gap={8}>
      <Anchor href={mailto} underline="always" inherit>
        {text('contact.mail_program.open')}
      </Anchor>
      {message.mailtoHasText ? null : (
        <>
          <Text span c="dimmed">
            {text('contact.mail_program.too_long')}
          </Text>
          <CopyButton value={message.text} timeout={2_000}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-sm" onClick={copy}>
                {text(copied ? 'copy.done' : 'contact.mail_program.copy')}
              </Button>
            )}
          </CopyButton>
        </>
      )}
    </Group>
  )
}
