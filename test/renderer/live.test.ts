/** The live view's small parts: bars of the last hour, sizes as people say them, and which address is the wall's. */
import { expect, it } from 'vitest'
import { formatByteSize } from '../../renderer/files/byte-size.ts'
import { barsOf, chartHeight } from '../../renderer/live/bars.ts'
import { isWall } from '../../renderer/live/search.ts'

const minute = (at: string, rows: number, files: number) => ({ at, rows, files })

it('draws the busiest minute whole, the others beside it, and never nothing where something came', () => {
  const minutes = [
    minute('a', 0, 0),
    minute('b', 10_000, 2),
    minute('c', 5_000, 1),
    minute('d', 1, 1),
    minute('e', 0, 3),
  ]
  expect(barsOf(minutes)).toEqual({
    most: 10_000,
    bars: [
      { at: 'b', x: 1, height: chartHeight },
      { at: 'c', x: 2, height: chartHeight / 2 },
      { at: 'd', x: 3, height: 2 },
      { at: 'e', x: 4, height: 2 },
    ],
  })
  expect(barsOf([minute('a', 0, 0)])).toEqual({ most: 0, bars: [] })
})

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_200, '1.2 kB'],
  [12_345_678, '12 MB'],
  [9_400_000_000_000_000, '9,400 TB'],
])('says %i bytes as %s', (bytes, words) => {
  expect(formatByteSize(bytes, 'en-HK')).toBe(words)
})

it.each([
  ['/live', 'wall=1', true],
  ['/live', '', false],
  ['/live', 'wall=0', false],
  ['/live', 'wall=yes', false],
  ['/batches', 'wall=1', false],
])('%s?%s is the wall display: %s', (path, search, wall) => {
  expect(isWall(path, search)).toBe(wall)
})
