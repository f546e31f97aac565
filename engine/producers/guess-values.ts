/** What values look like: in which formats they are dates, how they are amounts, what words of a type mean. */
import type { Zone } from '../calendar/zone.ts'
import type { Mapping, TransactionType } from '../contract/agreements.ts'
import { AmountReader } from '../ingest/judge/amount-bytes.ts'
import { DateReader } from '../ingest/judge/date-bytes.ts'
import { dateFormatProblem } from '../ingest/judge/date-pattern.ts'

export type Certainty = 'sure' | 'likely' | 'unsure'

const dayMs = 86_400_000
/** So many of a column's values have to be what it is taken for; a sample may have a bad row in it. */
const shareMin = 0.9
const valuesMax = 300

const dayForms = [
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'yyyy.MM.dd',
  'yyyy-M-d',
  'yyyy/M/d',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'd/M/yyyy',
  'M/d/yyyy',
  'dd.MM.yyyy',
  'd.M.yyyy',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
  'dd/MM/yy',
  'MM/dd/yy',
  'd/M/yy',
  'M/d/yy',
  'dd.MM.yy',
  'dd-MM-yy',
  'yyyyMMdd',
  'dd MMM yyyy',
  'd MMM yyyy',
  'dd-MMM-yyyy',
  'dd-MMM-yy',
  'MMM dd yyyy',
  'MMM d, yyyy',
  'yyyy年M月d日',
  'yyyy年MM月dd日',
]
const timeForms = [
  '',
  ' HH:mm:ss',
  ' HH:mm',
  ' H:mm:ss',
  ' H:mm',
  ' hh:mm:ss a',
  ' hh:mm a',
  ' h:mm:ss a',
  ' h:mm a',
  ' hh:mma',
  ' h:mma',
  ' HH:mm:ss.SSS',
  ' HH:mm:ss.SSSXXX',
  ' HH:mm:ssXXX',
  ' HH:mm:ss XXX',
  ', HH:mm:ss',
  ', HH:mm',
  'THH:mm:ss',
  'THH:mm:ssXXX',
  'THHmmss',
  'HHmmss',
  ' HHmmss',
  'HHmm',
  'HHmmssSSS',
  'HH時mm分',
  ' HH時mm分',
]

function formatsOfDates(): readonly string[] {
  const patterns = dayForms.flatMap((day) => timeForms.map((time) => day + time))
  return ['iso', 'epoch_s', 'epoch_ms', ...patterns.filter((format) => dateFormatProblem(format) === null)]
}

export type DatesGuess = Readonly<{
  formats: readonly string[]
  certainty: Certainty
  /** Day and month can be read the other way round just as well. */
  ambiguous: boolean
}>

type Reading = Readonly<{ format: string; instants: readonly number[] }>

export function guessDates(
  values: readonly string[],
  { zone, at }: Readonly<{ zone: Zone; at: number }>,
): DatesGuess | null {
  const texts = [...new Set(values.filter((value) => value !== ''))]
    .slice(0, valuesMax)
    .map((value) => Buffer.from(value))
  const readers = readersOf(zone)
  const read = (format: string, of: readonly Buffer[]): Reading => {
    const reader = readers.get(format)
    const instants = of.map((text) => (reader?.read(text, 0, text.length) === true ? reader.at : Number.NaN))
    return { format, instants }
  }
  const found: string[] = []
  let rest: readonly Buffer[] = texts
  let ambiguous = false
  let certainty: Certainty = 'sure'
  // No date has fewer digits, and most columns are told by this alone.
  if (texts.filter((text) => /\d.*\d.*\d/.test(text.toString())).length < texts.length / 2) return null
  while (rest.length > 0 && found.length < 3) {
    const some = rest.slice(0, 5)
    const possible = [...readers.keys()]
      .filter((format) => countRead(read(format, some)) > 0)
      .map((format) => read(format, rest))
    const best = bestOf(
      possible.filter((reading) => isPlausible(reading, at)),
      at,
    )
    if (best === undefined || countRead(best.reading) < rest.length * (found.length === 0 ? 0.5 : 0.1)) break
    found.push(best.reading.format)
    ambiguous ||= best.certainty === 'unsure'
    if (best.certainty !== 'sure') certainty = best.certainty
    rest = rest.filter((_, index) => Number.isNaN(best.reading.instants[index]))
  }
  if (texts.length === 0 || rest.length > texts.length * (1 - shareMin)) return null
  return { formats: found, certainty, ambiguous }
}

// Hundreds of formats are compiled once, not for every column.
const readersByZone = new WeakMap<Zone, ReadonlyMap<string, DateReader>>()

function readersOf(zone: Zone): ReadonlyMap<string, DateReader> {
  const known = readersByZone.get(zone)
  if (known !== undefined) return known
  const readers = new Map(formatsOfDates().map((format) => [format, new DateReader([format], zone)]))
  readersByZone.set(zone, readers)
  return readers
}

const countRead = ({ instants }: Reading): number => instants.filter((instant) => !Number.isNaN(instant)).length
const countRecent = ({ instants }: Reading, at: number): number =>
  instants.filter((instant) => instant > at - 366 * dayMs && instant < at + dayMs).length

