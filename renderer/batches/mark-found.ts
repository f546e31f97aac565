import type { BatchRow } from '../../engine/contract/batches.ts'

export type MarkedLine = Readonly<{ before: string; found: string; after: string }>

/**
 * Where in its line the faulty value stands. Only when it stands there once: a value that occurs twice would be boxed
 * in the wrong place half of the time, and the sentence above names the field anyway.
 */
export function markFound({ raw, found }: Pick<BatchRow, 'raw' | 'found'>): MarkedLine {
  const at = found ? raw.indexOf(found) : -1
  if (!found || at === -1 || raw.includes(found, at + 1)) return { before: raw, found: '', after: '' }
  return { before: raw.slice(0, at), found, after: raw.slice(at + found.length) }
}
