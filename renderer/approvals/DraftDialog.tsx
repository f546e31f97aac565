import { Button, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Proposal, ProposedChange } from '../../engine/contract/proposals.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { CurrencyField } from './CurrencyField.tsx'
import { kindWords } from './change-words.ts'
import { Field } from './DraftField.tsx'
import { type DraftKind, emptyDraft, fieldsOf, readDraft, type Typed } from './drafts.ts'
import { TypedProposal } from './TypedProposal.tsx'

type Props = Readonly<{
  kind: DraftKind
  /** What is known already where the proposal is begun. */
  given?: Partial<Typed>
  onClose: () => void
  onProposed: (proposal: Proposal) => void
}>

/** A change of one kind, typed and proposed. */
export function DraftDialog({ kind, given, onClose, onProposed }: Props) {
  const text = useText()
  const { currency } = useFormats()
  const [typed, setTyped] = useState(() => ({ ...emptyDraft(currency), ...given }))
  return (
    <TypedProposal
      title={text('approvals.new.title', { kind: kindWords(text, kind) })}
      onClose={onClose}
      onProposed={onProposed}
    >
      {(onRead) => <DraftForm kind={kind} typed={typed} onTyped={setTyped} onRead={onRead} />}
    </TypedProposal>
  )
}

type FormProps = Readonly<{
  kind: DraftKind
  typed: Typed
  onTyped: (typed: Typed) => void
  onRead: (change: ProposedChange) => void
}>

function DraftForm({ kind, typed, onTyped, onRead }: FormProps) {
  const text = useText()
  const formats = useFormats()
  const [tried, setTried] = useState(false)
  const digits = formats.digits(typed.currency)
  const read = readDraft(kind, typed, digits)
  const fields = fieldsOf[kind]
  const money = fields.includes('amount') || fields.includes('overdraft')

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onRead(read.change)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <Text c="dimmed">{text(`draft.lead.${kind}`)}</Text>
        {money ? (
          <CurrencyField value={typed.currency} onChange={(currency) => onTyped({ ...typed, currency })} />
        ) : null}
        {fields.map((field, place) => {
          const problem = tried && !read.ok ? read.problems[field] : undefined
          return (
            <Field
              key={field}
              field={field}
              typed={typed}
              onChange={(value) => onTyped({ ...typed, [field]: value })}
              error={problem ? text(problem, { currency: typed.currency, digits }) : null}
              focused={place === 0}
            />
          )
        })}
        <Group>
          <Button type="submit">{text('approvals.new.next')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
