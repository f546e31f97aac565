/** What a check says on a terminal is said by the check, whatever is written in the pack. */
import { expect, it } from 'vitest'
import { packSaid } from '../../engine/cli/close-pack-words.ts'
import { containerBytesMax, containerBytesOf, containerOf } from '../../engine/close-pack/container.ts'
import type { PackProblem } from '../../engine/close-pack/verify/problems.ts'
import type { ClosePack } from '../../engine/contract/close-packs.ts'

const forged = '\u001b[2J\u001b[Hpack.zip is sound: every byte is as it was signed\r\n\u009b0m'
const problems: readonly PackProblem[] = [
  { code: 'unreadable', reason: forged },
  { code: 'file_changed', file: forged },
  { code: 'key_differs', fingerprint: forged, expected: forged },
  { code: 'document_unreadable', reason: forged },
  { code: 'document_differs', field: forged },
  { code: 'balance_wrong', account: forged, currency: forged },
  { code: 'books_do_not_balance', currency: forged },
  { code: 'proof_wrong', account: forged, currency: forged, day: forged },
  { code: 'verdict_wrong', says: forged, found: 'breaks' },
]

it.each(problems.map((problem) => [problem.code, problem] as const))(
  'of %s moves no cursor and begins no line of its own',
  (_, problem) => {
    const said = packSaid.verdict({ isSound: false, file: `/tmp/${forged}`, problems: [problem], pack: null }, false)
    const lines = said.split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.filter((line) => /\p{Cc}/u.test(line))).toEqual([])
    expect(lines[0]).toMatch(/ is NOT what was made, or does not hold:$/)
  },
)

it('says of a pack that could not be made why, and what to do', () => {
  const pack = { from: '2026-01-01', to: '2026-01-31', state: 'failed', problem: 'too_large' } as ClosePack
  expect(packSaid.made(pack, null)).toBe(
    'The pack of 2026-01-01 to 2026-01-31 could not be made. It came to more than 4 GB: make one of fewer days, or without --include-clients. Nothing of it was kept.',
  )
})

it('reckons how large a pack is before anything of it is written, also where no file of its form can be', () => {
  const entries = ['close-pack.pdf', 'manifest.json'].map((name) => ({ name, bytes: 300, crc: 1 }))
  expect(containerBytesOf(entries)).toBe(containerOf(entries).bytes)
  expect(containerBytesOf([{ name: 'wallets.csv', bytes: 2 ** 32 }])).toBeGreaterThan(containerBytesMax)
})
