import { Checkbox, Text, TextInput } from '@mantine/core'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { readNumbers, type TypedNumbers } from './gateway-drafts.ts'
import { Managed } from './Managed.tsx'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  typed: TypedNumbers
  onTyped: (typed: TypedNumbers) => void
  onValue: (value: SettingValue<'virtualIbans'>) => void
}>

const fields = [
  { field: 'country', hint: null, length: 2 },
  { field: 'bankCode', hint: 'rules.virtualIbans.bankCode.hint', length: 40 },
  { field: 'from', hint: 'rules.virtualIbans.number.hint', length: 30 },
  { field: 'to', hint: 'rules.virtualIbans.number.hint', length: 30 },
  { field: 'omnibus', hint: null, length: 200 },
] as const

/** The account numbers that a bank lends. */
export function NumbersForm({ typed, onTyped, onValue }: Props) {
  const text = useText()
  return (
    <SettingForm read={readNumbers(typed)} onValue={onValue}>
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.virtualIbans.hint')}</Text>
          <Managed field="isOn">
            <Checkbox
              label={text('rules.virtualIbans.on')}
              checked={typed.isOn}
              onChange={(event) => onTyped({ ...typed, isOn: event.currentTarget.checked })}
              data-autofocus
            />
          </Managed>
          <div className={classes.contactFields}>
            {fields.map(({ field, hint, length }) => (
              <Managed key={field} field={field}>
                <TextInput
                  label={text(`rules.virtualIbans.${field}`)}
                  {...(hint === null ? {} : { description: text(hint) })}
                  value={typed[field]}
                  onChange={(event) => onTyped({ ...typed, [field]: event.currentTarget.value })}
                  error={words(field)}
                  maxLength={length}
                  autoComplete="off"
                  className="ch-figure"
                />
              </Managed>
            ))}
          </div>
        </>
      )}
    </SettingForm>
  )
}
