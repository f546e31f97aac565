import { FileButton, Group, Text, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Configuration } from '../../engine/contract/configuration.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import rules from '../settings/rules.module.css'
import { ActionButton } from '../shell/ActionButton.tsx'
import { ImportDialog } from './ImportDialog.tsx'

const read = (client: EngineClient) => client.configuration.export()

/** How this workspace is set up, as one document: to keep it, and to bring it into another. */
export function ConfigurationSection({ wanted }: Readonly<{ wanted: boolean }>) {
  const text = useText()
  const { run, busy, fault } = useCommand(read)
  const [document, setDocument] = useState<Configuration | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (wanted) place.current?.scrollIntoView()
  }, [wanted])
  const save = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) return
    const content = `${JSON.stringify(outcome.value, null, 2)}\n`
    saveAs(
      new Blob([content], { type: 'application/json' }),
      `configuration-${outcome.value.exportedAt.slice(0, 10)}.json`,
    )
  }
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return
    const found = await documentIn(file)
    setProblem(found.ok ? null : text('configuration.not_one', { file: file.name, problem: found.problem }))
    if (found.ok) setDocument(found.document)
  }
  return (
    <section
      ref={place}
      className={rules.section}
      aria-label={text('configuration.title')}
      data-section="configuration"
    >
      <div>
        <div className={rules.head}>
          <Title order={2}>{text('configuration.title')}</Title>
          <Group gap={8}>
            <ActionButton variant="default" loading={busy} onClick={() => void save()}>
              {text('configuration.export')}
            </ActionButton>
            {/* Chosen anew each time: a browser says nothing of the same file twice. */}
            <FileButton
              key={String(document === null)}
              onChange={(file) => void choose(file)}
              accept="application/json"
            >
              {(props) => (
                <ActionButton {...props} variant="default">
                  {text('configuration.import')}
                </ActionButton>
              )}
            </FileButton>
          </Group>
        </div>
        <Text c="dimmed" maw="72ch">
          {text('configuration.lead')}
        </Text>
      </div>
      <FaultLine fault={fault} />
      <Live>{problem === null ? null : <Text c="var(--ch-critical)">{problem}</Text>}</Live>
      {document === null ? null : <ImportDialog document={document} onClose={() => setDocument(null)} />}
    </section>
  )
}

const bytesMax = 4_194_304

type Found = Readonly<{ ok: true; document: Configuration }> | Readonly<{ ok: false; problem: string }>

/** Read here, so that a file of another kind is told apart before anything of it is sent. */
async function documentIn(file: File): Promise<Found> {
  if (file.size > bytesMax) return { ok: false, problem: String(file.size) }
  try {
    const parsed = Configuration.safeParse(JSON.parse((await file.text()).replace(/^\uFEFF/, '')))
    if (parsed.success) return { ok: true, document: parsed.data }
    const [first] = parsed.error.issues
    return { ok: false, problem: first === undefined ? '' : `${first.path.join('.')} ${first.message}`.trim() }
  } catch {
    return { ok: false, problem: 'JSON' }
  }
}
