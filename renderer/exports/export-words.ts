/** How an export stands, why there is none, and how large one is, in words. Pure. */
import type { Export, ExportProblem } from '../../engine/contract/exports.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Tone } from '../notice/Mark.tsx'

type Standing = Pick<Export, 'state' | 'rows' | 'total' | 'problem'>

const tones: Readonly<Record<Export['state'], Tone>> = {
  waiting: 'medium',
  running: 'progress',
  done: 'ok',
  failed: 'critical',
  cancelled: 'low',
  removed: 'low',
}

export const toneOfExport = ({ state }: Pick<Export, 'state'>): Tone => tones[state]

export function standingWords({ state, rows, total }: Standing, text: Text): string {
  if (state === 'running') return soFarWords({ rows, total }, text)
  if (state === 'done') return text('export.state.done', { rows: rows ?? 0 })
  return text(`export.state.${state}`)
}

export const soFarWords = ({ rows, total }: Pick<Export, 'rows' | 'total'>, text: Text): string =>
  total === null
    ? text('export.so_far', { rows: rows ?? 0 })
    : text('export.so_far_of', { rows: rows ?? 0, total: Math.max(total, rows ?? 0) })

export const problemId = (problem: ExportProblem): MessageId => `export.problem.${problem}`

export const isUnderWay = ({ state }: Pick<Export, 'state'>): boolean => state === 'waiting' || state === 'running'

/** As people say it, and to the byte. */
export function bytesWords(bytes: number, locale: string, text: Text): string {
  const [size, unit] =
    bytes < 1_024 ? [bytes, 'B'] : bytes < 1_048_576 ? [bytes / 1_024, 'KB'] : [bytes / 1_048_576, 'MB']
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: unit === 'MB' ? 1 : 0 }).format(size)
  return text('export.bytes', { size: `${shown} ${unit}`, bytes: formatCount(bytes, locale) })
}
