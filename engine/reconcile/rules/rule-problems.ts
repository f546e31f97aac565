/** What the shape of the matching rules can't say. */
import type { SettingValue } from '../../contract/settings.ts'

type Problem = Readonly<{ path: string; problem: string }>

export function matchingProblem({ rules }: SettingValue<'matching'>): Problem | null {
  for (const [place, { id, name, by, party, tolerance, effect }] of rules.entries()) {
    const before = rules.slice(0, place)
    if (before.some((rule) => rule.id === id)) return { path: `rules.${place}.id`, problem: `two rules are ${id}` }
    if (before.some((rule) => rule.name === name))
      return { path: `rules.${place}.name`, problem: 'two rules have one name' }
    // What is only searched for is among many sums, some of which come to anything.
    if (by === 'search' && effect === 'match')
      return { path: `rules.${place}.effect`, problem: 'a search only suggests' }
    // A reference or a sum is looked up without asking who it was.
    if (party !== 'any' && by !== 'amount')
      return { path: `rules.${place}.party`, problem: 'only what goes by an amount looks at the party' }
    if (tolerance?.statedCharges === true && by !== 'reference_group')
      return { path: `rules.${place}.tolerance`, problem: 'stated charges are reckoned with in sums of a reference' }
    if (tolerance !== null && !tolerant.has(by))
      return {
        path: `rules.${place}.tolerance`,
        problem: 'only what shares a reference or is of a near amount may differ',
      }
    // The same party pays much the same again and again: without a reference a near amount is never certain.
    if (tolerance !== null && by === 'amount' && effect === 'match')
      return { path: `rules.${place}.tolerance`, problem: 'without a reference what differs is only suggested' }
  }
  return null
}

const tolerant: ReadonlySet<string> = new Set(['reference', 'reference_group', 'amount'])
