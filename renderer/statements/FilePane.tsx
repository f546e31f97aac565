import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { StatementFile } from '../../engine/contract/statements.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { toneOfFile } from './columns.ts'
import { DownloadButton } from './DownloadButton.tsx'
import { problemWords } from './finding-words.ts'

const topics: readonly Topic[] = ['statements']

/** A file: how it came, what was read from it, or where in it reading stopped. */
export function FilePane({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const { instant, zone, locale } = useFormats()
  const question = useMemo<Question<StatementFile>>(() => (client) => client.statements.file({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  const { file, state, source, format, receivedAt, receivedBy, bytes, sha256, statements, lines, repeats } = data
  return (
    <>
      <PaneSection title={text('statements.file')}>
        <Facts
          facts={[
            {
              name: text('statements.state'),
              value: <State tone={toneOfFile[state]} word={text(`statements.file.state.${state}`)} />,
            },
            { name: text('statements.file'), value: file },
            { name: text('statements.source'), value: source },
            ...(format === null
              ? []
              : [{ name: text('statements.format'), value: text(`statements.format.${format}`) }]),
            { name: text('statements.received'), value: <span title={zone}>{instant(receivedAt)}</span> },
            {
              name: text('statements.received_by'),
              value: receivedBy === 'engine' ? text('statements.from_folder') : receivedBy,
            },
            {
              name: text('statements.count'),
              value: <Link href={`/statements?file=${id}`}>{formatCount(statements, locale)}</Link>,
            },
            { name: text('statements.lines'), value: formatCount(lines, locale) },
            { name: text('statements.bytes'), value: formatCount(bytes, locale) },
            { name: 'SHA-256', value: <CopyText label="SHA-256" value={sha256} /> },
            ...(repeats === null
              ? []
              : [
                  {
                    name: text('statements.repeats'),
                    value: (
                      <Link href={`/statements?part=files&file=${repeats}`}>
                        {text('statements.file.title', { id: String(repeats) })}
                      </Link>
                    ),
                  },
                ]),
          ]}
        />
        <DownloadButton file={id} name={file} />
      </PaneSection>
      <Problem file={data} />
    </>
  )
}

function Problem({ file: { problem } }: Readonly<{ file: StatementFile }>) {
  const text = useText()
  if (problem === null) return null
  return (
    <PaneSection title={text('statements.problem')}>
      <Text>{problemWords(problem, text)}</Text>
      {problem.around.length === 0 ? null : <pre className="ch-raw">{problem.around.join('\n')}</pre>}
    </PaneSection>
  )
}
