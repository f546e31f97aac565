import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { type ProblemWords, useProblemWords } from './form-fields.tsx'
import { ManagedLead } from './Managed.tsx'
import type { ReadSetting } from './setting-drafts.ts'

type Props<V> = Readonly<{
  read: ReadSetting<V>
  onValue: (value: V) => void
  /** For a setting that is a list of rules: one more of them. */
  onAdd?: (() => void) | undefined
  /** What that is, where it is no rule. */
  addWord?: string
  /** Where a value can be tried before it is proposed. */
  trying?: Readonly<{ word: string; onValue: (value: V) => void }>
  children: (words: ProblemWords) => ReactNode
}>

/** What is typed for a setting: its faults are said once somebody tries to go on, and not while they still type. */
export function SettingForm<V>({ read, onValue, onAdd, addWord, trying, children }: Props<V>) {
  const text = useText()
  const [tried, setTried] = useState(false)
  const words = useProblemWords(tried && !read.ok ? read.problems : null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (read.ok) onValue(read.value)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <ManagedLead />
        {children(words)}
        <Group gap={8}>
          <Button type="submit">{text('approvals.new.next')}</Button>
          {trying ? (
            <Button
              variant="default"
              onClick={() => {
                setTried(true)
                if (read.ok) trying.onValue(read.value)
              }}
            >
              {trying.word}
            </Button>
          ) : null}
          {onAdd ? (
            <Button variant="default" onClick={onAdd}>
              {addWord ?? text('rules.add')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  )
}
