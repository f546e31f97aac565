/** A client's statement: what it comes to is what the books say, and nothing in it is anybody else's. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type WantedStatement, writeClientStatement } from '../../engine/client-statements/statement.ts'
import { Totals } from '../../engine/client-statements/totals.ts'
import { balanceUntil } from '../../engine/ledger/day-balance.ts'
import { findAccount } from '../../engine/ledger/find-account.ts'
import { kindWord } from '../../engine/ledger/kind-words.ts'
import { enter, enterBatch, type Ledger, openLedger } from '../ledger/entries.ts'
import { textOf } from '../pdf/text-of.ts'

const at = Date.parse('2026-03-09T04:00:00Z')
const asked = { client: 'anna', currency: 'USD', from: '2026-03-01', to: '2026-03-31' } as const

async function fileOf(ledger: Ledger, wanted: Partial<WantedStatement>): Promise<Buffer> {
  const file = await writeClientStatement(ledger.context, { ...asked, language: 'en', format: 'csv', ...wanted })
  if (file === null) throw new Error('no such wallet')
  return Buffer.from(file.bytes)
}

const linesOf = (csv: Buffer): readonly string[] => csv.toString().replace('\u{FEFF}', '').trimEnd().split('\r\n')

describe('a statement', () => {
  let ledger: Ledger
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: at })
    ledger = await openLedger()
    const day = (number: number) => `2026-03-0${number}`
    const paid = (on: string) => ({ day: on, occurredAt: Date.parse(`${on}T04:05:06Z`) })
    enterBatch(ledger.raw, 7, [{ type: 'TopUp', client: 'anna', amount: 50_000, txId: '=1+1', day: '2026-02-28' }], at)
    enterBatch(ledger.raw, 7, [
      { type: 'TopUp', client: 'anna', amount: 123_456, txId: 't1', day: day(1) },
      { type: 'Payment', client: 'anna', amount: 700, txId: '=cmd()', day: day(1) },
      { type: 'TopUp', client: '陳大文', amount: 9_900, txId: 't3', day: day(2) },
    ])
    enter(
      ledger.raw,
      [
        {
          kind: 'transfer',
          debit: 'wallet:anna',
          credit: 'wallet:陳大文',
          amount: 5_000,
          reference: 'for "rent"',
          ...paid(day(3)),
        },
        { kind: 'transfer', debit: 'wallet:陳大文', credit: 'wallet:anna', amount: 200, ...paid(day(4)) },
        {
          kind: 'purchase',
          debit: 'wallet:anna',
          credit: 'clearing:seven',
          amount: 1_000,
          orderId: 'o-1',
          ...paid(day(5)),
        },
        { kind: 'fee', debit: 'wallet:anna', credit: 'fee-income', amount: 1, ...paid('2026-04-02') },
        { kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', currency: 'EUR', amount: 77, ...paid(day(5)) },
      ],
      at,
    )
  })
  afterAll(() => {
    ledger.close()
    vi.useRealTimers()
  })

  it('as CSV has a mark by which table programs know its letters, the two balances, and each transaction', async () => {
    const csv = await fileOf(ledger, {})
    expect(csv.subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(linesOf(csv)).toEqual([
      '"Date","Time","Business day","Kind","From","Place","TxId","Order","Reference","Transaction","State","Currency","In","Out","Balance"',
      ',,"2026-03-01","Opening balance",,,,,,,,"USD",,,500.00',
      '"2026-03-01","12:00:00","2026-03-01","Top-up","Seven Corner","Central","t1",,,2,"Confirmed","USD",1234.56,,1734.56',
      `"2026-03-01","12:00:00","2026-03-01","Payment","Seven Corner","Central","'=cmd()",,,3,"Confirmed","USD",,7.00,1727.56`,
      '"2026-03-03","12:05:06","2026-03-03","Transfer to another client",,,,,"for ""rent""",5,"Confirmed","USD",,50.00,1677.56',
      '"2026-03-04","12:05:06","2026-03-04","Transfer from another client",,,,,,6,"Confirmed","USD",2.00,,1679.56',
      '"2026-03-05","12:05:06","2026-03-05","Purchase",,,,"o-1",,7,"Confirmed","USD",,10.00,1669.56',
      ',,"2026-03-31","Closing balance",,,,,,,,"USD",1236.56,67.00,1669.56',
    ])
  })

  it('says the same in Traditional Chinese, and of the other client nothing', async () => {
    const [head = '', opening, ...rest] = linesOf(await fileOf(ledger, { language: 'zh-HK' }))
    expect(head).toContain('"日期","時間","營業日","類別"')
    expect(opening).toContain('"期初結餘"')
    expect(rest.join('\n')).toContain('"轉賬予其他客戶"')
    for (const language of ['en', 'zh-HK'] as const)
      for (const format of ['csv', 'pdf'] as const) {
        const file = await fileOf(ledger, { language, format })
        expect(format === 'csv' ? file.toString() : textOf(file)).not.toContain('陳大文')
      }
  })

  it('as PDF has the sums first, and each transaction behind', async () => {
    const en = textOf(await fileOf(ledger, { format: 'pdf' }))
    for (const said of [
      'Statement 2026-03-01 to 2026-03-31',
      'anna',
      '500.00',
      '1,236.56',
      '67.00',
      '1,669.56',
      'Purchase',
    ])
      expect(en).toContain(said)
    const hk = textOf(await fileOf(ledger, { format: 'pdf', language: 'zh-HK' }))
    for (const said of ['結單', '期末結餘', '增值', '已確認']) expect(hk).toContain(said)
    expect(`${en}${hk}`).not.toContain('\u{FFFD}')
  })

  it('is of one wallet, of its days alone, and of none that is not there', async () => {
    const euro = linesOf(await fileOf(ledger, { currency: 'EUR' }))
    expect(euro.slice(1).map((line) => line.split(',').slice(-3))).toEqual([
      ['', '', '0.00'],
      ['0.77', '', '0.77'],
      ['0.77', '0.00', '0.77'],
    ])
    const one = linesOf(await fileOf(ledger, { from: '2026-03-04', to: '2026-03-04' }))
    expect(one).toHaveLength(4)
    const empty = linesOf(await fileOf(ledger, { from: '2026-03-06', to: '2026-03-08' }))
    expect(empty.slice(1).map((line) => line.split(',').at(-1))).toEqual(['1669.56', '1669.56'])
    expect(textOf(await fileOf(ledger, { from: '2026-03-06', to: '2026-03-08', format: 'pdf' }))).toContain(
      'Nothing happened',
    )
    const none = { ...asked, language: 'en', format: 'csv' } as const
    expect(await writeClientStatement(ledger.context, { ...none, client: 'nobody' })).toBeNull()
    expect(await writeClientStatement(ledger.context, { ...none, currency: 'CHF' })).toBeNull()
  })

  it('is not handed out when it does not come to what the books say', () => {
    const totals = new Totals(100)
    expect(() => totals.prove(101)).toThrow(/does not come to what the books say/)
    expect(() => totals.prove(100)).not.toThrow()
  })
})

it('has a word for every kind that the store knows, in every language', async () => {
  const ledger = await openLedger()
  const kinds = ledger.raw.prepare('SELECT name FROM posting_kind').pluck().all() as string[]
  ledger.close()
  for (const language of ['en', 'zh-HK'] as const)
    expect(kinds.filter((kind) => kindWord(language, kind, 1) === kind)).toEqual(
      kinds.filter((kind) => ['Payment', 'TopUp'].includes(kind) && kindWord(language, kind, 1) === kind),
    )
})

describe('whatever happened', () => {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await openLedger()
  })
  afterEach(() => ledger.close())

  const days = Array.from({ length: 9 }, (_, index) => `2026-03-0${index + 1}`)
  const dayAt = fc.nat({ max: days.length - 1 })
  /** Money comes in and goes out, on days that come in no order, and some of it is another client's. */
  const move = fc.record({
    day: dayAt,
    client: fc.constantFrom('anna', 'ben'),
    amount: fc.integer({ min: 1, max: 9_999 }),
    isOut: fc.boolean(),
  })

  type Moved = Readonly<{ day: string; client: string; amount: number }>
  type Move = Readonly<{ day: number; client: string; amount: number; isOut: boolean }>

  /** Enters what the wallets can bear, and answers what became of it. */
  function entered(known: readonly Moved[], moves: readonly Move[]): readonly Moved[] {
    const all = [...known]
    for (const { day, client, amount, isOut } of moves) {
      const has = all.filter((each) => each.client === client).reduce((sum, each) => sum + each.amount, 0)
      if (isOut && has < amount) continue
      const [wallet, house] = [`wallet:${client}`, 'clearing:seven']
      const sides = isOut ? { debit: wallet, credit: house } : { debit: house, credit: wallet }
      const on = days[day] ?? ''
      enter(ledger.raw, [{ kind: isOut ? 'purchase' : 'deposit', ...sides, amount, day: on }], at)
      all.push({ day: on, client, amount: isOut ? 0 - amount : amount })
    }
    return all
  }

  it('opening, in and out come to the closing balance, and each line to the one before it', async () => {
    let all: readonly Moved[] = []
    const minor = (cell: string | undefined): number => Math.round(Number(cell) * 100)
    const check = async (moves: readonly Move[], first: number, last: number): Promise<void> => {
      all = entered(all, moves)
      const own = all.filter(({ client }) => client === 'anna')
      if (own.length === 0) return
      const [from, to] = [days[Math.min(first, last)] ?? '', days[Math.max(first, last)] ?? '']
      const within = own.filter(({ day }) => day >= from && day <= to).map(({ amount }) => amount)
      const opening = own.filter(({ day }) => day < from).reduce((sum, { amount }) => sum + amount, 0)
      const cells = linesOf(await fileOf(ledger, { from, to })).map((line) => line.split(',').slice(-3).map(minor))
      let balance = opening
      const expected = within.map((amount) => {
        balance += amount
        return [Math.max(0, amount), Math.max(0, 0 - amount), balance]
      })
      const sums = [0, 1].map((side) => expected.reduce((sum, line) => sum + (line[side] ?? 0), 0))
      expect(cells.slice(1)).toEqual([[0, 0, opening], ...expected, [...sums, balance]])
      const wallet = findAccount(ledger.raw, { code: 'wallet:anna', currency: 'USD' })
      expect(balanceUntil(ledger.raw, { account: wallet?.id ?? 0, day: to, including: true })).toBe(balance)
    }
    await fc.assert(fc.asyncProperty(fc.array(move, { maxLength: 12 }), dayAt, dayAt, check), { numRuns: 60 })
  })

  it('goes on over as many pages as it needs', async () => {
    const rows = Array.from({ length: 2_345 }, (_, index) => ({
      type: 'TopUp' as const,
      client: 'anna',
      amount: index + 1,
      txId: `p-${index}`,
      day: days[index % 9] ?? '',
    }))
    enterBatch(ledger.raw, 7, rows, at)
    const lines = linesOf(await fileOf(ledger, {}))
    expect(lines).toHaveLength(2_345 + 3)
    expect(lines.at(-1)?.split(',').slice(-3)).toEqual(['27506.85', '0.00', '27506.85'])
  })
})
