import { describe, expect, it } from 'vitest'
import { type SettingValue, settingValues } from '../../engine/contract/settings.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { readExceptions, typedExceptions } from '../../renderer/settings/exception-drafts.ts'
import {
  type DigitsOf,
  newApproval,
  newLimit,
  readApprovals,
  readHolds,
  readLimits,
  readTiers,
  typedApprovals,
  typedLimits,
} from '../../renderer/settings/setting-drafts.ts'
import { settingLines } from '../../renderer/settings/setting-lines.ts'
import { english, formats } from './text.ts'

const words = { text: english, formats }
const digitsOf: DigitsOf = (currency) => formats.digits(currency ?? 'USD')

const limits: SettingValue<'limits'> = {
  rules: [
    { name: 'One operation', perTransaction: 100_000_000 },
    {
      name: 'Payouts by hand',
      operations: ['withdrawal', 'transfer'],
      currency: 'JPY',
      tier: 'gold',
      role: 'analyst',
      perDay: 0,
      perMonth: 5_000,
    },
  ],
}

describe('limits as a form', () => {
  it('come back as they were when nothing is touched', () => {
    const read = readLimits(typedLimits(limits, digitsOf), digitsOf)
    expect(read).toEqual({ ok: true, value: limits })
    expect(settingValues.limits.safeParse(limits).success).toBe(true)
  })

  it('take amounts in major units of the rule’s own currency', () => {
    const typed = { ...newLimit('a'), name: 'Night', perDay: '1,500.25' }
    expect(readLimits([typed], digitsOf)).toEqual({ ok: true, value: { rules: [{ name: 'Night', perDay: 150_025 }] } })
    expect(readLimits([{ ...typed, currency: 'JPY' }], digitsOf)).toEqual({
      ok: false,
      problems: { 'a.perDay': 'amount.too_many_decimals' },
    })
  })

  it('need a name of their own and a bound', () => {
    const twice = { ...newLimit('b'), name: 'Night', perDay: '1' }
    expect(readLimits([newLimit('a'), twice, { ...twice, key: 'c', perDay: '1,5' }], digitsOf)).toEqual({
      ok: false,
      problems: {
        'a.name': 'rules.limits.name.missing',
        'a.perTransaction': 'rules.limits.bound.missing',
        'b.name': 'rules.limits.name.twice',
        'c.name': 'rules.limits.name.twice',
        'c.perDay': 'amount.ambiguous',
      },
    })
  })
})

describe('bounds of roles as a form', () => {
  const { approvals } = defaultSettings

  it('come back as they were: an empty bound is without bound, and nought is nought', () => {
    const typed = { rules: typedApprovals(approvals, digitsOf), expireAfterHours: '72' }
    expect(typed.rules.map(({ approveUpTo }) => approveUpTo)).toEqual(['0.00', ''])
    expect(readApprovals(typed, digitsOf)).toEqual({ ok: true, value: approvals })
  })

  it('need a role, and hours that end', () => {
    const typed = { rules: [{ ...newApproval('a'), aloneUpTo: '-5' }], expireAfterHours: '9000' }
    expect(readApprovals(typed, digitsOf)).toEqual({
      ok: false,
      problems: {
        'a.role': 'rules.approvals.role.missing',
        'a.aloneUpTo': 'amount.unreadable',
        expireAfterHours: 'rules.hours.wrong',
      },
    })
  })
})

it('keeps at least one tier', () => {
  expect(readTiers([' standard ', '', 'gold'])).toEqual({ ok: true, value: { names: ['standard', 'gold'] } })
  expect(readTiers([' '])).toEqual({ ok: false, problems: { names: 'rules.tiers.missing' } })
})

it.each(['0', '8785', '1.5', 'a day', ''])('takes no hold of "%s" hours', (typed) => {
  expect(readHolds(typed)).toEqual({ ok: false, problems: { expireAfterHours: 'rules.hours.wrong' } })
})

describe('how bad exceptions are, as a form', () => {
  const { exceptions } = defaultSettings
  const typed = typedExceptions(exceptions, 2)

  it('comes back as it was when nothing is touched', () => {
    expect(typed.steps.map(({ atLeast }) => atLeast)).toEqual(['1000000.00', '10000.00'])
    expect(readExceptions(typed, 2)).toEqual({ ok: true, value: exceptions })
  })

  it('takes what the engine would take, and says where it would not', () => {
    const steps = [
      { key: 'a', atLeast: '500', severity: 'high' },
      { key: 'b', atLeast: '700', severity: 'medium' },
      { key: 'c', atLeast: '', severity: 'critical' },
      { key: 'd', atLeast: '1,5', severity: 'critical' },
    ] as const
    const dueInHours = { critical: '30', high: '24', medium: 'soon', low: '168' }
    expect(readExceptions({ steps, dueInHours, snoozeDaysMax: '367' }, 2)).toEqual({
      ok: false,
      problems: {
        'b.atLeast': 'rules.exceptions.step.idle',
        'c.atLeast': 'rules.exceptions.atLeast.missing',
        'd.atLeast': 'amount.ambiguous',
        critical: 'rules.exceptions.due.order',
        medium: 'rules.hours.wrong',
        snoozeDaysMax: 'rules.exceptions.snooze.wrong',
      },
    })
  })
})

it('says each rule in one sentence', () => {
  expect(settingLines('limits', limits, words)).toEqual([
    { what: 'One operation', says: 'Every operation: 1,000,000.00 at a time' },
    {
      what: 'Payouts by hand',
      says: 'Withdrawal, Transfer · JPY · tier gold · asked for by the role Analyst: 0 a business day, 5,000 a month',
    },
  ])
  expect(settingLines('approvals', defaultSettings.approvals, words)).toEqual([
    { what: 'Analyst', says: 'alone up to: 10,000.00; approves up to: 0.00' },
    { what: 'Approver', says: 'alone up to: 10,000.00; approves up to: without bound' },
    { what: 'A proposal expires after', says: '72 hours' },
  ])
  expect(settingLines('exceptions', defaultSettings.exceptions, words)).toEqual([
    { what: 'At least 1,000,000.00 at stake', says: 'Critical' },
    { what: 'At least 10,000.00 at stake', says: 'High' },
    { what: 'Critical: due after', says: '4 hours' },
    { what: 'High: due after', says: '24 hours' },
    { what: 'Medium: due after', says: '72 hours' },
    { what: 'Low: due after', says: '168 hours' },
    { what: 'Put off for at most', says: '30 days' },
  ])
})
