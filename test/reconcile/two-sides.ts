/**
 * Both sides of an account made of one truth: what was posted, and what the bank says of it, reordered, merged, split, shifted,
 * with fees, typos, doubles and gaps. It knows which belongs to which, and shares no code with the engine.
 */

export type MadePosting = { day: number; amount: number; client: string; reference: string | null; bank: string | null }
export type MadeLine = {
  day: number
  amount: number
  refs: [kind: string, value: string][]
  party: string | null
  text: string
  /** Kept by the bank, and said so. */
  charge: number
  /** Takes another line back, and says so. */
  isReversal?: boolean
}

/** What belongs together in truth; `decidable` when what both sides say is enough to know it. */
export type Truth = Readonly<{ lines: readonly number[]; postings: readonly number[]; what: What; decidable: boolean }>
export type TwoSides = Readonly<{ lines: MadeLine[]; postings: MadePosting[]; truth: Truth[] }>

/** Shares of a thousand. */
export type Mix = Readonly<Partial<Record<What, number>>>
export type What =
  | 'reference'
  | 'merged'
  | 'split'
  | 'fee'
  | 'charge'
  | 'party'
  | 'typo'
  | 'doubled_line'
  | 'corrected_line'
  | 'corrected_posted'
  | 'missing_line'
  | 'missing_posting'

export const usualMix: Mix = {
  reference: 800,
  merged: 30,
  split: 20,
  fee: 30,
  charge: 20,
  party: 40,
  typo: 20,
  doubled_line: 10,
  corrected_line: 10,
  corrected_posted: 5,
  missing_line: 15,
  missing_posting: 15,
}

/** The same for the same seed. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = (seed ^ 0x5bd1e995) >>> 0 || 1
  }

  next(): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x >>> 0
    return this.#state / 0x1_0000_0000
  }

  from(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }
}

type Making = Readonly<{ dice: Dice; sides: TwoSides; firstDay: number; days: number; clients: number }>

export function makeTwoSides(
  events: number,
  {
    seed,
    mix = usualMix,
    firstDay = 20_000,
    days = 20,
    clients = 500,
    from = 0,
  }: Readonly<{
    seed: number
    mix?: Mix
    firstDay?: number
    days?: number
    clients?: number
    /** Where the numbers in the references begin. */
    from?: number
  }>,
): TwoSides {
  const sides: TwoSides = { lines: [], postings: [], truth: [] }
  const making = { dice: new Dice(seed), sides, firstDay, days, clients }
  const kinds = Object.entries(mix) as [What, number][]
  const total = kinds.reduce((sum, [, share]) => sum + share, 0)
  for (let number = from; number < from + events; number += 1) {
    let at = making.dice.next() * total
    const kind = kinds.find(([, share]) => {
      at -= share
      return at < 0
    })
    makers[kind?.[0] ?? 'reference'](making, number)
  }
  judgeParties(sides)
  return sides
}

const makers: Readonly<Record<What, (making: Making, number: number) => void>> = {
  reference: (making, number) => {
    const posting = post(making, number, {})
    tell(making, 'reference', [posting], [lineOf(making, posting)])
  },
  merged: (making, number) => {
    const shared = `PAYOUT-${number}-${making.dice.from(100, 999)}`
    const count = making.dice.from(2, 5)
    const day = dayOf(making)
    const postings = Array.from({ length: count }, () => post(making, number, { day, reference: shared }))
    const [first] = postings
    const amount = postings.reduce((sum, at) => sum + (making.sides.postings[at]?.amount ?? 0), 0)
    tell(making, 'merged', postings, [{ ...lineOf(making, first ?? 0), amount, refs: [['batch', shared]] }])
  },
  split: (making, number) => {
    const posting = post(making, number, {})
    const whole = lineOf(making, posting)
    const part = making.dice.from(1, Math.abs(whole.amount) - 1) * Math.sign(whole.amount)
    tell(
      making,
      'split',
      [posting],
      [
        { ...whole, amount: part },
        { ...whole, amount: whole.amount - part },
      ],
    )
  },
  fee: (making, number) => {
    const posting = post(making, number, { amount: making.dice.from(20_000, 900_000) })
    const line = lineOf(making, posting)
    tell(making, 'fee', [posting], [{ ...line, amount: line.amount - making.dice.from(1, 100) }])
  },
  charge: (making, number) => {
    const posting = post(making, number, { amount: making.dice.from(20_000, 900_000) })
    const line = lineOf(making, posting)
    const charge = making.dice.from(101, 5_000)
    tell(making, 'charge', [posting], [{ ...line, amount: line.amount - charge, charge }])
  },
  party: (making, number) => {
    const amount = making.dice.from(1_000, 900_000)
    const posting = post(making, number, { amount, reference: null, bank: null })
    tell(making, 'party', [posting], [lineOf(making, posting)])
  },
  typo: (making, number) => {
    const posting = post(making, number, { bank: null })
    const line = lineOf(making, posting)
    const [[kind, value] = ['end_to_end', 'NONE']] = line.refs
    const at = making.dice.from(1, value.length - 2)
    const wrong = `${value.slice(0, at)}${value[at] === 'X' ? 'Y' : 'X'}${value.slice(at + 1)}`
    tell(making, 'typo', [posting], [{ ...line, refs: [[kind, wrong]] }], false)
  },
  doubled_line: (making, number) => {
    const posting = post(making, number, {})
    const line = lineOf(making, posting)
    tell(making, 'doubled_line', [posting], [line, line], false)
  },
  // What a bank booked by mistake and took back some days later: nobody posted it.
  corrected_line: (making, number) => {
    const posting = post(making, number, {})
    const line = lineOf(making, posting)
    making.sides.postings.pop()
    tell(making, 'corrected_line', [], [line, correctionOf(making, line)])
  },
  // The same of a payment that was posted: which belongs to its line, and the correction to nobody.
  corrected_posted: (making, number) => {
    const posting = post(making, number, {})
    const line = lineOf(making, posting)
    tell(making, 'corrected_posted', [posting], [line])
    making.sides.lines.push(correctionOf(making, line))
  },
  missing_line: (making, number) => void post(making, number, {}),
  missing_posting: (making, number) => {
    const posting = post(making, number, {})
    const line = lineOf(making, posting)
    making.sides.postings.pop()
    making.sides.lines.push(line)
  },
}

