/** Gateways and borrowed account numbers as they are typed, and read back against the contract. Pure. */
import { type Gateway, GatewayName, virtualIbans } from '../../engine/contract/gateways.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import { type DigitsOf, type ReadSetting, readHours } from './setting-drafts.ts'
import { readWhole } from './whole-number.ts'

export type TypedGateway = Readonly<{
  key: string
  /** An account is named by a gateway, so the name is chosen once. */
  isNew: boolean
  name: string
  currency: string | null
  availableWhenPaid: boolean
  expireAfterHours: string
  feePercent: string
  feeFixed: string
  isListenedTo: boolean
  toleranceSeconds: string
}>

export const newGateway = (key: string): TypedGateway => ({
  key,
  isNew: true,
  name: '',
  currency: null,
  availableWhenPaid: false,
  expireAfterHours: '24',
  feePercent: '',
  feeFixed: '',
  isListenedTo: true,
  toleranceSeconds: '300',
})

export const typedGateways = ({ gateways }: SettingValue<'gateways'>, digitsOf: DigitsOf): readonly TypedGateway[] =>
  gateways.map(({ name, currency, availableWhenPaid, expireAfterHours, webhook, ...fee }, place) => ({
    key: `gateway ${place}`,
    isNew: false,
    name,
    currency,
    availableWhenPaid,
    expireAfterHours: String(expireAfterHours),
    feePercent: fee.feePercentBasisPoints === null ? '' : decimalString(fee.feePercentBasisPoints, 2),
    feeFixed: fee.feeFixed === null ? '' : decimalString(fee.feeFixed, digitsOf(currency)),
    isListenedTo: webhook.isOn,
    toleranceSeconds: String(webhook.toleranceSeconds),
  }))

type Problem = readonly [string, MessageId]

/** Problems are named `<key of the gateway>.<field>`. */
export function readGateways(
  typed: readonly TypedGateway[],
  digitsOf: DigitsOf,
): ReadSetting<SettingValue<'gateways'>> {
  const read = typed.map((gateway) => readGateway(gateway, { all: typed, digitsOf }))
  const problems = read.flatMap((each) => each.problems)
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) }
  return { ok: true, value: { gateways: read.flatMap(({ gateway }) => (gateway === null ? [] : [gateway])) } }
}

const feeMax = 100_000_000

function readGateway(
  typed: TypedGateway,
  { all, digitsOf }: Readonly<{ all: readonly TypedGateway[]; digitsOf: DigitsOf }>,
): Readonly<{ gateway: Gateway | null; problems: readonly Problem[] }> {
  const { key, currency, availableWhenPaid } = typed
  const name = typed.name.trim()
  const digits = digitsOf(currency)
  const hours = readHours(typed.expireAfterHours)
  const seconds = readWhole(typed.toleranceSeconds, { min: 10, max: 86_400 })
  const percent = readFee(typed.feePercent, 2)
  const fixed = readFee(typed.feeFixed, digits)
  const isTwice = all.some((other) => other.key !== key && other.name.trim() === name)
  const isNamed = GatewayName.safeParse(name).success
  const fixedProblem = amountProblem(typed.feeFixed, digits, true) ?? 'amount.unreadable'
  const problems: readonly Problem[] = [
    ...(isNamed ? [] : [[`${key}.name`, 'rules.gateways.name.wrong'] as const]),
    ...(isNamed && isTwice ? [[`${key}.name`, 'rules.gateways.name.twice'] as const] : []),
    ...(currency === null ? [[`${key}.currency`, 'rules.gateways.currency.missing'] as const] : []),
    ...(hours === null ? [[`${key}.expireAfterHours`, 'rules.hours.wrong'] as const] : []),
    ...(seconds === null ? [[`${key}.toleranceSeconds`, 'rules.gateways.seconds.wrong'] as const] : []),
    ...(percent === undefined || (percent ?? 0) > 10_000
      ? [[`${key}.feePercent`, 'rules.matching.percent.wrong'] as const]
      : []),
    ...(fixed === undefined ? [[`${key}.feeFixed`, fixedProblem] as const] : []),
    ...((fixed ?? 0) > feeMax ? [[`${key}.feeFixed`, 'amount.too_large'] as const] : []),
  ]
  const isWhole =
    currency !== null && hours !== null && seconds !== null && percent !== undefined && fixed !== undefined
  if (problems.length > 0 || !isWhole) return { gateway: null, problems }
  const gateway: Gateway = {
    name,
    currency,
    availableWhenPaid,
    expireAfterHours: hours,
    feePercentBasisPoints: percent,
    feeFixed: fixed,
    webhook: { isOn: typed.isListenedTo, toleranceSeconds: seconds },
  }
  return { gateway, problems }
}

/** Nothing typed is no usual fee, and nought is one; undefined is what can't be read. */
function readFee(typed: string, digits: number): number | null | undefined {
  const read = readAmount(typed, digits)
  if (read.ok) return read.minor
  if (read.problem === 'empty') return null
  return read.problem === 'zero' ? 0 : undefined
}

/** How long a number is, its first and last say themselves. */
export type TypedNumbers = Omit<SettingValue<'virtualIbans'>, 'numberLength'>

export const typedNumbers = ({ numberLength: _, ...typed }: SettingValue<'virtualIbans'>): TypedNumbers => typed

const numberProblems = {
  country: 'rules.virtualIbans.country.wrong',
  bankCode: 'rules.virtualIbans.bankCode.wrong',
  from: 'rules.virtualIbans.number.wrong',
  to: 'rules.virtualIbans.number.wrong',
  omnibus: 'rules.virtualIbans.omnibus.wrong',
} as const satisfies Readonly<Record<string, MessageId>>

/** What is switched off may be half filled in. */
export function readNumbers(typed: TypedNumbers): ReadSetting<SettingValue<'virtualIbans'>> {
  const from = typed.from.trim()
  const value = {
    isOn: typed.isOn,
    country: typed.country.trim().toUpperCase(),
    bankCode: typed.bankCode.replaceAll(' ', '').toUpperCase(),
    numberLength: Math.min(Math.max(from.length, 1), 30),
    from,
    to: typed.to.trim(),
    omnibus: typed.omnibus.trim(),
  }
  const read = virtualIbans.safeParse(value)
  if (!read.success) {
    const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])))
    const problems = Object.entries(numberProblems).filter(([field]) => wrong.has(field))
    return { ok: false, problems: Object.fromEntries(problems) }
  }
  const problems: Problem[] = typed.isOn ? rangeProblems(value) : []
  return problems.length > 0 ? { ok: false, problems: Object.fromEntries(problems) } : { ok: true, value: read.data }
}

function rangeProblems({ from, to, omnibus }: TypedNumbers): Problem[] {
  return [
    ...(from === '' ? [['from', 'rules.virtualIbans.number.wrong'] as const] : []),
    ...(to.length !== from.length ? [['to', 'rules.virtualIbans.length'] as const] : []),
    ...(to.length === from.length && to < from ? [['to', 'rules.virtualIbans.order'] as const] : []),
    ...(omnibus.startsWith('omnibus:') ? [] : [['omnibus', 'rules.virtualIbans.omnibus.wrong'] as const]),
  ]
}
