import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { encodings } from '../../engine/contract/agreements.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import {
  StatementSource,
  StatementSourceKind,
  statementFormats,
  statementSourceKinds,
} from '../../engine/contract/statement-sources.ts'
import { useText } from '../messages/use-text.ts'
import { useCurrencies } from '../workspace/workspace-context.ts'
import type { ProblemWords } from './form-fields.tsx'
import { ListedRule } from './ListedRule.tsx'
import { ruleList } from './rule-list.ts'
import classes from './rules.module.css'
import { SettingForm } from './SettingForm.tsx'
import { SourceReading } from './SourceReading.tsx'
import { newAccount, newSource, readSources, type TypedAccount, type TypedSource } from './source-drafts.ts'

type Props = Readonly<{
  typed: readonly TypedSource[]
  onTyped: (typed: readonly TypedSource[]) => void
  onValue: (value: SettingValue<'statements'>) => void
}>

export function SourcesForm({ typed, onTyped, onValue }: Props) {
  const text = useText()
  const sources = ruleList(typed, onTyped, newSource)
  return (
    <SettingForm read={readSources(typed)} onValue={onValue} onAdd={sources.add} addWord={text('rules.statements.add')}>
      {(words) => (
        <>
          <Text c="dimmed">{text('rules.statements.hint')}</Text>
          {typed.map((source, place) => (
            <ListedRule
              key={source.key}
              legend={text('rules.statements.source', { number: place + 1 })}
              removeWord={text('rules.statements.remove', { number: place + 1 })}
              onRemove={() => sources.remove(source.key)}
            >
              <SourceFields source={source} words={words} onChange={sources.change} />
              <Accounts source={source} words={words} onChange={sources.change} />
              <SourceReading source={source} words={words} onChange={sources.change} />
            </ListedRule>
          ))}
        </>
      )}
    </SettingForm>
  )
}

type SourceProps = Readonly<{
  source: TypedSource
  words: ProblemWords
  onChange: (source: TypedSource) => void
}>

const formats = ['auto', ...statementFormats] as const

function SourceFields({ source, words, onChange }: SourceProps) {
  const text = useText()
  const { key, isNew, name, code, kind, format, encoding } = source
  return (
    <div className={classes.contactFields}>
      <TextInput
        label={text('rules.statements.name')}
        value={name}
        onChange={(event) => onChange({ ...source, name: event.currentTarget.value })}
        error={words(`${key}.name`)}
        maxLength={120}
        autoComplete="off"
      />
      <TextInput
        label={text('rules.statements.code')}
        description={text('rules.statements.code.hint')}
        value={code}
        onChange={(event) => onChange({ ...source, code: event.currentTarget.value })}
        error={words(`${key}.code`)}
        disabled={!isNew}
        maxLength={40}
        autoComplete="off"
      />
      <Select
        label={text('rules.statements.kind')}
        data={statementSourceKinds.map((value) => ({ value, label: text(`rules.statements.kind.${value}`) }))}
        value={kind}
        onChange={(chosen) => onChange({ ...source, kind: StatementSourceKind.parse(chosen) })}
        allowDeselect={false}
      />
      <Select
        label={text('rules.statements.format')}
        data={formats.map((value) => ({ value, label: text(`rules.statements.format.${value}`) }))}
        value={format}
        onChange={(chosen) => onChange({ ...source, format: StatementSource.shape.format.parse(chosen) })}
        allowDeselect={false}
      />
      <Select
        label={text('rules.statements.encoding')}
        placeholder={text('rules.statements.encoding.told')}
        data={encodings.map((value) => ({ value, label: text(`rules.statements.encoding.${value}`) }))}
        value={encoding ?? null}
        onChange={(chosen) => onChange({ ...source, encoding: encodings.find((each) => each === chosen) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('rules.statements.encoding') }) }}
      />
    </div>
  )
}

function Accounts({ source, words, onChange }: SourceProps) {
  const text = useText()
  const accounts = ruleList(source.accounts, (changed) => onChange({ ...source, accounts: changed }), newAccount)
  const missing = words(`${source.key}.accounts`)
  return (
    <>
      {source.accounts.map((account, place) => (
        <AccountFields
          key={account.key}
          number={place + 1}
          account={account}
          words={words}
          onChange={accounts.change}
          onRemove={() => accounts.remove(account.key)}
        />
      ))}
      <div role="alert">{missing === null ? null : <Text c="var(--ch-critical)">{missing}</Text>}</div>
      <Group>
        <Button variant="default" size="compact-sm" onClick={accounts.add}>
          {text('rules.statements.accounts.add')}
        </Button>
      </Group>
    </>
  )
}

type AccountProps = Readonly<{
  number: number
  account: TypedAccount
  words: ProblemWords
  onChange: (account: TypedAccount) => void
  onRemove: () => void
}>

function AccountFields({ number, account, words, onChange, onRemove }: AccountProps) {
  const text = useText()
  const currencies = useCurrencies()
  const { key, said, currency } = account
  return (
    <div className={classes.contactFields}>
      <TextInput
        label={text('rules.statements.said', { number })}
        placeholder={text('rules.statements.said.any')}
        value={said}
        onChange={(event) => onChange({ ...account, said: event.currentTarget.value })}
        error={words(`${key}.said`)}
        maxLength={120}
        autoComplete="off"
      />
      <Select
        label={text('rules.currency')}
        data={currencies.map(({ code }) => code)}
        value={currency}
        onChange={(chosen) => onChange({ ...account, currency: chosen })}
        error={words(`${key}.currency`)}
        allowDeselect={false}
      />
      <TextInput
        label={text('rules.statements.account')}
        value={account.account}
        onChange={(event) => onChange({ ...account, account: event.currentTarget.value })}
        error={words(`${key}.account`)}
        maxLength={200}
        autoComplete="off"
      />
      <Group className={classes.low ?? ''}>
        <Button variant="default" size="compact-sm" onClick={onRemove}>
          {text('rules.statements.accounts.remove', { number })}
        </Button>
      </Group>
    </div>
  )
}
