/** The rules of matching, gateways and borrowed numbers: said in words, typed in a form, and read back the same. */
import { describe, expect, it } from 'vitest'
import type { Backtest } from '../../engine/contract/backtests.ts'
import { type SettingValue, settingValues } from '../../engine/contract/settings.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { isSame, residueRows, ruleRows, wholeRows } from '../../renderer/settings/backtest-rows.ts'
import {
  newGateway,
  readGateways,
  readNumbers,
  typedGateways,
  typedNumbers,
} from '../../renderer/settings/gateway-drafts.ts'
import {
  newMatchRule,
  readMatching,
  type TypedMatching,
  type TypedMatchRule,
  typedMatching,
} from '../../renderer/settings/matching-drafts.ts'
import { moved } from '../../renderer/settings/rule-list.ts'
import type { DigitsOf } from '../../renderer/settings/setting-drafts.ts'
import { settingLines } from '../../renderer/settings/setting-lines.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }
const digitsOf: DigitsOf = (currency) => formats.digits(currency ?? 'USD')
const { matching } = defaultSettings
const typed = typedMatching(matching, 2)

const withRule = (rule: Partial<TypedMatchRule>): TypedMatching => ({
  ...typed,
  rules: [
    {
      ...newMatchRule('a', 'rule-1'),
      name: 'Late',
      ...(rule.mayDiffer === true ? { by: 'reference_group' as const } : {}),
      ...rule,
    },
  ],
})

describe('the rules of matching in words', () => {
  it('say what belongs together, where, how far apart and what it may differ by', () => {
    const lines = settingLines('matching', matching, words)
    const said = Object.fromEntries(lines.map(({ what, says }) => [what, says]))
    expect(said['Same reference, same amount']).toBe(
      'One line and one posting with the same reference: matched. Omnibus, Gateway, Clearing; posting up to 31 days before its line and 5 days after.',
    )
    expect(said['Same reference, less the charges that the line states']).toContain(
      'They may differ by exactly the charges that the line states; that goes to bank and gateway charges.',
    )
    expect(said['Same reference, up to 1.00 and 1 % apart']).toContain(
      'They may differ by at most 1.00 and 1.00 %; that goes to bank and gateway charges.',
    )
    expect(said['Same amount, same party']).toContain('Who paid or was paid must be the same.')
    expect(said['Same amount']).toMatch(
      /^One line and one posting of the same amount: only suggested\. .* known to be another\.$/,
    )
    expect(said['A day’s matches become final']).toBe('1 day later, at 12:00')
    expect(said['What nothing explains becomes an exception after']).toBe('5 days')
    expect(said['Sums that a search tries for one item']).toBe('at most 50,000')
    expect(settingLines('matching', matching, { text: chinese, formats })[0]?.says).toMatch(/^一條結單行.*配對。/)
  })

  it('tell that a rule was switched off, and that rules changed places, which alone changes what is matched', () => {
    const [first, second, ...others] = matching.rules
    if (first === undefined || second === undefined) throw new Error('rules')
    const off = settingLines('matching', { ...matching, rules: [{ ...first, isOn: false }] }, words)
    expect(off[0]?.says).toMatch(/ Switched off\.$/)
    const before = settingLines('matching', matching, words)
    const after = settingLines('matching', { ...matching, rules: [second, first, ...others] }, words)
    const changed = after.filter(({ what, says }) => before.find((line) => line.what === what)?.says !== says)
    expect(changed.map(({ what }) => what)).toEqual(['Order of the rules'])
    expect(changed[0]?.says).toMatch(/^Same reference, in sum → Same reference, same amount → /)
  })
})

