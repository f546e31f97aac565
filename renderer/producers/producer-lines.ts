/** What resuming sets: a producer's state, with the suspension that it ends. Pure. */
import { z } from 'zod'
import type { SettingLine, Words } from '../settings/setting-lines.ts'

const State = z.object({
  state: z.enum(['active', 'suspended']),
  since: z.iso.datetime().optional(),
  by: z.string().optional(),
  reason: z.string().optional(),
})

export function producerLines(value: unknown, { text, formats }: Words): readonly SettingLine[] {
  const read = State.safeParse(value)
  if (!read.success) return value === null ? [] : [{ what: text('effect.value'), says: JSON.stringify(value) }]
  const { state, since, by, reason } = read.data
  return [
    { what: text('producer.state'), says: text(`producer.state.${state}`) },
    ...(since === undefined ? [] : [{ what: text('producer.since_when'), says: formats.instant(since) }]),
    ...(by === undefined ? [] : [{ what: text('producer.by_whom'), says: by }]),
    ...(reason === undefined ? [] : [{ what: text('producer.for_what'), says: reason }]),
  ]
}
