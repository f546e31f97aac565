/** What releasing or reversing a batch sets, line by line. Pure. */
import { z } from 'zod'
import { BatchState } from '../../engine/contract/batches.ts'
import { formatCount } from '../money/format.ts'
import type { SettingLine, Words } from '../settings/setting-lines.ts'
import { reasonsText } from './sentences.ts'

const Standing = z.object({
  state: BatchState,
  /** The rules that are overruled. */
  because: z.array(z.string()).optional(),
  /** Released: what may be posted. Reversed: what stands of what was. */
  rows: z.int().optional(),
  /** Repeats among its rows are not posted again, so it may come to less. */
  upTo: z.int().optional(),
  held: z.int().optional(),
})

export function batchLines(value: unknown, { text, formats }: Words): readonly SettingLine[] {
  const read = Standing.safeParse(value)
  if (!read.success) return value === null ? [] : [{ what: text('effect.value'), says: JSON.stringify(value) }]
  const { state, because = [], rows, upTo, held } = read.data
  const { currency, locale } = formats
  return [
    { what: text('batch.state'), says: text(`batch.state.${state}`) },
    ...(because.length === 0 ? [] : [{ what: text('batch.set.because'), says: reasonsText(because, text) }]),
    ...(rows === undefined
      ? []
      : [
          {
            what: text(upTo === undefined ? 'batch.set.standing' : 'batch.set.to_post'),
            says: formatCount(rows, locale),
          },
        ]),
    ...(upTo === undefined
      ? []
      : [{ what: text('batch.set.up_to'), says: `${currency} ${formats.money(upTo, currency)}` }]),
    ...(held === undefined ? [] : [{ what: text('batch.set.held'), says: formatCount(held, locale) }]),
  ]
}
