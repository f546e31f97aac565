/** Totals that a producer gives with a file: read exactly, or not at all. */
import { expect, it } from 'vitest'
import { readSidecar, sidecarLengthMax } from '../../../engine/ingest/records/control.ts'
import { pieces } from './read.ts'

const minor = { units: 'minor', decimalMark: '.' } as const
const major = { units: 'major', decimalMark: ',' } as const
const hash = 'ab'.repeat(32)
const sidecar = (text: string | Uint8Array, units: typeof minor | typeof major = minor) =>
  readSidecar(pieces(Buffer.from(text), [5]), units)

it.each([
  ['{"count":2,"sum":1207}', minor, { count: 2, sum: 1207n, sha256: null }],
  [
    `\uFEFF { "count" : "2", "sum" : "1207", "sha256" : "${hash.toUpperCase()}" }\n`,
    minor,
    { count: 2, sum: 1207n, sha256: hash },
  ],
  ['{"sum":9007199254740993}', minor, { count: null, sum: 9007199254740993n, sha256: null }],
  ['{"count":0,"sum":0,"made":"today"}', minor, { count: 0, sum: 0n, sha256: null }],
  ['{"sum":1234.5}', major, { count: null, sum: 123450n, sha256: null }],
  ['{"sum":"1.234,56"}', major, { count: null, sum: 123456n, sha256: null }],
  ['{"sum":"1234"}', major, { count: null, sum: 123400n, sha256: null }],
] as const)('reads %s', async (text, units, control) => {
  expect(await sidecar(text, units)).toEqual(control)
})

it.each([
  '',
  '{}',
  '[]',
  '{"made":"today"}',
  '{"count":2',
  '{"count":2}{"count":2}',
  '{"count":-2}',
  '{"count":2.0}',
  '{"count":1e3}',
  '{"count":true}',
  '{"count":[2]}',
  '{"count":2,"count":3}',
  '{"sum":12.50}',
  '{"sum":"0x10"}',
  '{"sum":"１２"}',
  `{"sum":"${'9'.repeat(31)}"}`,
  '{"sha256":"abc"}',
  '{"__proto__":{"count":2}}',
  `{"x":${'['.repeat(100)}${']'.repeat(100)},"count":2}`,
  Buffer.from([0x7b, 0xff]),
  `{"count":2,"x":"${'x'.repeat(sidecarLengthMax)}"}`,
])('does not take %.40j for totals', async (text) => {
  expect(await sidecar(text)).toBeNull()
})

it.each(['1.23', '1.23.456', '12.34', '1,234', '1.234,567', ',5', '-1'])(
  'does not take %s for a sum in whole units',
  async (sum) => {
    expect(await sidecar(`{"sum":"${sum}"}`, major)).toBeNull()
  },
)
