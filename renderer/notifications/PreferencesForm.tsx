import { Button, Checkbox, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import {
  mayBeTold,
  type NotificationChannel,
  type NotificationKind,
  type NotificationPreferences,
  notificationChannels,
  notificationKinds,
  type ShownPreferences,
} from '../../engine/contract/notifications.ts'
import { languages } from '../../engine/contract/settings.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { useSession } from '../session/session-context.ts'
import { SettingsSection } from '../workspace/SettingsSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './notifications.module.css'
import { draftOf, type PreferenceDraft, readDraft } from './preference-draft.ts'

const save = (client: EngineClient, preferences: NotificationPreferences) =>
  client.notifications.setPreferences(preferences)

/** What comes, by which ways, and the day's e-mail: all of it is kept at once. */
export function PreferencesForm({ kept }: Readonly<{ kept: ShownPreferences }>) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault, value } = useCommand(save)
  const [draft, setDraft] = useState(() => draftOf(kept))
  const [tried, setTried] = useState(false)
  const read = readDraft(draft)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (!read.ok) return
    const outcome = await run(read.preferences)
    if (outcome.ok) say(text('notification.saved'))
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={24}>
        <SettingsSection title={text('notification.choices.title')} lead={text('notification.choices.lead')}>
          <ChoiceTable
            choices={draft.choices}
            onChange={(kind, ways) => setDraft({ ...draft, choices: { ...draft.choices, [kind]: ways } })}
          />
        </SettingsSection>
        <SettingsSection title={text('notification.mail.title')} lead={text('notification.mail.lead')}>
          <MailFields
            kept={value ?? kept}
            draft={draft}
            onDraft={setDraft}
            problem={tried && !read.ok ? read.problem : null}
          />
        </SettingsSection>
        <FaultLine fault={fault} />
        <Group>
          <Button type="submit" loading={busy}>
            {text('notification.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Choices = PreferenceDraft['choices']
type TableProps = Readonly<{
  choices: Choices
  onChange: (kind: NotificationKind, ways: readonly NotificationChannel[]) => void
}>

/** Only what this person may be told of is there to be chosen. */
function ChoiceTable({ choices, onChange }: TableProps) {
  const text = useText()
  const held = new Set(useSession().permissions)
  return (
    <table className={classes.choices}>
      <thead>
        <tr>
          <th scope="col">{text('notification.choices.kind')}</th>
          {notificationChannels.map((way) => (
            <th key={way} scope="col" className={classes.way}>
              {text(`notification.way.${way}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {notificationKinds
          .filter((kind) => mayBeTold(kind, held))
          .map((kind) => (
            <KindRow key={kind} kind={kind} ways={choices[kind]} onChange={(ways) => onChange(kind, ways)} />
          ))}
      </tbody>
    </table>
  )
}

type RowProps = Readonly<{
  kind: NotificationKind
  ways: readonly NotificationChannel[]
  onChange: (ways: readonly NotificationChannel[]) => void
}>

function KindRow({ kind, ways, onChange }: RowProps) {
  const text = useText()
  const name = text(`notification.kind.${kind}`)
  const toggle = (way: NotificationChannel): void =>
    onChange(notificationChannels.filter((each) => (each === way ? !ways.includes(way) : ways.includes(each))))
  return (
    <tr>
      <th scope="row">{name}</th>
      {notificationChannels.map((way) => (
        <td key={way} className={classes.way}>
          <Checkbox
            size="sm"
            aria-label={text('notification.choice', { kind: name, way: text(`notification.way.${way}`) })}
            checked={ways.includes(way)}
            onChange={() => toggle(way)}
            styles={{ body: { justifyContent: 'center' } }}
          />
        </td>
      ))}
    </tr>
  )
}

type MailProps = Readonly<{
  kept: ShownPreferences
  draft: PreferenceDraft
  onDraft: (draft: PreferenceDraft) => void
  problem: 'address' | 'time' | null
}>

function MailFields({ kept, draft, onDraft, problem }: MailProps) {
  const text = useText()
  const formats = useFormats()
  const standard = { value: '', label: text('notification.mail.language.standard') }
  const known = languages.map((value) => ({ value, label: text(`appearance.language.${value}`) }))
  return (
    <Stack gap={12} maw={400}>
      {kept.mailServer ? null : <Text>{text('notification.mail.no_server')}</Text>}
      <TextInput
        type="email"
        label={text('notification.mail.address')}
        description={text('notification.mail.address.hint')}
        value={draft.email}
        onChange={(event) => onDraft({ ...draft, email: event.currentTarget.value })}
        error={problem === 'address' ? text('notification.mail.address.unreadable') : null}
        autoComplete="email"
        spellCheck={false}
      />
      <Switch
        label={text('notification.mail.on')}
        checked={draft.daily}
        onChange={(event) => onDraft({ ...draft, daily: event.currentTarget.checked })}
      />
      <TextInput
        type="time"
        label={text('notification.mail.at')}
        description={text('notification.mail.at.hint', { zone: kept.zone })}
        value={draft.at}
        disabled={!draft.daily}
        onChange={(event) => onDraft({ ...draft, at: event.currentTarget.value })}
        error={problem === 'time' ? text('notification.mail.at.missing') : null}
        w={160}
      />
      <Select
        label={text('notification.mail.language')}
        data={[standard, ...known]}
        value={draft.language ?? ''}
        onChange={(chosen) => onDraft({ ...draft, language: languages.find((each) => each === chosen) ?? null })}
        allowDeselect={false}
      />
      {kept.nextDigestAt === null || !kept.mailServer ? null : (
        <Text c="dimmed">{text('notification.mail.next', { at: formats.instant(kept.nextDigestAt) })}</Text>
      )}
    </Stack>
  )
}
