/** What a period came to beside the one before, part by part and over all of them. */
import type { VolumeTotal } from '../contract/overview.ts'
import { noSides, type Side, type Sides, Sums, writtenSides } from './sums.ts'

export function totalsOf(now: Sums, before: Sums, { isSplit }: Readonly<{ isSplit: boolean }>): VolumeTotal[] {
  const whole = compared(overAll(now), overAll(before)).map((total) => ({ ...total, part: null }))
  return isSplit ? [...whole, ...compared(now, before)] : whole
}

function overAll(sums: Sums): Sums {
  const all = new Sums()
  for (const [, currency, sides] of sums.all()) {
    for (const side of ['topUps', 'payments'] as const) all.add({ part: 0, currency, side, ...sides[side] })
  }
  return all
}

function compared(now: Sums, before: Sums): VolumeTotal[] {
  const either = new Sums()
  for (const [part, currency] of [...now.all(), ...before.all()])
    either.add({ part, currency, side: 'topUps', rows: 0, money: 0n })
  return either.all().map(([part, currency]) => {
    const [is, was] = [now.get(part, currency) ?? noSides(), before.get(part, currency) ?? noSides()]
    return { part, currency, now: writtenSides(is), before: writtenSides(was), change: changeOf(is, was) }
  })
}

const changeOf = (is: Sides, was: Sides): VolumeTotal['change'] => ({
  topUps: changeOfSide(is.topUps, was.topUps),
  payments: changeOfSide(is.payments, was.payments),
})

const changeOfSide = (is: Side, was: Side): VolumeTotal['change']['topUps'] => ({
  rows: shareMore(BigInt(is.rows), BigInt(was.rows)),
  money: shareMore(is.money, was.money),
})

/** A ten-thousandfold rise is a beginning, and no comparison. */
const changeMax = 100_000_000n

function shareMore(is: bigint, was: bigint): number | null {
  if (was === 0n) return null
  const share = ((is - was) * 10_000n) / was
  return share > changeMax ? null : Number(share)
}