/** Digits alone may be a date by chance, a TxId or an amount; such dates have to lie in these decades. */
function isPlausible({ format, instants }: Reading, at: number): boolean {
  if (!/^epoch|^yyyyMMdd(HHmm(ss(SSS)?)?)?$/.test(format)) return true
  return instants.every((instant) => Number.isNaN(instant) || Math.abs(instant - at) < 20 * 366 * dayMs)
}

/** The one that reads most; among those the one under which most dates are recent; among those the one listed first. */
function bestOf(
  readings: readonly Reading[],
  at: number,
): Readonly<{ reading: Reading; certainty: Certainty }> | undefined {
  const most = Math.max(0, ...readings.map(countRead))
  const full = readings.filter((reading) => most > 0 && countRead(reading) === most)
  const recent = Math.max(0, ...full.map((reading) => countRecent(reading, at)))
  const [reading] = full.filter((one) => countRecent(one, at) === recent)
  if (reading === undefined) return undefined
  const others = full.filter((one) =>
    one.instants.some((instant, index) => !Object.is(instant, reading.instants[index])),
  )
  if (others.length === 0) return { reading, certainty: 'sure' }
  return { reading, certainty: others.some((one) => countRecent(one, at) === recent) ? 'unsure' : 'likely' }
}

export type AmountsGuess = Readonly<{
  units: Mapping['units']
  decimalMark: Mapping['decimalMark']
  certainty: Certainty
  signs: 'positive' | 'negative' | 'both'
}>

export function guessAmounts(
  values: readonly string[],
  { name, digits }: Readonly<{ name: string; digits: number }>,
): AmountsGuess | null {
  const amounts = values.filter((value) => value !== '')
  const { units, decimalMark, certainty } = guessUnits(amounts, { name, digits })
  const reader = new AmountReader({ units, decimalMark, digits, signed: true })
  const read = amounts.map((value) => {
    const bytes = Buffer.from(value)
    return reader.read(bytes, 0, bytes.length) ? (reader.negative ? -reader.units : reader.units) : Number.NaN
  })
  const readable = read.filter((amount) => !Number.isNaN(amount))
  if (amounts.length === 0 || readable.length < amounts.length * shareMin) return null
  const negative = readable.some((amount) => amount < 0)
  const signs = negative ? (readable.some((amount) => amount > 0) ? 'both' : 'negative') : 'positive'
  return { units, decimalMark, certainty, signs }
}

/** A mark that comes last and has other than three digits behind it stands before decimals; one that comes twice groups. */
function guessUnits(
  amounts: readonly string[],
  { name, digits }: Readonly<{ name: string; digits: number }>,
): Pick<AmountsGuess, 'units' | 'decimalMark' | 'certainty'> {
  let decimal: Mapping['decimalMark'] | undefined
  let group: Mapping['decimalMark'] | undefined
  for (const amount of amounts) {
    const marks = [...amount.matchAll(/[.,]/g)].map(([mark]) => mark as Mapping['decimalMark'])
    const last = marks.at(-1)
    if (last === undefined) continue
    const behind = amount.length - amount.lastIndexOf(last) - 1
    if (marks.length > 1 && marks.every((mark) => mark === last)) group = last
    else if (marks.length > 1 || behind !== 3 || digits === 3) decimal = last
    else group ??= last
  }
  if (decimal !== undefined) return { units: 'major', decimalMark: decimal, certainty: 'sure' }
  if (group !== undefined) return { units: 'major', decimalMark: group === '.' ? ',' : '.', certainty: 'unsure' }
  const saysMinor = /cent|minor|分/i.test(name)
  return { units: 'minor', decimalMark: '.', certainty: saysMinor ? 'sure' : 'likely' }
}

const typeWords: Readonly<Record<TransactionType, readonly string[]>> = {
  TopUp: [
    'topup',
    'credit',
    'cr',
    'c',
    'deposit',
    'dep',
    'in',
    'load',
    'reload',
    'recharge',
    'addvalue',
    'cashin',
    'fund',
    'refill',
    '增值',
    '充值',
    '存入',
    '存款',
    '入帳',
    '入账',
    '加值',
    'aufladung',
    'einzahlung',
    'recarga',
    'rechargement',
  ],
  Payment: [
    'payment',
    'pay',
    'pmt',
    'purchase',
    'sale',
    'debit',
    'dr',
    'd',
    'spend',
    'withdrawal',
    'out',
    'charge',
    'buy',
    'cashout',
    '付款',
    '支付',
    '消費',
    '消费',
    '扣款',
    '支出',
    '購物',
    '购物',
    'zahlung',
    'kauf',
    'einkauf',
    'pago',
    'compra',
    'paiement',
    'achat',
  ],
}

/** What a file's own word for a type most likely means; undefined for a word nobody has heard of. */
export function guessType(word: string): TransactionType | undefined {
  const folded = word.toLowerCase().replace(/[\s_-]+/g, '')
  if (typeWords.TopUp.includes(folded)) return 'TopUp'
  return typeWords.Payment.includes(folded) ? 'Payment' : undefined
}
