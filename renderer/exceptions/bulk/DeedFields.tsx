import { NativeSelect, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { assertNever } from '../../assert-never.ts'
import { ReasonField } from '../../case/ReasonField.tsx'
import { quickReasons } from '../../case/reasons.ts'
import { useRead } from '../../engine/use-read.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useText } from '../../messages/use-text.ts'
import { Waiting } from '../../notice/Waiting.tsx'
import { useSession } from '../../session/session-context.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import classes from './bulk.module.css'
import type { BulkVerb } from './bulk-verbs.ts'
import { type Draft, type SetField, setFields, setProblems } from './deed-draft.ts'
import { SnoozeFields } from './SnoozeFields.tsx'

type Props = Readonly<{
  verb: BulkVerb
  draft: Draft
  onChange: (changed: Partial<Draft>) => void
  /** It was confirmed once already: what is missing is said. */
  tried: boolean
}>

/** What one says once for all of them. */
export function DeedFields(props: Props) {
  const text = useText()
  const { verb, draft, onChange, tried } = props
  switch (verb) {
    case 'assign_me':
      return <Text>{text('bulk.explain.assign_me')}</Text>
    case 'ask_client':
      return <Text>{text('bulk.explain.ask_client')}</Text>
    case 'assign':
      return <PersonField to={draft.to} onChange={(to) => onChange({ to })} tried={tried} />
    case 'snooze':
      return <SnoozeFields until={draft.until} onChange={(until) => onChange({ until })} tried={tried} />
    case 'note':
      return <WordsField {...props} label={text('case.note')} hint={text('case.note.hint')} isNeeded />
    case 'ask_producer':
      return (
        <WordsField {...props} label={text('bulk.ask.words')} hint={text('bulk.ask.words.hint')} isNeeded={false} />
      )
    case 'correct':
      return (
        <>
          <SetFields draft={draft} onChange={onChange} />
          <Reason {...props} focused={false} />
        </>
      )
    case 'post':
    case 'write_off':
    case 'reverse':
    case 'reject':
    case 'merge':
    case 'dismiss':
    case 'suspend_producer':
    case 'release_batch':
    case 'reject_batch':
    case 'reopen':
      return <Reason verb={verb} draft={draft} onChange={onChange} tried={tried} />
    default:
      return assertNever(verb)
  }
}

function Reason({ verb, draft, onChange, tried, focused = true }: Props & Readonly<{ focused?: boolean }>) {
  const quick = verb === 'note' ? [] : quickReasons(verb, null)
  return (
    <ReasonField
      value={draft.reason}
      onChange={(reason) => onChange({ reason })}
      quick={quick}
      tried={tried}
      focused={focused}
    />
  )
}

const people = (client: EngineClient) => client.exceptions.people()

/** Of nobody: no user may be called so, because names begin with a letter. */
const nobody = '-'

type PersonProps = Readonly<{ to: Draft['to']; onChange: (to: string | null) => void; tried: boolean }>

function PersonField({ to, onChange, tried }: PersonProps) {
  const text = useText()
  const me = useSession().user.name
  const { data, fault, again } = useRead(people)
  if (!data) return fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting lines={3} />
  const chosen = to === undefined ? null : (to ?? nobody)
  return (
    <Radio.Group
      value={chosen}
      onChange={(value) => onChange(value === nobody ? null : value)}
      label={text('case.assign.to')}
      error={tried && to === undefined ? text('case.assign.nobody_chosen') : null}
    >
      <Stack gap={8} pt={8}>
        {data.items
          .filter(({ user }) => user !== me)
          .map(({ user, displayName, working }) => (
            <Radio key={user} value={user} label={text('case.assign.person', { displayName, user, working })} />
          ))}
        <Radio value={nobody} label={text('case.assign.nobody')} />
      </Stack>
    </Radio.Group>
  )
}

type WordsProps = Props & Readonly<{ label: string; hint: string; isNeeded: boolean }>

function WordsField({ draft, onChange, tried, label, hint, isNeeded }: WordsProps) {
  const text = useText()
  return (
    <Textarea
      label={label}
      description={hint}
      value={draft.words}
      onChange={(event) => onChange({ words: event.currentTarget.value })}
      error={isNeeded && tried && draft.words.trim() === '' ? text('bulk.note.missing') : null}
      maxLength={2_000}
      autosize
      minRows={3}
      data-autofocus
    />
  )
}

/** The same for every row; a field that stays empty stays as it stands in the file. */
function SetFields({ draft: { set }, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const text = useText()
  const { zone } = useFormats()
  const wrong = setProblems(set, zone)
  const change = (field: SetField, value: string): void => onChange({ set: { ...set, [field]: value } })
  return (
    <fieldset className={classes.set}>
      <legend>{text('bulk.correct.set')}</legend>
      {setFields.map((field, place) =>
        field === 'type' ? (
          <NativeSelect
            key={field}
            label={text('bulk.correct.type')}
            value={set.type}
            onChange={(event) => change('type', event.currentTarget.value)}
            data={[
              { value: '', label: text('bulk.correct.stays') },
              { value: 'TopUp', label: text('case.type.TopUp') },
              { value: 'Payment', label: text('case.type.Payment') },
            ]}
          />
        ) : (
          <TextInput
            key={field}
            label={text(`bulk.correct.${field}`, { zone })}
            placeholder={text('bulk.correct.stays')}
            value={set[field]}
            autoComplete="off"
            onChange={(event) => change(field, event.currentTarget.value)}
            error={wrong.includes(field) ? text(`case.correct.wrong.${field}`) : null}
            {...(place === 0 ? { 'data-autofocus': true } : {})}
          />
        ),
      )}
    </fieldset>
  )
}
