/** A verdict as the store keeps it. Older versions kept English words, which are read here as the values they were. */
import type { RuleFact } from '../../contract/rule-facts.ts'
import type { Spoken } from './verdict.ts'

/** As an older version wrote it. */
type SpokenInWords = Omit<Spoken, 'facts'> & Words
type Words = Readonly<{ expected: string | null; found: string | null }>

export const readVerdict = (stored: string): readonly Spoken[] =>
  (JSON.parse(stored) as readonly (Spoken | SpokenInWords)[]).map((each) => {
    if ('facts' in each) return each
    const { code, effect, ...words } = each
    return { code, effect, facts: factsOfWords(code, words) }
  })

/** What an older version said in words; as it stands there where it is none of the forms that were. */
export function factsOfWords(code: string, { expected, found }: Words): readonly RuleFact[] {
  if (expected === null && found === null) return []
  return readings[code]?.(expected ?? '', found ?? '') ?? [{ fact: 'words', expected, found }]
}

type Reading = (expected: string, found: string) => readonly RuleFact[] | null

const readings: Readonly<Partial<Record<string, Reading>>> = {
  CONTROL_MISMATCH: readControl,
  BATCH_DOUBLED: (expected, found) => {
    const percent = numberIn(/^less than (\d+) %/, expected)
    const known = /^(\d+) of (\d+) rows known$/.exec(found)
    const alike = /^(\d+) % as batch (\d+)/.exec(found)
    if (percent === null) return null
    if (known) return [{ fact: 'known', known: Number(known[1]), of: Number(known[2]), percent }]
    return alike ? [{ fact: 'alike', share: Number(alike[1]), batch: Number(alike[2]), percent }] : null
  },
  BATCH_ALIKE: (_, found) => ofBatch('twin', found),
  FILE_REPEATED: (_, found) => ofBatch('repeated', found),
  TOO_FEW_CLIENTS: (expected, found) => {
    const [least, clients] = [numberIn(/^(\d+) clients$/, expected), numberIn(/^(\d+)$/, found)]
    return least === null || clients === null ? null : [{ fact: 'clients', expected: least, found: clients }]
  },
  TOO_MANY_FAULTS: (expected, found) => {
    const percent = numberIn(/^at most (\d+) %$/, expected)
    const faults = /^(\d+) of (\d+) rows$/.exec(found)
    if (percent === null || !faults) return null
    return [{ fact: 'faults', faults: Number(faults[1]), of: Number(faults[2]), percent }]
  },
  FILE_TOO_LARGE: (expected, found) => {
    const [bytesMax, bytes] = [numberIn(/^at most (\d+) bytes$/, expected), numberIn(/^(\d+) bytes$/, found)]
    return bytesMax === null || bytes === null ? null : [{ fact: 'too_large', bytes, bytesMax }]
  },
  FILE_UNREADABLE: (_, found) => {
    const [, reason, about, line] = /^(\w+)(?::(.+?))?(?: \(line (\d+)\))?$/.exec(found) ?? []
    if (reason === undefined) return null
    return [{ fact: 'unreadable', reason, about: about ?? null, line: line === undefined ? null : Number(line) }]
  },
  BATCH_MISSING: (expected) =>
    Number.isNaN(Date.parse(expected)) ? null : [{ fact: 'expected_at', at: expected, dueAt: null }],
}

function readControl(expected: string, found: string): readonly RuleFact[] | null {
  if (expected === 'control totals') return [{ fact: 'control_unreadable' }]
  const [told, has] = [totalsIn(expected), totalsIn(found)]
  const facts: RuleFact[] = []
  const { count, sum, sha256 } = told
  if (sum !== undefined && has.sum !== undefined) facts.push({ fact: 'control_sum', expected: sum, found: has.sum })
  if (count !== undefined && has.count !== undefined)
    facts.push({ fact: 'control_count', expected: Number(count), found: Number(has.count) })
  if (sha256 !== undefined && has.sha256 !== undefined)
    facts.push({ fact: 'control_hash', expected: sha256, found: has.sha256 })
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

function ofBatch(fact: 'twin' | 'repeated', found: string): readonly RuleFact[] | null {
  const batch = numberIn(/batch (\d+)$/, found)
  return batch === null ? null : [{ fact, batch }]
}

function numberIn(form: RegExp, text: string): number | null {
  const read = form.exec(text)?.[1]
  return read === undefined ? null : Number(read)
}
