import { Group, Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { ClosePack } from '../../engine/contract/close-packs.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { postingsOfDaysAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { useToast } from '../notice/use-toast.ts'
import { daysText } from '../periods/columns.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { fetchPack } from './fetch-pack.ts'
import { failedId, standingOf } from './words.ts'

export function PackPane({ pack }: Readonly<{ pack: ClosePack }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { tone, words } = standingOf(pack, text)
  const mayRead = useMay('ledger.read')
  const days = daysText(text, pack.from, pack.to)
  return (
    <>
      <PaneSection title={text('pack.about')}>
        <Facts
          facts={[
            {
              name: text('pack.state'),
              value: (
                <Live>
                  <State tone={tone} word={words} />
                </Live>
              ),
            },
            {
              name: text('pack.days'),
              value: mayRead ? <Link href={postingsOfDaysAddress(pack.from, pack.to)}>{days}</Link> : days,
            },
            ...(pack.isClosed === null
              ? []
              : [{ name: text('pack.closed'), value: text(pack.isClosed ? 'pack.is_closed' : 'pack.not_closed') }]),
            ...(pack.proves === null ? [] : [{ name: text('pack.proof'), value: text(`pack.proves.${pack.proves}`) }]),
            {
              name: text('pack.clients'),
              value: text(pack.includeClients ? 'pack.clients.each' : 'pack.clients.together'),
            },
            { name: text('pack.by'), value: pack.askedBy },
            { name: text('pack.at'), value: <span title={zone}>{instant(pack.askedAt)}</span> },
          ]}
        />
        {pack.state === 'failed' ? (
          <Text c="dimmed" mt={8}>
            {text(failedId(pack))}
          </Text>
        ) : null}
      </PaneSection>
      {pack.state === 'made' ? <File pack={pack} /> : null}
    </>
  )
}

function File({ pack }: Readonly<{ pack: ClosePack }>) {
  const text = useText()
  const { locale } = useFormats()
  const { say } = useToast()
  const may = useMay('close_packs.download')
  const { id, name, bytes, sha256, fingerprint } = pack
  const { run, busy, fault } = useCommand(useCallback((client: EngineClient) => fetchPack(client, id), [id]))
  const download = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) return
    saveAs(outcome.value, name)
    say(text('batch.download.done', { file: name }))
  }
  return (
    <PaneSection title={text('pack.file')}>
      <Facts
        facts={[
          { name: text('pack.name'), value: <CopyText label={text('pack.name')} value={name} /> },
          { name: text('pack.bytes'), value: formatCount(bytes ?? 0, locale) },
          { name: text('pack.sha256'), value: <CopyText label={text('pack.sha256')} value={sha256 ?? ''} /> },
          { name: text('pack.key'), value: <CopyText label={text('pack.key')} value={fingerprint ?? ''} /> },
        ]}
      />
      <Text c="dimmed" mt={8}>
        {text(may ? 'pack.check.hint' : 'pack.download.others')}
      </Text>
      {may ? (
        <Group mt={8} gap={8}>
          <ActionButton loading={busy} onClick={() => void download()}>
            {text('pack.download')}
          </ActionButton>
          <FaultLine fault={fault} />
        </Group>
      ) : null}
    </PaneSection>
  )
}
