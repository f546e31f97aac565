import { Text, TextInput } from '@mantine/core'
import { retentionBounds } from '../../engine/contract/retention.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { hintBelow } from '../operations/fields.tsx'
import { Managed } from './Managed.tsx'
import { readRetention, retentionFields, type TypedRetention } from './retention-drafts.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  typed: TypedRetention
  onTyped: (typed: TypedRetention) => void
  onValue: (value: SettingValue<'retention'>) => void
}>

export function RetentionForm({ typed, onTyped, onValue }: Props) {
  const text = useText()
  return (
    <SettingForm read={readRetention(typed)} onValue={onValue}>
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.retention.hint')}</Text>
          <div className={classes.contactFields}>
            {retentionFields.map((field) => (
              <Managed key={field} field={field}>
                <TextInput
                  label={text('rules.retention.in_days', { what: text(`rules.field.${field}`) })}
                  description={text('rules.retention.bounds', retentionBounds[field])}
                  value={typed[field]}
                  onChange={(event) => onTyped({ ...typed, [field]: event.currentTarget.value })}
                  error={words(field)}
                  inputMode="numeric"
                  autoComplete="off"
                  className="ch-figure"
                  inputWrapperOrder={hintBelow}
                />
              </Managed>
            ))}
          </div>
        </>
      )}
    </SettingForm>
  )
}

/** What no setting can remove, and why: whoever looks for it here finds it. */
export function KeptForEver() {
  const text = useText()
  return (
    <div>
      <Text fw={600}>{text('rules.retention.for_ever')}</Text>
      <ul className={classes.questions}>
        <li>{text('rules.retention.for_ever.books')}</li>
        <li>{text('rules.retention.for_ever.files')}</li>
        <li>{text('rules.retention.for_ever.people')}</li>
        <li>{text('rules.retention.for_ever.audit')}</li>
      </ul>
    </div>
  )
}
