import { UnstyledButton } from '@mantine/core'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import classes from './webhooks.module.css'
import { standingOf } from './words.ts'

type Props = Readonly<{ endpoints: readonly WebhookEndpoint[]; open: number | undefined; onOpen: (id: number) => void }>

/** The addresses in one line, each with how it stands; those that were removed are found by the filter only. */
export function EndpointStrip({ endpoints, open, onOpen }: Props) {
  const text = useText()
  const shown = endpoints.filter(({ state }) => state !== 'removed')
  if (shown.length === 0) return null
  return (
    <ul className={classes.strip} aria-label={text('webhooks.addresses')}>
      {shown.map((endpoint) => {
        const { tone, word } = standingOf(endpoint, text)
        return (
          <li key={endpoint.id}>
            <UnstyledButton
              className={classes.endpoint}
              onClick={() => onOpen(endpoint.id)}
              aria-pressed={open === endpoint.id}
            >
              <span className={classes.name} title={endpoint.name}>
                {endpoint.name}
              </span>{' '}
              <State tone={tone} word={word} />{' '}
              {endpoint.waiting > 0 ? (
                <span className={classes.waiting}>{text('webhooks.waiting', { count: endpoint.waiting })}</span>
              ) : null}
            </UnstyledButton>
          </li>
        )
      })}
    </ul>
  )
}
