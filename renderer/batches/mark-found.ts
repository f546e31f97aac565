import type { BatchRow } from '../../engine/contract/batches.ts'

export type MarkedLine = Readonly<{ before: string; found: string; after: string }>

/** What stands around a whole value in a file: a delimiter, a quote, a bracket, the beginning or the end. */
const edge = /[,;|\t"'<>:{}[\]\s]/

/**
 * Where in its line the faulty value stands. Only when it stands there once as a whole value, or once at all: a value
 * that occurs twice would be boxed in the wrong place half of the time, and the sentence above names the field anyway.
 */
export function markFound({ raw, found }: Pick<BatchRow, 'raw' | 'found'>): MarkedLine {
  const places = found ? placesOf(raw, found) : []
  const whole = places.filter((at) => isWhole(raw, at, at + (found ?? '').length))
  const [at, ...others] = whole.length > 0 ? whole : places
  if (!found || at === undefined || others.length > 0) return { before: raw, found: '', after: '' }
  return { before: raw.slice(0, at), found, after: raw.slice(at + found.length) }
}

function placesOf(raw: string, found: string): readonly number[] {
  const places: number[] = []
  for (let at = raw.indexOf(found); at !== -1; at = raw.indexOf(found, at + 1)) places.push(at)
  return places
}

const isWhole = (raw: string, from: number, to: number): boolean =>
  (from === 0 || edge.test(raw.charAt(from - 1))) && (to === raw.length || edge.test(raw.charAt(to)))
