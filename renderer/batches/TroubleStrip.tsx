import type { IngestStatus } from '../../engine/contract/ingest.ts'
import { isMessageId } from '../messages/messages.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'

type Trouble = IngestStatus['troubles'][number]

/** Files and folders that nothing can be taken from: which, why, since when, and what would help. */
export function TroubleStrip({ troubles }: Readonly<{ troubles: readonly Trouble[] }>) {
  const text = useText()
  if (troubles.length === 0) return null
  return (
    <section className={classes.troubles} role="alert" aria-label={text('batches.troubles')}>
      {troubles.map((trouble) => (
        <TroubleLine key={`${trouble.path} ${trouble.code}`} trouble={trouble} />
      ))}
    </section>
  )
}

function TroubleLine({ trouble }: Readonly<{ trouble: Trouble }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { path, code, since } = trouble
  const what = `batches.trouble.${code}`
  return (
    <div className={classes.trouble}>
      <State tone="high" word={textOfCode(text, 'trouble', code)} />
      {path === '' ? null : <span className="ch-raw">{path}</span>}
      <span>{text(isMessageId(what) ? what : 'batches.trouble.other')}</span>
      <span className="ch-figure" title={zone}>
        {text('ingest.since', { at: instant(since) })}
      </span>
    </div>
  )
}
