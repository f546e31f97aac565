import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { IngestStatus } from '../../engine/contract/ingest.ts'
import { useRead } from '../engine/use-read.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './ingest.module.css'

const topics: readonly Topic[] = ['ingest', 'batches']
const readStatus = (client: EngineClient) => client.ingest.status()

/** What goes on in the drop folders, in one line; troubles each get a line of their own, since somebody must act. */
export function IngestStrip() {
  const may = useMay('batches.read')
  const { data } = useRead(may ? readStatus : null, topics)
  return data ? <Strip status={data} /> : null
}

function Strip({ status }: Readonly<{ status: IngestStatus }>) {
  const text = useText()
  const { instant } = useFormats()
  return (
    <div className={classes.strip}>
      <div className={classes.line}>
        <State
          tone={status.watching ? 'ok' : 'high'}
          word={text(status.watching ? 'ingest.watching' : 'ingest.not_watching')}
        />
        <span>{text('ingest.waiting', { count: status.waiting })}</span>
        {status.running.map(({ batch, file, producerCode }) => (
          <span key={batch}>{text('ingest.running', { file, producer: producerCode })}</span>
        ))}
      </div>
      {status.troubles.map(({ path, code, since }) => (
        <div key={`${path} ${code}`} className={classes.line} role="alert">
          <State tone="high" word={textOfCode(text, 'trouble', code)} />
          <span className="ch-raw">{path}</span>
          <span className="ch-figure">{text('ingest.since', { at: instant(since) })}</span>
        </div>
      ))}
    </div>
  )
}
