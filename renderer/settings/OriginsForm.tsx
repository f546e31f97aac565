import { Checkbox, Text, Textarea, TextInput } from '@mantine/core'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import type { ProblemWords } from './form-fields.tsx'
import { ListedRule } from './ListedRule.tsx'
import { newOrigin, readOrigins, type TypedOrigin } from './origin-drafts.ts'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'

type Props = Readonly<{
  typed: readonly TypedOrigin[]
  onTyped: (typed: readonly TypedOrigin[]) => void
  onValue: (value: SettingValue<'webhooks'>) => void
}>

/** To which addresses anything may be told. */
export function OriginsForm({ typed, onTyped, onValue }: Props) {
  const text = useText()
  const origins = ruleList(typed, onTyped, newOrigin)
  return (
    <SettingForm read={readOrigins(typed)} onValue={onValue} onAdd={origins.add} addWord={text('rules.webhooks.add')}>
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.webhooks.hint')}</Text>
          {typed.map((origin, place) => (
            <ListedRule
              key={origin.key}
              legend={text('rules.webhooks.address', { number: place + 1 })}
              removeWord={text('rules.webhooks.remove', { number: place + 1 })}
              onRemove={() => origins.remove(origin.key)}
            >
              <OriginFields origin={origin} words={words} onChange={origins.change} />
            </ListedRule>
          ))}
        </>
      )}
    </SettingForm>
  )
}

type FieldsProps = Readonly<{
  origin: TypedOrigin
  words: ProblemWords
  onChange: (origin: TypedOrigin) => void
}>

function OriginFields({ origin: typed, words, onChange }: FieldsProps) {
  const text = useText()
  const { key, origin, isPrivate, trustedCertificate } = typed
  return (
    <div className={classes.contactFields}>
      <TextInput
        className={classes.wide}
        label={text('rules.webhooks.origin')}
        description={text('rules.webhooks.origin.hint')}
        value={origin}
        onChange={(event) => onChange({ ...typed, origin: event.currentTarget.value })}
        error={words(`${key}.origin`)}
        maxLength={300}
        autoComplete="off"
      />
      <Checkbox
        className={classes.wide}
        label={text('rules.webhooks.inside')}
        checked={isPrivate}
        onChange={(event) => onChange({ ...typed, isPrivate: event.currentTarget.checked })}
      />
      <Textarea
        className={classes.wide}
        label={text('rules.webhooks.certificate')}
        description={text('rules.webhooks.certificate.hint')}
        value={trustedCertificate}
        onChange={(event) => onChange({ ...typed, trustedCertificate: event.currentTarget.value })}
        error={words(`${key}.trustedCertificate`)}
        autosize
        minRows={1}
        maxRows={6}
      />
    </div>
  )
}
