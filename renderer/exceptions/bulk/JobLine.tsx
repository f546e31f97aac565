import { Button, CloseButton, Progress } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Bulk } from '../../../engine/contract/bulk.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { useCommand } from '../../engine/use-command.ts'
import { FaultLine } from '../../faults/FaultLine.tsx'
import { useText } from '../../messages/use-text.ts'
import { ActionButton } from '../../shell/ActionButton.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import classes from './bulk.module.css'
import { bulkTitle, resultWords } from './bulk-words.ts'
import { useJob } from './use-job.ts'

type Props = Readonly<{
  id: number
  onShow: (id: number) => void
  onEnded: (bulk: Bulk) => void
  onDismiss: (id: number) => void
}>

const stop = (client: EngineClient, id: number) => client.exceptions.bulk.stop({ id })

/** One line about what goes on by itself: how far it is, and in the end what became of it, until it is put away. */
export function JobLine({ id, onShow, onEnded, onDismiss }: Props) {
  const text = useText()
  const formats = useFormats()
  const { data: bulk } = useJob(id)
  const stopping = useCommand(stop)
  useOnceEnded(bulk, onEnded)
  if (!bulk) return null
  const running = bulk.state === 'running'
  const title = bulkTitle(bulk, text)
  const words = resultWords(bulk, text, formats)
  const percent = Math.floor(((bulk.cases - bulk.left) / bulk.cases) * 100)
  return (
    <section className={classes.line} aria-label={title}>
      <strong>{title}</strong>
      {running ? (
        <Progress.Root size={6} radius={3} w={96}>
          <Progress.Section value={percent} aria-label={title} aria-valuetext={words} />
        </Progress.Root>
      ) : null}
      {/* Read out when it has ended and not at every step on the way. */}
      <output aria-live={running ? 'off' : 'polite'} className="ch-figure">
        {words}
      </output>
      <FaultLine fault={stopping.fault} />
      {running ? (
        <ActionButton size="compact-sm" variant="default" loading={stopping.busy} onClick={() => void stopping.run(id)}>
          {text('bulk.stop')}
        </ActionButton>
      ) : null}
      <Button size="compact-sm" variant="default" onClick={() => onShow(id)}>
        {text('bulk.show')}
      </Button>
      {running ? null : (
        <CloseButton size="sm" aria-label={text('bulk.dismiss', { title })} onClick={() => onDismiss(id)} />
      )}
    </section>
  )
}

function useOnceEnded(bulk: Bulk | undefined, onEnded: (bulk: Bulk) => void): void {
  const told = useRef(false)
  useEffect(() => {
    if (told.current || bulk === undefined || bulk.state === 'running') return
    told.current = true
    onEnded(bulk)
  }, [bulk, onEnded])
}
