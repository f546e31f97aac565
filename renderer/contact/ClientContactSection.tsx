import { Button, Group, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ClientContact } from '../../engine/contract/messages.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ClientContactDialog } from './ClientContactDialog.tsx'
import { isReachable } from './client-contact.ts'
import classes from './contact.module.css'

/** How a client is reached: shown only when it is asked for, because each look is recorded. */
export function ClientContactSection({ client }: Readonly<{ client: string }>) {
  const text = useText()
  const mayRead = useMay('contact.read')
  const [shown, setShown] = useState(false)
  if (!mayRead) return null
  return (
    <PaneSection title={text('contact.section')}>
      {shown ? (
        <Contact client={client} />
      ) : (
        <Group gap={8}>
          <Button variant="default" size="compact-sm" onClick={() => setShown(true)}>
            {text('contact.show')}
          </Button>
          <Text c="dimmed">{text('contact.recorded')}</Text>
        </Group>
      )}
    </PaneSection>
  )
}

/** Read once: whoever changes it meanwhile is met when it is saved, and not by a look every time that somebody writes. */
function Contact({ client }: Readonly<{ client: string }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const maySend = useMay('contact.send')
  const [seen, setSeen] = useState<ClientContact | null>(null)
  const { data, fault, again } = useRead(
    useCallback((engine: EngineClient) => engine.clients.contact({ client }), [client]),
  )
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting lines={4} />
  const { changedAt, changedBy } = data
  return (
    <>
      {isReachable(data) ? null : <Text mb={8}>{text('contact.none')}</Text>}
      {data.version === 0 ? null : <ContactFacts contact={data} />}
      {changedAt === null ? null : (
        <div className={classes.quiet} title={zone}>
          {text('contact.changed', { by: changedBy ?? '', at: instant(changedAt) })}
        </div>
      )}
      {maySend ? (
        <ActionButton mt={8} variant="default" size="compact-sm" onClick={() => setSeen(data)}>
          {text(data.version === 0 ? 'contact.add' : 'contact.change')}
        </ActionButton>
      ) : null}
      {seen ? <ClientContactDialog contact={seen} onClose={() => setSeen(null)} onMoved={again} /> : null}
    </>
  )
}

function ContactFacts({ contact }: Readonly<{ contact: ClientContact }>) {
  const text = useText()
  const { name, email, phone, address, language, writtenIn, channel } = contact
  const known = (value: string | null): string => value ?? text('contact.unknown')
  const written = text(`setting.contact.${writtenIn}`)
  return (
    <Facts
      facts={[
        { name: text('contact.name'), value: known(name) },
        {
          name: text('contact.email'),
          value: email === null ? known(null) : <Email email={email} contact={contact} />,
        },
        { name: text('contact.phone'), value: known(phone) },
        { name: text('contact.address'), value: <span className={classes.lines}>{known(address)}</span> },
        {
          name: text('contact.language'),
          value: language === null ? text('contact.language.standard', { language: written }) : written,
        },
        { name: text('contact.channel'), value: text(`case.ask.channel.${channel}`) },
      ]}
    />
  )
}

/** Since when it is the address, and when the client can sign in by it: whoever is on the telephone asks for both. */
function Email({ email, contact }: Readonly<{ email: string; contact: ClientContact }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { emailSince, codesFrom } = contact
  return (
    <>
      {email}
      <div className={classes.quiet} title={zone}>
        {emailSince === null ? null : `${text('contact.email.since', { since: instant(emailSince) })} `}
        {codesFrom === null
          ? text('contact.email.codes.now')
          : text('contact.email.codes', { from: instant(codesFrom) })}
      </div>
    </>
  )
}
