import { Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './approvals.module.css'
import type { OpenedProposal } from './may-decide.ts'
import { oneLine } from './one-line.ts'

type Props = Readonly<{ proposal: OpenedProposal; onSaid: () => void }>

const say = (client: EngineClient, id: number, text: string) => client.proposals.comment({ id, text })

/** What people said about it, oldest first, and a field to say something. */
export function Thread({ proposal, onSaid }: Props) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { thread } = proposal
  return (
    <PaneSection title={text('proposal.section.comments', { count: thread.length })}>
      <Live>
        {thread.length === 0 ? (
          <Text c="dimmed" pb={12}>
            {text('proposal.comments.none')}
          </Text>
        ) : (
          <ol className={classes.thread}>
            {thread.map(({ id, at, by, text: words }) => (
              <li key={id}>
                <div className={classes.sayer}>
                  <strong>{by}</strong>
                  <span title={zone}>{instant(at)}</span>
                </div>
                <div className={classes.said}>{words}</div>
              </li>
            ))}
          </ol>
        )}
      </Live>
      <SayForm id={proposal.id} onSaid={onSaid} />
    </PaneSection>
  )
}

function SayForm({ id, onSaid }: Readonly<{ id: number; onSaid: () => void }>) {
  const text = useText()
  const field = useRef<HTMLTextAreaElement>(null)
  const [words, setWords] = useState('')
  const { run, busy, fault } = useCommand(say)
  useKeyCommand('proposal.comment', () => field.current?.focus())
  const empty = words.trim() === ''
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || empty) return
    const outcome = await run(id, words.trim())
    if (!outcome.ok) return
    setWords('')
    onSaid()
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={8}>
        <Textarea
          ref={field}
          aria-label={text('proposal.comment')}
          placeholder={text('proposal.comment.hint')}
          value={words}
          onChange={(event) => setWords(oneLine(event.currentTarget.value))}
          maxLength={1_000}
          autosize
          minRows={2}
        />
        <FaultLine fault={fault} />
        <Group>
          <ActionButton
            type="submit"
            variant="default"
            loading={busy}
            reason={empty ? text('proposal.comment.empty') : null}
            rightSection={<KeyHint command="proposal.comment" />}
          >
            {text('proposal.comment.action')}
          </ActionButton>
        </Group>
      </Stack>
    </form>
  )
}
