import { Group, Text } from '@mantine/core'
import { useCallback } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Export } from '../../engine/contract/exports.ts'
import { useCommand } from '../engine/use-command.ts'
import { ExportProgress } from '../exports/ExportProgress.tsx'
import { fetchExport } from '../exports/fetch-export.ts'
import { NarrowedBy } from '../exports/NarrowedBy.tsx'
import { columnTitle } from '../exports/narrowed.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'

const remove = (client: EngineClient, id: number) => client.exports.remove({ id })

export function ExportPane({ of }: Readonly<{ of: Export }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { id, source, parameters, format, columns, askedAt, endedAt, keptUntil, state } = of
  const removing = useCommand(remove)
  return (
    <>
      <PaneSection title={text('pack.file')}>
        <ExportProgress
          of={of}
          label={text(`export.source.${source}`)}
          onCancel={useCallback((client: EngineClient) => client.exports.cancel({ id }), [id])}
          fetchFile={useCallback((client: EngineClient) => fetchExport(client, id), [id])}
        />
        {state === 'done' ? (
          <Group gap={8} mt={12}>
            <ActionButton variant="default" loading={removing.busy} onClick={() => void removing.run(id)}>
              {text('export.remove')}
            </ActionButton>
            <FaultLine fault={removing.fault} />
          </Group>
        ) : null}
        {state === 'removed' ? <Text c="dimmed">{text('export.removed.next')}</Text> : null}
      </PaneSection>
      <PaneSection title={text('export.narrowed')}>
        <NarrowedBy source={source} parameters={parameters} />
      </PaneSection>
      <PaneSection title={text('export.about')}>
        <Facts
          facts={[
            { name: text('report.of'), value: text(`export.source.${source}`) },
            { name: text('export.format'), value: text(`export.format.${format}`) },
            {
              name: text('grid.columns'),
              value:
                columns === null
                  ? text('export.columns.all')
                  : columns.map((each) => columnTitle(source, each, text)).join(', '),
            },
            { name: text('pack.at'), value: <span title={zone}>{instant(askedAt)}</span> },
            ...(endedAt === null
              ? []
              : [{ name: text('export.ended'), value: <span title={zone}>{instant(endedAt)}</span> }]),
            ...(keptUntil === null
              ? []
              : [{ name: text('export.kept_until'), value: <span title={zone}>{instant(keptUntil)}</span> }]),
          ]}
        />
      </PaneSection>
    </>
  )
}
