/** The index of references is sorted by key and by item, whatever comes in which order and however many go by one key. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortedKeys } from '../../engine/reconcile/references/reference-index.ts'

const anyKeys = fc.array(fc.tuple(fc.oneof(fc.nat(3), fc.nat(2 ** 31)), fc.nat(1_000)), { maxLength: 200 })

it('keeps each item with its key', () => {
  fc.assert(
    fc.property(anyKeys, (pairs) => {
      const sorted = sortedKeys({
        hashes: Float64Array.from(pairs, ([hash]) => hash),
        items: Float64Array.from(pairs, ([, item]) => item),
      })
      const expected = pairs.toSorted(([a, x], [b, y]) => a - b || x - y)
      expect(Array.from(sorted.hashes, (hash, at) => [hash, sorted.items[at]])).toEqual(expected)
    }),
  )
})
