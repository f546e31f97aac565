import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type WebhookEventType, webhookEventTypes } from '../../engine/contract/webhook-events.ts'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { TypedProposal } from '../approvals/TypedProposal.tsx'
import { useText } from '../messages/use-text.ts'
import { useFirstProblem } from '../notice/use-first-problem.ts'
import { emptyEndpoint, readEndpoint, type TypedEndpoint, typedEndpoint } from './endpoint-draft.ts'
import classes from './webhooks.module.css'
import { eventWords } from './words.ts'

type Props = Readonly<{
  /** The one that is changed; a new one is proposed without. */
  endpoint?: WebhookEndpoint
  onClose: () => void
}>

/** Who is told of what, typed and proposed. */
export function EndpointDialog({ endpoint, onClose }: Props) {
  const text = useText()
  const [typed, setTyped] = useState(() => (endpoint === undefined ? emptyEndpoint : typedEndpoint(endpoint)))
  const title =
    endpoint === undefined ? text('webhooks.propose') : text('webhooks.change.title', { name: endpoint.name })
  return (
    <TypedProposal title={title} width={640} onClose={onClose}>
      {(onRead) => (
        <EndpointForm
          typed={typed}
          onTyped={setTyped}
          onRead={(content) =>
            onRead({
              kind: 'webhook_endpoint',
              ...(endpoint === undefined ? {} : { endpoint: endpoint.id }),
              ...content,
            })
          }
        />
      )}
    </TypedProposal>
  )
}

type FormProps = Readonly<{
  typed: TypedEndpoint
  onTyped: (typed: TypedEndpoint) => void
  onRead: (content: { name: string; url: string; events: WebhookEventType[] }) => void
}>

function EndpointForm({ typed, onTyped, onRead }: FormProps) {
  const text = useText()
  const [tried, setTried] = useState(false)
  const showFirstProblem = useFirstProblem()
  const read = readEndpoint(typed)
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onRead(read.value)
    else showFirstProblem(event.currentTarget)
  }
  const wrong = (field: keyof TypedEndpoint): string | null => {
    const problem = tried && !read.ok ? read.problems[field] : undefined
    return problem === undefined ? null : text(problem)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <Text c="dimmed">{text('webhooks.propose.lead')}</Text>
        <TextInput
          label={text('webhooks.name')}
          description={text('webhooks.name.hint')}
          value={typed.name}
          onChange={(event) => onTyped({ ...typed, name: event.currentTarget.value })}
          error={wrong('name')}
          maxLength={80}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          label={text('content.url')}
          description={text('webhooks.url.hint')}
          value={typed.url}
          onChange={(event) => onTyped({ ...typed, url: event.currentTarget.value })}
          error={wrong('url')}
          maxLength={500}
          autoComplete="off"
        />
        <Checkbox.Group
          label={text('content.events')}
          value={[...typed.events]}
          onChange={(chosen) =>
            onTyped({ ...typed, events: webhookEventTypes.filter((type) => chosen.includes(type)) })
          }
          error={wrong('events')}
          data-problem={wrong('events') === null ? undefined : true}
        >
          <div className={classes.events}>
            {webhookEventTypes.map((type) => (
              <Checkbox key={type} value={type} label={eventWords(text, type)} />
            ))}
          </div>
        </Checkbox.Group>
        <Group>
          <Button type="submit">{text('approvals.new.next')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
