import type { RecordDefect } from './record-block.ts'

/** From what says least about a record to what says most: of several defects it has the last. */
const order: readonly RecordDefect[] = [
  'none',
  'width',
  'shape',
  'syntax',
  'duplicate_key',
  'too_long',
  'too_deep',
  'encoding',
]

export const worseOf = (one: RecordDefect, other: RecordDefect): RecordDefect =>
  order.indexOf(other) > order.indexOf(one) ? other : one
