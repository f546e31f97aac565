import { Text } from '@mantine/core'
import type { GridApi } from 'ag-grid-community'
import type { RefObject } from 'react'
import type { AuditRecord } from '../../engine/contract/audit.ts'
import type { Known } from '../grid/cursor-source.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { outcomeWords, toneOfOutcome } from './columns.ts'

type Props = Readonly<{ seq: number; grid: RefObject<GridApi<AuditRecord> | null>; known: Known | undefined }>

/** A record is whole in the list already, so the pane shows the row and asks the engine for nothing more. */
export function AuditPane({ seq, grid, known }: Props) {
  const text = useText()
  const { instant, zone } = useFormats()
  const record = grid.current?.getRowNode(String(seq))?.data
  if (!record) return known ? <Text p={16}>{text('audit.not_in_list', { seq })}</Text> : <Waiting />
  return (
    <>
      <PaneSection title={text('audit.what')}>
        <Facts
          facts={[
            { name: text('audit.action'), value: `${textOfCode(text, 'action', record.action)} (${record.action})` },
            { name: text('audit.actor'), value: record.actor },
            { name: text('audit.subject'), value: record.subject },
            {
              name: text('audit.outcome'),
              value: <State tone={toneOfOutcome(record.outcome)} word={outcomeWords(record.outcome, text)} />,
            },
            { name: text('audit.at'), value: <span title={zone}>{instant(record.at)}</span> },
          ]}
        />
      </PaneSection>
      <PaneSection title={text('audit.detail')}>
        <pre className="ch-raw">{JSON.stringify(record.detail, null, 2)}</pre>
      </PaneSection>
      <PaneSection title={text('audit.hash')}>
        <CopyText label={text('audit.hash')} value={record.hash} />
        <Text c="dimmed">{text('audit.hash.hint')}</Text>
      </PaneSection>
    </>
  )
}
