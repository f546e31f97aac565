import { Select, Textarea, TextInput } from '@mantine/core'
import { assertNever } from '../assert-never.ts'
import type { MessageId } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { hintBelow } from '../operations/fields.tsx'
import {
  type ContactField,
  type ContactSetting,
  choicesOf,
  choiceWord,
  contactFields,
  type FieldKind,
  type MailField,
  readContact,
  type TypedContact,
} from './contact-drafts.ts'
import { Managed } from './Managed.tsx'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  name: ContactSetting
  typed: TypedContact
  onTyped: (typed: TypedContact) => void
  onValue: (value: unknown) => void
}>

/** The mail server, or how clients answer: a flat form of whatever the setting holds. */
export function ContactForm({ name, typed, onTyped, onValue }: Props) {
  return (
    <SettingForm read={readContact(name, typed)} onValue={onValue}>
      {(words) => (
        <div className={classes.contactFields}>
          {(Object.entries(contactFields[name]) as readonly (readonly [Field, FieldKind])[]).map(([field, kind]) => (
            <Managed key={field} field={field}>
              <FieldInput
                field={field}
                kind={kind}
                value={typed[field] ?? ''}
                onChange={(value) => onTyped({ ...typed, [field]: value })}
                error={words(field)}
              />
            </Managed>
          ))}
        </div>
      )}
    </SettingForm>
  )
}

type Field = MailField | ContactField

/** What a field is for, where its name does not say it. */
const hints: Partial<Record<Field, MessageId>> = {
  host: 'rules.contact.host.hint',
  security: 'rules.contact.security.hint',
  fromAddress: 'rules.contact.fromAddress.hint',
  trustedCertificate: 'rules.contact.trustedCertificate.hint',
  publicAddress: 'rules.contact.publicAddress.hint',
  answerHours: 'rules.contact.answerHours.hint',
  remindersMax: 'rules.contact.remindersMax.hint',
  freezeOnNo: 'rules.contact.freezeOnNo.hint',
  codesAfterHours: 'rules.contact.codesAfterHours.hint',
}

/** What is too long to be read in a column. */
const wide: ReadonlySet<Field> = new Set(['publicAddress', 'trustedCertificate'])

type InputProps = Readonly<{
  field: Field
  kind: FieldKind
  value: string
  onChange: (value: string) => void
  error: string | null
}>

function FieldInput({ field, kind, value, onChange, error }: InputProps) {
  const text = useText()
  const hint = hints[field]
  const shared = {
    label: text(`rules.contact.${field}`),
    ...(hint === undefined ? {} : { description: text(hint) }),
    value,
    error,
    inputWrapperOrder: hintBelow,
    ...(wide.has(field) ? { className: classes.wide ?? '' } : {}),
  }
  switch (kind) {
    case 'text':
    case 'optional':
      return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
    case 'number':
      return (
        <TextInput
          {...shared}
          onChange={(event) => onChange(event.currentTarget.value)}
          inputMode="numeric"
          className="ch-figure"
        />
      )
    case 'lines':
      return <Textarea {...shared} rows={4} onChange={(event) => onChange(event.currentTarget.value)} />
    case 'yes_no':
    case 'security':
    case 'language':
      return (
        <Select
          {...shared}
          data={choicesOf[kind].map((each) => ({ value: each, label: text(choiceWord(each)) }))}
          onChange={(chosen) => onChange(chosen ?? value)}
          allowDeselect={false}
        />
      )
    default:
      return assertNever(kind)
  }
}
