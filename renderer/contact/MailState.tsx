import { Anchor, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { settingValues } from '../../engine/contract/settings.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { MailPasswordDialog, TakePasswordAway } from './MailPasswordDialog.tsx'
import { TestMailDialog } from './TestMailDialog.tsx'
import { type MailStatus, useMailStatus } from './use-mail-status.ts'

/** How it stands with the mail server beside what is set: whether mail goes out, what waits, and the password. */
export function MailState({ value }: Readonly<{ value: unknown }>) {
  const text = useText()
  const { data, fault, again } = useMailStatus()
  const read = settingValues.mail.safeParse(value)
  if (!data) return fault ? <FaultNotice fault={fault} onRetry={again} /> : null
  return (
    <>
      <Facts
        facts={[
          { name: text('contact.mail.sending'), value: <Sending status={data} /> },
          { name: text('contact.mail.outbox'), value: <Outbox status={data} /> },
          {
            name: text('contact.mail.password'),
            value: <Password setAt={data.passwordSetAt} isNeeded={read.success && read.data.user !== null} />,
          },
        ]}
      />
      <MailActions status={data} onChanged={again} />
    </>
  )
}

type Props = Readonly<{ status: MailStatus }>

function Sending({ status: { mailServer, from } }: Props) {
  const text = useText()
  if (mailServer === null) return <State tone="medium" word={text('contact.mail.no_server')} />
  return <State tone="ok" word={text('contact.mail.by_server', { host: mailServer, from: from ?? '' })} />
}

function Outbox({ status: { waiting, failed } }: Props) {
  const text = useText()
  const mayRead = useMay('exceptions.read')
  return (
    <>
      {text('contact.mail.waiting', { waiting })}{' '}
      {failed === 0 ? null : (
        <>
          <State tone="critical" word={text('contact.mail.failed', { failed })} />{' '}
          {mayRead ? (
            <Anchor component={Link} href="/exceptions?code=MESSAGE_FAILED" underline="always" inherit>
              {text('contact.mail.failed.cases')}
            </Anchor>
          ) : null}
        </>
      )}
    </>
  )
}

function Password({ setAt, isNeeded }: Readonly<{ setAt: string | null; isNeeded: boolean }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  if (setAt !== null) return <span title={zone}>{text('contact.mail.password.set', { at: instant(setAt) })}</span>
  if (isNeeded) return <State tone="critical" word={text('contact.mail.password.missing')} />
  return text('contact.mail.password.none')
}

function MailActions({
  status: { passwordSetAt, mailServer },
  onChanged,
}: Props & Readonly<{ onChanged: () => void }>) {
  const text = useText()
  const mayManage = useMay('contact.manage')
  const [asked, setAsked] = useState<'password' | 'away' | 'test' | null>(null)
  const close = (): void => setAsked(null)
  if (!mayManage) return null
  return (
    <>
      <Group gap={8}>
        <ActionButton variant="default" onClick={() => setAsked('password')}>
          {text(passwordSetAt === null ? 'contact.password.set' : 'contact.password.change')}
        </ActionButton>
        {passwordSetAt === null ? null : (
          <ActionButton variant="default" onClick={() => setAsked('away')}>
            {text('contact.password.take_away')}
          </ActionButton>
        )}
        <ActionButton
          variant="default"
          reason={mailServer === null ? text('fault.no_mail_server') : null}
          onClick={() => setAsked('test')}
        >
          {text('contact.test')}
        </ActionButton>
      </Group>
      {asked === 'password' ? <MailPasswordDialog onClose={close} onSet={onChanged} /> : null}
      {asked === 'away' ? <TakePasswordAway onClose={close} onSet={onChanged} /> : null}
      {asked === 'test' ? <TestMailDialog onClose={close} /> : null}
    </>
  )
}
