import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskCards } from '../../../engine/ingest/card.ts'
import { holdsCard } from '../../../engine/ingest/judge/card-bytes.ts'
import { blockOf } from './blocks.ts'

const holds = (text: string): boolean => {
  const bytes = Buffer.from(`4${text}4`)
  return holdsCard(bytes, 1, bytes.length - 1)
}

const anyOf = (characters: string, maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { maxLength }).map((all) => all.join(''))
/** A number that passes Luhn's check: the last digit is chosen for it. */
const card = fc
  .tuple(fc.constantFrom('4', '51', '22', '27', '34', '6'), fc.array(fc.nat(9), { minLength: 11, maxLength: 17 }))
  .map(([prefix, rest]) => {
    const body = prefix + rest.join('')
    return body + ([...'0123456789'].find((digit) => maskCards(body + digit) !== body + digit) ?? '0')
  })
const separated = fc
  .tuple(card, fc.array(fc.tuple(fc.nat(19), fc.constantFrom(' ', '-', '--', '')), { maxLength: 5 }))
  .map(([number, cuts]) => cuts.reduce((text, [at, mark]) => text.slice(0, at) + mark + text.slice(at), number))
const noise = fc.oneof(anyOf('0123456789 -', 24), anyOf('ab,;"香:', 20), fc.constantFrom('2026-05-01 ', ','))
const text = fc.array(fc.oneof(noise, card, separated), { maxLength: 6 }).map((pieces) => pieces.join(''))

it('finds a card number in bytes exactly where masking finds one in text', () => {
  let found = 0
  fc.assert(
    fc.property(text, (raw) => {
      const masked = maskCards(raw) !== raw
      found += masked ? 1 : 0
      expect(holds(raw)).toBe(masked)
    }),
    { numRuns: 3_000 },
  )
  // Else the property would hold over texts in which there is nothing to find.
  expect(found).toBeGreaterThan(500)
})

it('looks at every byte of a long text, wherever in it the number begins', () => {
  for (let at = 0; at < 40; at += 1) {
    const raw = `${'x'.repeat(at)}4222222222222${'y'.repeat(40 - at)}`
    expect(holds(raw)).toBe(true)
  }
})

it('sees blocks as the readers make them: a cell is a piece of the raw text', () => {
  const block = blockOf([{ cells: { ClientId: ' C1 ' } }])
  expect(Buffer.from(block.bytes).toString('utf8', block.starts[2], block.ends[2])).toBe('C1')
})