const dayOf = ({ dice, firstDay, days }: Making): number => firstDay + dice.from(0, days - 1)

function post(making: Making, number: number, said: Partial<MadePosting>): number {
  const { dice, sides, clients } = making
  const sign = dice.next() < 0.9 ? 1 : -1
  sides.postings.push({
    day: said.day ?? dayOf(making),
    amount: said.amount ?? sign * dice.from(1_000, 900_000),
    client: `client-${dice.from(1, clients)}`,
    reference: said.reference === undefined ? `INV-${number}-${dice.from(1_000, 9_999)}` : said.reference,
    bank: said.bank === undefined ? null : said.bank,
  })
  return sides.postings.length - 1
}

/** As a bank writes it: other case, other separators, some days later. */
function lineOf({ dice, sides }: Making, at: number): MadeLine {
  const { day, amount, client, reference } = sides.postings[at] as MadePosting
  const written =
    reference === null ? null : [reference, reference.toLowerCase(), reference.replaceAll('-', ' ')][dice.from(0, 2)]
  return {
    day: day + dice.from(0, 2),
    amount,
    refs: written === null || written === undefined ? [] : [['end_to_end', written]],
    party: client,
    text: dice.next() < 0.5 ? `transfer of ${client}` : '',
    charge: 0,
  }
}

const correctionOf = ({ dice }: Making, line: MadeLine): MadeLine => ({
  ...line,
  day: line.day + dice.from(0, 3),
  amount: 0 - line.amount,
  isReversal: true,
})

function tell({ sides }: Making, what: What, postings: number[], lines: MadeLine[], decidable = true): void {
  const from = sides.lines.length
  sides.lines.push(...lines)
  sides.truth.push({ what, postings, lines: lines.map((_, at) => from + at), decidable })
}

/**
 * Without a reference only who and how much is said. Where another posting or line of that party and amount is near, nobody
 * could know which is which.
 */
function judgeParties({ lines, postings, truth }: TwoSides): void {
  const near = 12
  const key = (client: string | null, amount: number): string => `${client} ${amount}`
  const postingsOf = new Map<string, number[]>()
  const linesOf = new Map<string, number[]>()
  for (const [at, { client, amount }] of postings.entries())
    postingsOf.set(key(client, amount), [...(postingsOf.get(key(client, amount)) ?? []), at])
  for (const [at, { party, amount }] of lines.entries())
    linesOf.set(key(party, amount), [...(linesOf.get(key(party, amount)) ?? []), at])
  for (const [at, one] of truth.entries()) {
    if (one.what !== 'party') continue
    const [posting, line] = [postings[one.postings[0] ?? -1], lines[one.lines[0] ?? -1]]
    if (posting === undefined || line === undefined) continue
    const others = [
      ...(postingsOf.get(key(posting.client, posting.amount)) ?? []).map((other) => postings[other]?.day ?? 0),
      ...(linesOf.get(key(line.party, line.amount)) ?? []).map((other) => lines[other]?.day ?? 0),
    ].filter((day) => Math.abs(day - line.day) <= near)
    truth[at] = { ...one, decidable: others.length === 2 }
  }
}
