import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import type { Caller } from '../../engine/contract/callers.ts'
import type { Proposal, ProposedChange } from '../../engine/contract/proposals.ts'
import { TypedProposal } from '../approvals/TypedProposal.tsx'
import { useText } from '../messages/use-text.ts'
import { useFirstProblem } from '../notice/use-first-problem.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { TermFields } from './TermFields.tsx'
import { type Around, type CallerProblems, readCaller, type TypedCaller, typedCaller } from './typed-caller.ts'

type Props = Readonly<{
  /** Whose terms are to be others, as they were when the dialog was opened; null for a new program. */
  caller: Caller | null
  onClose: () => void
  onProposed: (proposal: Proposal) => void
}>

/** What a program may do and on which terms, typed and proposed. */
export function ProposeCallerDialog({ caller, onClose, onProposed }: Props) {
  const text = useText()
  const { zone, currency, digits } = useFormats()
  const around = useMemo(
    () => ({ zone, currency, digits: digits(currency), known: caller }),
    [zone, currency, digits, caller],
  )
  const [typed, setTyped] = useState(() => typedCaller(around))
  const title = caller === null ? text('caller.propose.title') : text('caller.change.title', { name: caller.name })
  return (
    <TypedProposal title={title} width={880} onClose={onClose} onProposed={onProposed}>
      {(onRead) => <CallerForm around={around} typed={typed} onTyped={setTyped} onRead={onRead} />}
    </TypedProposal>
  )
}

type FormProps = Readonly<{
  around: Around
  typed: TypedCaller
  onTyped: (typed: TypedCaller) => void
  onRead: (change: ProposedChange) => void
}>

function CallerForm({ around, typed, onTyped, onRead }: FormProps) {
  const text = useText()
  const [tried, setTried] = useState(false)
  const showFirstProblem = useFirstProblem()
  const { known } = around
  const read = readCaller(typed, around)
  const problems: CallerProblems = tried && !read.ok ? read.problems : {}

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onRead(read.change)
    else showFirstProblem(event.currentTarget)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <Text c="dimmed">
          {known === null ? text('caller.propose.lead') : text('caller.change.lead', { name: known.name })}
        </Text>
        {known === null ? (
          <TextInput
            label={text('caller.name')}
            description={text('caller.name.hint')}
            value={typed.name}
            onChange={(event) => onTyped({ ...typed, name: event.currentTarget.value })}
            error={problems.name ? text(problems.name.id) : null}
            maxLength={64}
            autoCapitalize="none"
            spellCheck={false}
            autoComplete="off"
            data-autofocus
          />
        ) : null}
        <TermFields typed={typed} onTyped={onTyped} problems={problems} />
        <Group>
          <Button type="submit">{text('approvals.new.next')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
