import { useState } from 'react'
import { useLocation } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { ReportDialog } from '../reports/ReportDialog.tsx'
import { ExportDialog, type ToExport } from './ExportDialog.tsx'

/** A batch and a statement are over once they are there: nobody wants their rows every morning. */
const once: ReadonlySet<ToExport['source']> = new Set(['batch_rows', 'statement_lines'])

/** The file of what is here now, or a report that makes it again and again. */
export function ExportDialogs({ of, onClose }: Readonly<{ of: readonly ToExport[]; onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const [, navigate] = useLocation()
  const [report, setReport] = useState<ToExport | null>(null)
  if (report === null)
    return (
      <ExportDialog of={of} onClose={onClose} onReport={of.some(({ source }) => once.has(source)) ? null : setReport} />
    )
  return (
    <ReportDialog
      of={report}
      onClose={onClose}
      onMade={({ id, name }) => {
        onClose()
        say(text('report.made', { name }))
        navigate(`/reports?open=${id}`)
      }}
    />
  )
}
