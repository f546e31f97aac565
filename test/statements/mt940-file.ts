/** Statements as a bank writes them, from what they are to say: several may stand in one file. */

export type LineDraft = Readonly<{ day: string; amount: number; ref?: string; text?: string; pending?: boolean }>

export type StatementDraft = Readonly<{
  account?: string
  currency?: string
  number?: string
  opening: number
  lines: readonly LineDraft[]
  /** What its lines come to, when it is not said otherwise. */
  closing?: number
  /** The day of the closing balance; else that of the last line. */
  day?: string
  /** Of the message: another one is another file that says the same. */
  reference?: string
}>

export const iban = 'DE89370400440532013000'

export const mt940 = (statements: readonly StatementDraft[]): string => statements.map(messageOf).join('')

function messageOf({
  account = iban,
  currency = 'USD',
  number = '1/1',
  opening,
  lines,
  ...draft
}: StatementDraft): string {
  const sum = lines.reduce((all, { amount, pending }) => all + (pending === true ? 0 : amount), 0)
  const first = lines[0]?.day ?? draft.day ?? '2026-01-01'
  const day = draft.day ?? lines.at(-1)?.day ?? first
  return [
    `:20:${draft.reference ?? 'STARTUMSE'}`,
    `:25:${account}`,
    `:28C:${number}`,
    `:60F:${balanceOf(opening, first, currency)}`,
    ...lines.flatMap(lineOf),
    `:62F:${balanceOf(draft.closing ?? opening + sum, day, currency)}`,
    '-',
    '',
  ].join('\r\n')
}

function lineOf({ day, amount, ref = 'NONREF', text = '', pending = false }: LineDraft): string[] {
  const mark = `${pending ? 'E' : ''}${amount < 0 ? 'D' : 'C'}`
  const entry = `${day.slice(5, 7)}${day.slice(8, 10)}`
  return [`:61:${short(day)}${entry}${mark}${decimal(amount)}NTRF${ref}`, ...(text === '' ? [] : [`:86:${text}`])]
}

const balanceOf = (amount: number, day: string, currency: string): string =>
  `${amount < 0 ? 'D' : 'C'}${short(day)}${currency}${decimal(amount)}`

const short = (day: string): string => day.slice(2).replaceAll('-', '')

function decimal(amount: number): string {
  const units = String(Math.abs(amount)).padStart(3, '0')
  return `${units.slice(0, -2)},${units.slice(-2)}`
}
