import { Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { Configuration, ConfigurationItem, ImportedItem } from '../../engine/contract/configuration.ts'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { SetTable } from '../approvals/EffectTable.tsx'
import { oneLine } from '../approvals/one-line.ts'
import { readContractFault } from '../engine/fault.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './configuration.module.css'
import { itemGroups, itemWords } from './configuration-words.ts'

type Props = Readonly<{ document: Configuration; onClose: () => void }>

const bringIn = (client: EngineClient, input: Inputs['configuration']['import']) => client.configuration.import(input)

/** What the document would change, part by part; then, with a reason, it is proposed and done; then what became of it. */
export function ImportDialog({ document, onClose }: Props) {
  const text = useText()
  const preview = useRead(useCallback((client: EngineClient) => client.configuration.preview({ document }), [document]))
  const command = useCommand(bringIn)
  const { data, fault, again } = preview
  return (
    <Dialog opened onClose={onClose} title={text('configuration.import.title')} width={900}>
      <Stack gap={16}>
        {command.value ? (
          <Became items={command.value.items} onClose={onClose} />
        ) : (
          <>
            <Text>{text('configuration.import.of', { workspace: document.workspace })}</Text>
            {fault && !data ? <FaultNotice fault={fault} what={text('configuration.unread')} onRetry={again} /> : null}
            {data ? <Preview items={data.items} /> : null}
            {data || fault ? null : <Waiting />}
            <FaultLine fault={command.fault} />
            {data ? (
              <ReasonForm
                items={data.items}
                busy={command.busy}
                onBack={onClose}
                onReason={(reason) => void command.run({ document, hash: data.hash, reason })}
              />
            ) : null}
          </>
        )}
      </Stack>
    </Dialog>
  )
}

type Items = Readonly<{ items: readonly ConfigurationItem[] }>

function Preview({ items }: Items) {
  const text = useText()
  const differing = items.filter(({ state }) => state !== 'same')
  const same = items.length - differing.length
  return (
    <>
      <Text fw={600}>
        {differing.length === 0
          ? text('configuration.nothing')
          : text('configuration.counts', { parts: differing.length, same })}
      </Text>
      <ul className={classes.parts} aria-label={text('configuration.import.title')}>
        {differing.map((item) => (
          <Part key={item.subject} item={item} />
        ))}
      </ul>
    </>
  )
}

const tones = { new: 'ok', changed: 'medium', refused: 'critical', same: 'ok' } as const

function Part({ item }: Readonly<{ item: ConfigurationItem }>) {
  const text = useText()
  const formats = useFormats()
  const { state, how, refused } = item
  return (
    <li className={classes.part} data-subject={item.subject}>
      <div className={classes.head}>
        <Text fw={600}>{itemWords(item, { text, formats })}</Text>
        <State tone={tones[state]} word={text(`configuration.state.${state}`)} />
        {how === null ? null : <Text c="dimmed">{text(`configuration.how.${how}`)}</Text>}
      </div>
      {refused === null ? null : <FaultLine fault={readContractFault(refused.code, refused.facts)} />}
      {itemGroups(item, { text, formats }).map((group) => (
        <SetTable key={group.subject} group={group} />
      ))}
    </li>
  )
}

type ReasonProps = Items & Readonly<{ busy: boolean; onBack: () => void; onReason: (reason: string) => void }>

function ReasonForm({ items, busy, onBack, onReason }: ReasonProps) {
  const text = useText()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const isMissing = oneLine(reason) === ''
  const nothing = items.every(({ state }) => state === 'same' || state === 'refused')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!isMissing && !nothing && !busy) onReason(oneLine(reason))
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <Textarea
          label={text('propose.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && isMissing ? text('propose.reason.missing') : null}
          maxLength={500}
          disabled={nothing}
          autosize
          minRows={2}
        />
        <Group gap={8}>
          <ActionButton type="submit" loading={busy} reason={nothing ? text('configuration.nothing') : null}>
            {text('configuration.import.do')}
          </ActionButton>
          <Button variant="default" onClick={onBack}>
            {text('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Became({ items, onClose }: Readonly<{ items: readonly ImportedItem[]; onClose: () => void }>) {
  const text = useText()
  const formats = useFormats()
  return (
    <Live>
      <Stack gap={16}>
        <Text fw={600}>{text('configuration.became')}</Text>
        <ul className={classes.parts}>
          {items.map(({ subject, outcome, proposal, refused }) => (
            <li key={subject} className={classes.head}>
              <Text>{itemWords({ subject }, { text, formats })}</Text>
              {proposal === null ? (
                <Text c="dimmed">{text(`configuration.outcome.${outcome}`)}</Text>
              ) : (
                <Anchor component={Link} href={proposalAddress(proposal)} underline="always">
                  {text('proposal.title', { id: proposal })}
                </Anchor>
              )}
              {refused === null ? null : <FaultLine fault={readContractFault(refused.code, refused.facts)} />}
            </li>
          ))}
        </ul>
        <Group>
          <Button onClick={onClose} data-autofocus>
            {text('action.close')}
          </Button>
        </Group>
      </Stack>
    </Live>
  )
}
