import { expect, it } from 'vitest'
import { readAnchor } from '../../renderer/audit/read-anchor.ts'
import { chainSentence } from '../../renderer/audit/verdict.ts'
import { scheduleWords } from '../../renderer/jobs/schedule.ts'
import { emptyUser, userProblems } from '../../renderer/users/draft.ts'
import { english } from './text.ts'

it('asks of a new user a name, a role and a passphrase of their own', () => {
  expect(Object.keys(userProblems(emptyUser)).sort()).toEqual(['displayName', 'name', 'passphrase', 'roles'])
})

it('says what the check of the chain found', () => {
  const broken = { intact: false, records: 40, brokenAt: 12, problem: 'changed' } as const
  expect(chainSentence(broken, false, english)).toBe('Broken at record 12: its content was changed. 40 records read.')
  const intact = { intact: true, records: 1_204, brokenAt: null, problem: null } as const
  expect(chainSentence(intact, true, english)).toBe('Intact: 1,204 records, and the anchor agrees.')
})

it('takes no other file for an anchor', async () => {
  const file = (content: string) => ({ text: async () => content })
  expect(await readAnchor(file('{"seq":1}'))).toBeUndefined()
  expect(await readAnchor(file('not json'))).toBeUndefined()
})

it.each([
  ['* * * * *', 'Every minute'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['30 * * * *', 'Hourly at minute 30'],
  ['5 0 * * *', 'Daily at 00:05'],
  ['0 3 * * 1', 'Mondays at 03:00'],
  ['0 3 1 * *', '0 3 1 * *'],
])('reads the schedule %s as "%s"', (pattern, words) => {
  expect(scheduleWords(pattern, english)).toBe(words)
})