describe('the rules of matching as a form', () => {
  it('come back as they were when nothing is touched', () => {
    expect(readMatching(typed, 2)).toEqual({ ok: true, value: matching })
    expect(settingValues.matching.safeParse(matching).success).toBe(true)
  })

  it('take money in major units and percent with two digits', () => {
    const rule = { mayDiffer: true, amount: '1,250.5', percent: '0.25', residueTo: 'write-off' } as const
    expect(readMatching(withRule(rule), 2)).toMatchObject({
      ok: true,
      value: {
        rules: [
          {
            id: 'rule-1',
            // What a person adds can at first do no harm.
            effect: 'suggest',
            tolerance: { amount: 125_050, basisPoints: 25, statedCharges: false, residueTo: 'write-off' },
          },
        ],
      },
    })
    expect(readMatching(withRule({ mayDiffer: true, statedCharges: true }), 2)).toMatchObject({
      value: { rules: [{ tolerance: { amount: 0, basisPoints: 0, statedCharges: true } }] },
    })
  })

  it('propose nothing that a rule of their kind does not look at', () => {
    const typedIn = {
      party: 'same',
      mayDiffer: true,
      statedCharges: true,
      amount: '1',
      percent: '1',
      effect: 'match',
    } as const
    const read = (by: TypedMatchRule['by']) => readMatching(withRule({ ...typedIn, by }), 2)
    const ofKind = (by: TypedMatchRule['by'], rule: object) =>
      expect(read(by)).toMatchObject({ ok: true, value: { rules: [rule] } })
    ofKind('amount', { party: 'same', tolerance: null, effect: 'match' })
    ofKind('reference', { party: 'any', tolerance: { amount: 100, statedCharges: false }, effect: 'match' })
    ofKind('reference_group', { party: 'any', tolerance: { amount: 100, statedCharges: true } })
    ofKind('day', { party: 'any', tolerance: null })
    ofKind('search', { party: 'any', tolerance: null, effect: 'suggest' })
  })

  it.each<readonly [Partial<TypedMatchRule>, Readonly<Record<string, string>>]>([
    [{ name: ' ' }, { 'a.name': 'rules.matching.name.missing' }],
    [{ accounts: [] }, { 'a.accounts': 'rules.matching.accounts.missing' }],
    [{ daysBefore: '367' }, { 'a.daysBefore': 'rules.matching.days.wrong' }],
    [{ daysAfter: '-1' }, { 'a.daysAfter': 'rules.matching.days.wrong' }],
    [{ mayDiffer: true, amount: '1,5', percent: '1' }, { 'a.amount': 'amount.ambiguous' }],
    [{ mayDiffer: true, amount: '1', percent: '100.01' }, { 'a.percent': 'rules.matching.percent.wrong' }],
    [{ mayDiffer: true, amount: '1000000.01', percent: '1' }, { 'a.amount': 'amount.too_large' }],
    [{ mayDiffer: true, amount: '1' }, { 'a.percent': 'rules.matching.tolerance.both' }],
    [{ mayDiffer: true, percent: '1' }, { 'a.amount': 'rules.matching.tolerance.both' }],
    [{ mayDiffer: true }, { 'a.amount': 'rules.matching.tolerance.nothing' }],
  ])('say what is wrong with %j', (rule, problems) => {
    expect(readMatching(withRule(rule), 2)).toEqual({ ok: false, problems })
  })

  it('say what is wrong with the times, and that two rules have one name', () => {
    const rules = [...withRule({}).rules, { ...newMatchRule('b', 'rule-2'), name: 'Late ' }]
    const wrong = { rules, daysAfter: '32', at: '24:00', unmatchedAfterDays: '0', searchSteps: '999' }
    expect(readMatching(wrong, 2)).toEqual({
      ok: false,
      problems: {
        'a.name': 'rules.limits.name.twice',
        'b.name': 'rules.limits.name.twice',
        daysAfter: 'rules.matching.cut_off.wrong',
        at: 'rules.matching.at.wrong',
        unmatchedAfterDays: 'rules.exceptions.snooze.wrong',
        searchSteps: 'rules.matching.steps.wrong',
      },
    })
  })

  it('move by one place, and never off the list', () => {
    const list = [{ key: 'a' }, { key: 'b' }, { key: 'c' }]
    const keys = (key: string, by: -1 | 1) =>
      moved(list, key, by)
        .map((rule) => rule.key)
        .join('')
    expect([keys('a', 1), keys('c', -1), keys('a', -1), keys('c', 1)]).toEqual(['bac', 'acb', 'abc', 'abc'])
  })
})

