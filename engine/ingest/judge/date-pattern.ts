/**
 * Date formats as an agreement writes them, taken apart: `yyyy yy MM dd HH mm ss SSS`, `d M H h` for one digit or two,
 * `MMM` for an English month's first letters, `hh` with `a` for twelve hours, `XXX` for an offset, and literally whatever
 * else stands between; letters in single quotes are literal too.
 */

export const partKinds = [
  'year',
  'month',
  'day',
  'hour',
  'hour12',
  'half',
  'minute',
  'second',
  'fraction',
  'offset',
] as const
export type PartKind = (typeof partKinds)[number]

export type DateStep =
  | Readonly<{ kind: 'literal'; byte: number }>
  | Readonly<{ kind: PartKind; form: 'digits'; min: number; max: number }>
  | Readonly<{ kind: PartKind; form: 'letters' }>

const digits = (kind: PartKind, min: number, max = min): DateStep => ({ kind, form: 'digits', min, max })
const letters = (kind: PartKind): DateStep => ({ kind, form: 'letters' })

const tokens: ReadonlyMap<string, DateStep> = new Map([
  ['yyyy', digits('year', 4)],
  ['yy', digits('year', 2)],
  ['MMM', letters('month')],
  ['MM', digits('month', 2)],
  ['M', digits('month', 1, 2)],
  ['dd', digits('day', 2)],
  ['d', digits('day', 1, 2)],
  ['HH', digits('hour', 2)],
  ['H', digits('hour', 1, 2)],
  ['hh', digits('hour12', 2)],
  ['h', digits('hour12', 1, 2)],
  ['a', letters('half')],
  ['mm', digits('minute', 2)],
  ['ss', digits('second', 2)],
  ['SSS', digits('fraction', 3)],
  ['XXX', letters('offset')],
])

const named = new Set(['iso', 'epoch_s', 'epoch_ms'])

/** Why a date format can't be used, as a code; null when it can. Asked where an agreement is saved. */
export function dateFormatProblem(format: string): string | null {
  if (named.has(format)) return null
  const steps = stepsOf(format)
  return typeof steps === 'string' ? steps : problemOf(steps)
}

/** The steps of a pattern that `dateFormatProblem` has nothing against; the problem otherwise. */
export function compilePattern(format: string): readonly DateStep[] | string {
  const steps = stepsOf(format)
  if (typeof steps === 'string') return steps
  return problemOf(steps) ?? steps
}

function stepsOf(format: string): readonly DateStep[] | string {
  const steps: DateStep[] = []
  for (const [piece] of format.matchAll(/'[^']*'?|([a-zA-Z])\1*|[\s\S]/gu)) {
    if (piece.startsWith("'")) {
      if (piece.length < 2 || !piece.endsWith("'")) return 'quote_not_closed'
      // Taken literally it would be read past, and an instant in UTC taken for local time.
      if (/Z/.test(piece)) return 'offset_must_be_XXX'
      steps.push(...literal(piece === "''" ? "'" : piece.slice(1, -1)))
    } else if (/^[a-zA-Z]/.test(piece)) {
      const step = tokens.get(piece)
      if (step !== undefined) steps.push(step)
      else if (piece === 'T') steps.push(...literal(piece))
      else return /^[ZXxz]/.test(piece) ? 'offset_must_be_XXX' : `letter_unknown:${piece}`
    } else steps.push(...literal(piece))
  }
  return steps
}

const literal = (text: string): DateStep[] => [...Buffer.from(text)].map((byte) => ({ kind: 'literal', byte }))

function problemOf(steps: readonly DateStep[]): string | null {
  const count = (kind: PartKind): number => steps.filter((step) => step.kind === kind).length
  const twice = partKinds.find((kind) => count(kind) > 1)
  if (twice !== undefined) return `twice:${twice}`
  const without = (['year', 'month', 'day'] as const).find((kind) => count(kind) === 0)
  if (without !== undefined) return `missing:${without}`
  if (count('hour') > 0 && count('hour12') > 0) return 'twice:hour'
  if (count('hour12') !== count('half')) return count('half') === 0 ? 'missing:half' : 'missing:hour12'
  // Each part of a time needs the greater one before it, or 5 seconds past nothing would be midnight and 5 seconds.
  const hours = count('hour') + count('hour12')
  if (count('minute') > hours) return 'missing:hour'
  if (count('second') > count('minute')) return 'missing:minute'
  if (count('fraction') > count('second')) return 'missing:second'
  if (count('offset') > hours) return 'missing:hour'
  return steps.some((step, at) => runsOn(step, steps[at + 1])) ? 'digits_run_together' : null
}

/** `dMyyyy`: where one number ends and the next begins can't be told. */
function runsOn(step: DateStep, next: DateStep | undefined): boolean {
  if (step.kind === 'literal' || step.form !== 'digits' || step.min === step.max) return false
  if (next === undefined) return false
  return next.kind === 'literal' ? next.byte >= 0x30 && next.byte <= 0x39 : next.form === 'digits'
}
