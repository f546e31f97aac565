import { Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { type ReceiptVerdict, receiptBytesMax } from '../../engine/contract/receipts.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { base64Of } from '../files/base64.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { formatMoney } from '../money/format.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { formatInstant } from '../time/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { toneOfVerdict } from './verdict.ts'

/** A file that is larger than any receipt is not sent at all: it is none of ours. */
async function verify(client: EngineClient, file: File): Promise<ReceiptVerdict> {
  if (file.size > receiptBytesMax) return { verdict: 'not_ours' }
  return client.receipts.verify({ base64: base64Of(new Uint8Array(await file.arrayBuffer())) })
}

/** Asked for by the palette, wherever one is. */
export function CheckReceipt() {
  const text = useText()
  const [opened, setOpened] = useState(false)
  useKeyCommand('receipts.check', () => setOpened(true))
  return (
    <Dialog opened={opened} onClose={() => setOpened(false)} title={text('receipts.check')} width={560}>
      <Check />
    </Dialog>
  )
}

function Check() {
  const text = useText()
  const [name, setName] = useState<string>()
  const { run, busy, fault, value } = useCommand(verify)
  const choose = (file: File | null): void => {
    if (file === null) return
    setName(file.name)
    void run(file)
  }
  return (
    <Stack gap={12}>
      <Text>{text('receipts.check.lead')}</Text>
      <Group gap={8}>
        <FileButton accept="application/pdf,.pdf" onChange={choose}>
          {(button) => (
            <Button {...button} variant="default" loading={busy} data-autofocus>
              {text('receipts.check.choose')}
            </Button>
          )}
        </FileButton>
        {name === undefined ? null : <Text>{name}</Text>}
      </Group>
      <Live>{value ? <Verdict verdict={value} /> : null}</Live>
      <FaultLine fault={fault} />
    </Stack>
  )
}

function Verdict({ verdict }: Readonly<{ verdict: ReceiptVerdict }>) {
  const text = useText()
  const { locale } = useFormats()
  const state = <State tone={toneOfVerdict(verdict)} word={text(`receipts.verdict.${verdict.verdict}`)} />
  if (verdict.verdict !== 'genuine')
    return (
      <Stack gap={8}>
        {state}
        <Text>{text(`receipts.verdict.${verdict.verdict}.next`)}</Text>
      </Stack>
    )
  const { facts, fingerprint, now } = verdict
  const by = now.undoneBy.map(({ transaction }) => transaction).join(', ')
  return (
    <Stack gap={8}>
      {state}
      <Text>{text(`receipts.now.${now.standing}`, { by })}</Text>
      <Facts
        facts={[
          { name: text('receipts.number'), value: facts.receipt },
          { name: text('receipts.client'), value: facts.client },
          { name: text('receipts.kind'), value: textOfCode(text, 'posting', facts.kind) },
          {
            name: text('receipts.amount'),
            value: `${facts.currency} ${formatMoney(facts.amount, { digits: facts.digits, locale })}`,
          },
          { name: text('receipts.at'), value: <span title={facts.zone}>{formatInstant(facts.at, facts.zone)}</span> },
          { name: text('receipts.transaction'), value: String(facts.transaction) },
          { name: text('receipts.key'), value: fingerprint },
        ]}
      />
    </Stack>
  )
}