describe('rules tried on the past', () => {
  const none = { matches: 0, lines: 0, money: '0' }
  const backtest: Backtest = {
    account: 'omnibus:main',
    currency: 'JPY',
    days: { from: '2026-11-15', to: '2026-11-22' },
    lines: 3,
    postings: 4,
    inForce: { matches: 1, lines: 1, money: '500' },
    draft: { matches: 2, lines: 2, money: '9007199254740993' },
    gained: { matches: 1, lines: 1, money: '9007199254740493' },
    lost: none,
    changed: none,
    byRule: [{ rule: 'amount', name: 'Same amount', inForce: none, draft: { matches: 1, lines: 1, money: '500' } }],
    residues: [
      { to: 'write-off', inForce: '0', draft: '-12' },
      { to: 'new-account', inForce: '7', draft: '7' },
    ],
    leftInForce: { lines: 2, postings: 3 },
    leftInDraft: { lines: 1, postings: 2 },
    examples: [],
  }

  it('show what is in force beside the draft, in the account’s own currency and to the last unit', () => {
    expect(wholeRows(backtest, words)).toEqual([
      { what: 'Explained', inForce: '1 line, 500', draft: '2 lines, 9,007,199,254,740,993' },
      { what: 'Lines left for people', inForce: '2', draft: '1' },
      { what: 'Postings left for people', inForce: '3', draft: '2' },
    ])
    expect(ruleRows(backtest, words)).toEqual([{ what: 'Same amount', inForce: 'no line', draft: '1 line, 500' }])
    expect(residueRows(backtest, words)).toEqual([
      { what: 'write-offs', inForce: '0', draft: '\u221212' },
      { what: 'new-account', inForce: '7', draft: '7' },
    ])
  })

  it('are the same only where no line is explained otherwise', () => {
    expect(isSame(backtest)).toBe(false)
    expect(isSame({ ...backtest, gained: none })).toBe(true)
    expect(isSame({ ...backtest, gained: none, changed: backtest.gained })).toBe(false)
  })
})

describe('gateways as a form', () => {
  const gateways: SettingValue<'gateways'> = {
    gateways: [
      {
        name: 'acme',
        currency: 'JPY',
        availableWhenPaid: true,
        expireAfterHours: 24,
        feePercentBasisPoints: 140,
        feeFixed: 25,
        webhook: { isOn: true, toleranceSeconds: 300 },
      },
      {
        name: 'plain',
        currency: 'USD',
        availableWhenPaid: false,
        expireAfterHours: 72,
        feePercentBasisPoints: null,
        feeFixed: 0,
        webhook: { isOn: false, toleranceSeconds: 10 },
      },
    ],
  }

  it('come back as they were: no usual fee is none, and nought is nought', () => {
    const form = typedGateways(gateways, digitsOf)
    expect(form.map(({ feePercent, feeFixed }) => [feePercent, feeFixed])).toEqual([
      ['1.40', '25'],
      ['', '0.00'],
    ])
    expect(readGateways(form, digitsOf)).toEqual({ ok: true, value: gateways })
  })

  it('need a name of their own, a currency, and bounds that the contract takes', () => {
    const first = { ...newGateway('a'), name: 'acme', currency: 'USD' }
    const wrong = { expireAfterHours: '0', feePercent: '101', feeFixed: '1.234', toleranceSeconds: '9' }
    expect(readGateways([first, { ...first, ...wrong, key: 'b', currency: null }, newGateway('c')], digitsOf)).toEqual({
      ok: false,
      problems: {
        'a.name': 'rules.gateways.name.twice',
        'b.name': 'rules.gateways.name.twice',
        'b.currency': 'rules.gateways.currency.missing',
        'b.expireAfterHours': 'rules.hours.wrong',
        'b.toleranceSeconds': 'rules.gateways.seconds.wrong',
        'b.feePercent': 'rules.matching.percent.wrong',
        'b.feeFixed': 'amount.too_many_decimals',
        'c.name': 'rules.gateways.name.wrong',
        'c.currency': 'rules.gateways.currency.missing',
      },
    })
  })
})

describe('borrowed account numbers as a form', () => {
  const { virtualIbans } = defaultSettings
  const on = { ...typedNumbers(virtualIbans), isOn: true, bankCode: 'harb 20', from: '00000001', to: '00000999' }

  it('come back as they were, and take their length from the first number', () => {
    expect(readNumbers(typedNumbers(virtualIbans))).toEqual({ ok: true, value: virtualIbans })
    expect(readNumbers(on)).toMatchObject({ ok: true, value: { bankCode: 'HARB20', numberLength: 8 } })
  })

  it.each([
    [{ to: '999' }, { to: 'rules.virtualIbans.length' }],
    [{ to: '00000000' }, { to: 'rules.virtualIbans.order' }],
    [{ from: 'x' }, { from: 'rules.virtualIbans.number.wrong' }],
    [{ country: 'GBR' }, { country: 'rules.virtualIbans.country.wrong' }],
    [{ omnibus: 'wallet:C-1' }, { omnibus: 'rules.virtualIbans.omnibus.wrong' }],
  ])('refuse %j where they are in use', (change, problems) => {
    expect(readNumbers({ ...on, ...change })).toEqual({ ok: false, problems })
  })

  it('may be half filled in while they are switched off', () => {
    expect(readNumbers({ ...on, isOn: false, to: '' })).toMatchObject({ ok: true })
  })
})
