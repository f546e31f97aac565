/** References that a client types off a screen and a gateway quotes: a slip must be noticed, and not be somebody else's. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeReference, readReference } from '../../engine/funding/reference.ts'

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const anyReference = fc.array(fc.nat(30), { minLength: 7, maxLength: 7 }).map((dice) => {
  const left = [...dice]
  return makeReference(() => left.shift() ?? 0)
})

it('are read however they are written', () => {
  const reference = makeReference(() => 4)
  expect(reference).toMatch(/^FR[2-9A-HJKMNP-Z]{8}$/)
  const [a, b, c] = [reference.slice(0, 2), reference.slice(2, 6), reference.slice(6)]
  for (const text of [reference, reference.toLowerCase(), `${a} ${b} ${c}`, `${a}-${b}-${c}`, ` ${a}.${b}/${c} `])
    expect(readReference(text)).toBe(reference)
})

it.each(['', 'FR', 'FR1234567', 'FR22222220', 'FR2222222I', 'XX22222222', 'FR222222222', 'Miete März'])(
  '%s is none of ours',
  (text) => {
    expect(readReference(text)).toBeNull()
  },
)

it('notice any single slip, and any two characters that changed places', () => {
  fc.assert(
    fc.property(
      anyReference,
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 2, max: 9 }),
      fc.nat(30),
      (good, i, j, k) => {
        expect(readReference(good)).toBe(good)
        const at = (place: number): string => good[place] as string
        const slip = good.slice(0, i) + alphabet[k] + good.slice(i + 1)
        expect(readReference(slip)).toBe(slip === good ? good : null)
        const swapped = [...good].map((c, place) => (place === i ? at(j) : place === j ? at(i) : c)).join('')
        expect(readReference(swapped)).toBe(swapped === good ? good : null)
      },
    ),
    { numRuns: 2_000 },
  )
})
