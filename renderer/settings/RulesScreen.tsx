import { Button, Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Setting } from '../../engine/contract/settings.ts'
import { DraftDialog } from '../approvals/DraftDialog.tsx'
import { ConfigurationSection } from '../configuration/ConfigurationSection.tsx'
import { AnswerLinks } from '../contact/AnswerLinks.tsx'
import { MailState } from '../contact/MailState.tsx'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { useCurrencies } from '../workspace/workspace-context.ts'
import { GatewaySecrets } from './GatewaySecrets.tsx'
import { isWhollyManaged, ManagedFields, ManagedNote } from './Managed.tsx'
import { KeptForEver } from './RetentionForm.tsx'
import classes from './rules.module.css'
import { SettingDialog } from './SettingDialog.tsx'
import { SettingHistory } from './SettingHistory.tsx'
import { CurrencyTable, SettingTable } from './SettingTable.tsx'
import { Since } from './Since.tsx'
import { RuleSearch, type RuleSection } from './search.ts'

const topics: readonly Topic[] = ['settings']
const readSettings = (client: EngineClient) => client.settings.list()

/** What holds for everybody's work: the value in force, since when, and by whose agreement. */
export function RulesScreen() {
  const text = useText()
  const [{ setting: wanted }] = useSearchValues(RuleSearch)
  const mayPropose = useMay('settings.propose')
  const mayTransfer = useMay('configuration.transfer')
  const { data, fault, readAt, again } = useRead(readSettings, topics)
  return (
    <Page title={text('nav.rules')} status={readAt ? <AsOf at={readAt} /> : null}>
      {fault && !data ? <FaultNotice fault={fault} what={text('rules.unread')} onRetry={again} /> : null}
      {data ? (
        <div className={classes.rules}>
          <Text c="dimmed">{text('rules.lead')}</Text>
          {data.items.map((setting) => (
            <SettingPart
              key={setting.name}
              setting={setting}
              wanted={wanted === setting.name}
              mayPropose={mayPropose}
              all={data.items}
            />
          ))}
          <Currencies wanted={wanted === 'currencies'} mayPropose={mayPropose} />
          {mayTransfer ? <ConfigurationSection wanted={wanted === 'configuration'} /> : null}
        </div>
      ) : null}
      {data || fault ? null : <Waiting />}
    </Page>
  )
}

type PartProps = Readonly<{
  setting: Setting
  wanted: boolean
  mayPropose: boolean
  all: readonly Setting[]
}>

function SettingPart({ setting, wanted, mayPropose, all }: PartProps) {
  const text = useText()
  const { name, value, version } = setting
  const [dialog, setDialog] = useState<'change' | 'history' | null>(null)
  const close = (): void => setDialog(null)
  return (
    <Part
      section={name}
      title={text(`setting.${name}`)}
      lead={text(`rules.lead.${name}`)}
      wanted={wanted}
      actions={
        <>
          {version > 0 ? (
            <Button variant="default" onClick={() => setDialog('history')}>
              {text('rules.history')}
            </Button>
          ) : null}
          {mayPropose && !isWhollyManaged(setting) ? (
            <ActionButton variant="default" onClick={() => setDialog('change')}>
              {text('rules.change')}
            </ActionButton>
          ) : null}
        </>
      }
    >
      <SettingTable name={name} value={value} />
      <ManagedNote setting={setting} />
      <Since setting={setting} />
      {name === 'mail' ? <MailState value={value} /> : null}
      {name === 'gateways' ? <GatewaySecrets /> : null}
      {name === 'retention' ? <KeptForEver /> : null}
      {name === 'contact' ? <AnswerLinks value={value} /> : null}
      {dialog === 'history' ? <SettingHistory name={name} onClose={close} /> : null}
      {dialog === 'change' ? (
        <ManagedFields value={setting.managed}>
          <SettingDialog setting={setting} all={all} onClose={close} />
        </ManagedFields>
      ) : null}
    </Part>
  )
}

function Currencies({ wanted, mayPropose }: Readonly<{ wanted: boolean; mayPropose: boolean }>) {
  const text = useText()
  const currencies = useCurrencies()
  const [adding, setAdding] = useState(false)
  return (
    <Part
      section="currencies"
      title={text('rules.currencies')}
      lead={text('rules.lead.currencies')}
      wanted={wanted}
      actions={
        mayPropose ? (
          <ActionButton variant="default" onClick={() => setAdding(true)}>
            {text('rules.currencies.add')}
          </ActionButton>
        ) : null
      }
    >
      <CurrencyTable currencies={currencies} />
      {adding ? (
        <DraftDialog kind="currency" onClose={() => setAdding(false)} onProposed={() => setAdding(false)} />
      ) : null}
    </Part>
  )
}

type SectionProps = Readonly<{
  section: RuleSection
  title: string
  lead: string
  wanted: boolean
  actions: ReactNode
  children: ReactNode
}>

function Part({ section, title, lead, wanted, actions, children }: SectionProps) {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (wanted) place.current?.scrollIntoView()
  }, [wanted])
  return (
    <section ref={place} className={classes.section} aria-label={title} data-section={section}>
      <div>
        <div className={classes.head}>
          <Title order={2}>{title}</Title>
          <Group gap={8}>{actions}</Group>
        </div>
        <Text c="dimmed" maw="72ch">
          {lead}
        </Text>
      </div>
      {children}
    </section>
  )
}
