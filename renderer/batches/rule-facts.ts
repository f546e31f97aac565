/**
 * What a rule of a batch expected and found, as values: the engine says them as short text of a few fixed forms, which
 * are read here so that each language can say them in its own order and money in its own figures.
 */
import type { Batch } from '../../engine/contract/batches.ts'

export type Spoken = Batch['verdict'][number]

export type RuleFacts =
  | Readonly<{ said: 'control_sum'; expected: bigint; found: bigint }>
  | Readonly<{ said: 'control_count'; expected: number; found: number }>
  | Readonly<{ said: 'control_hash'; expected: string; found: string }>
  | Readonly<{ said: 'control_unreadable' }>
  | Readonly<{ said: 'known'; known: number; of: number; percent: number }>
  | Readonly<{ said: 'alike'; share: number; batch: number; percent: number }>
  | Readonly<{ said: 'twin'; batch: number }>
  | Readonly<{ said: 'clients'; expected: number; found: number }>
  | Readonly<{ said: 'faults'; faults: number; of: number; percent: number }>
  | Readonly<{ said: 'repeated'; batch: number }>
  | Readonly<{ said: 'too_large'; bytes: number; bytesMax: number }>
  | Readonly<{ said: 'unreadable'; reason: string; about: string; line: number | null }>
  /** Everything is said by the rule itself. */
  | Readonly<{ said: 'plain' }>
  /** A form of a newer engine: shown as it came. */
  | Readonly<{ said: 'other' }>

/** Control totals may differ in several ways at once, each of which is said. */
export function factsOf({ code, expected, found }: Spoken): readonly RuleFacts[] {
  const known = readings[code]?.(expected ?? '', found ?? '') ?? null
  return known ?? [{ said: expected === null && found === null ? 'plain' : 'other' }]
}

type Reading = (expected: string, found: string) => readonly RuleFacts[] | null

const readings: Readonly<Partial<Record<Spoken['code'], Reading>>> = {
  CONTROL_MISMATCH: readControl,
  BATCH_DOUBLED: (expected, found) => {
    const percent = numberIn(/^less than (\d+) %/, expected)
    const known = /^(\d+) of (\d+) rows known$/.exec(found)
    const alike = /^(\d+) % as batch (\d+)/.exec(found)
    if (percent === null) return null
    if (known) return [{ said: 'known', known: Number(known[1]), of: Number(known[2]), percent }]
    return alike ? [{ said: 'alike', share: Number(alike[1]), batch: Number(alike[2]), percent }] : null
  },
  BATCH_ALIKE: (_, found) => ofBatch('twin', found),
  FILE_REPEATED: (_, found) => ofBatch('repeated', found),
  TOO_FEW_CLIENTS: (expected, found) => {
    const [least, clients] = [numberIn(/^(\d+) clients$/, expected), numberIn(/^(\d+)$/, found)]
    return least === null || clients === null ? null : [{ said: 'clients', expected: least, found: clients }]
  },
  TOO_MANY_FAULTS: (expected, found) => {
    const percent = numberIn(/^at most (\d+) %$/, expected)
    const faults = /^(\d+) of (\d+) rows$/.exec(found)
    if (percent === null || !faults) return null
    return [{ said: 'faults', faults: Number(faults[1]), of: Number(faults[2]), percent }]
  },
  FILE_TOO_LARGE: (expected, found) => {
    const [bytesMax, bytes] = [numberIn(/^at most (\d+) bytes$/, expected), numberIn(/^(\d+) bytes$/, found)]
    return bytesMax === null || bytes === null ? null : [{ said: 'too_large', bytes, bytesMax }]
  },
  FILE_UNREADABLE: (_, found) => {
    const [, reason = '', about = '', line] = /^(\w+)(?::(.+?))?(?: \(line (\d+)\))?$/.exec(found) ?? []
    return reason === ''
      ? null
      : [{ said: 'unreadable', reason, about, line: line === undefined ? null : Number(line) }]
  },
}

function readControl(expected: string, found: string): readonly RuleFacts[] | null {
  if (expected === 'control totals') return [{ said: 'control_unreadable' }]
  const [told, has] = [totalsIn(expected), totalsIn(found)]
  const facts: RuleFacts[] = []
  const { sum, count, sha256 } = told
  if (sum !== undefined && has.sum !== undefined)
    facts.push({ said: 'control_sum', expected: BigInt(sum), found: BigInt(has.sum) })
  if (count !== undefined && has.count !== undefined)
    facts.push({ said: 'control_count', expected: Number(count), found: Number(has.count) })
  if (sha256 !== undefined && has.sha256 !== undefined)
    facts.push({ said: 'control_hash', expected: sha256, found: has.sha256 })
  return facts.length === 0 ? null : facts
}

type Totals = Readonly<{ count?: string; sum?: string; sha256?: string }>

/** "count 12, sum 512000": only what differs is there. */
const totalsIn = (side: string): Totals =>
  Object.fromEntries([...side.matchAll(/\b(count|sum) (-?\d+)\b|\b(sha256) ([0-9a-fA-F]+)/g)].map(pairOf))

const pairOf = ([, name, value, hash, hex]: RegExpExecArray): [string, string] => [
  name ?? hash ?? '',
  value ?? hex ?? '',
]

function ofBatch(said: 'twin' | 'repeated', found: string): readonly RuleFacts[] | null {
  const batch = numberIn(/batch (\d+)$/, found)
  return batch === null ? null : [{ said, batch }]
}

function numberIn(form: RegExp, text: string): number | null {
  const read = form.exec(text)?.[1]
  return read === undefined ? null : Number(read)
}
