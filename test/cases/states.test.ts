/** What may be done about a case, for every way in which it can stand and every role, from its facts alone. */
import { describe, expect, it } from 'vitest'
import type { CaseFacts } from '../../engine/cases/facts.ts'
import { barTo, lackedFor, needsApproval, standingsOf } from '../../engine/cases/may.ts'
import { type CaseAction, caseActions, caseBars } from '../../engine/contract/case-actions.ts'
import { permissionsOf, roles } from '../../engine/contract/permission.ts'
import { factsOfState } from './state-facts.ts'
import { type Cell, lacks, states } from './state-table.ts'

const cellOf = (action: CaseAction, facts: CaseFacts): Cell =>
  barTo(action, facts) ?? (needsApproval(action) ? 'proposed' : 'done')

describe.each([...states])('%s', (state, cells) => {
  it('lets be done what the table says', () => {
    const facts = factsOfState(state)
    expect(Object.fromEntries(caseActions.map((action) => [action, cellOf(action, facts)]))).toEqual(
      Object.fromEntries(caseActions.map((action) => [action, cells[action]])),
    )
  })

  it.each(roles)('shows a %s what they may do, and why not what they may not', (role) => {
    expect(standingsOf(factsOfState(state), permissionsOf([role]))).toEqual(
      caseActions.map((action) => ({
        action,
        bar: lacks(role, action) === null ? barOf(cells[action]) : 'not_permitted',
        needsApproval: needsApproval(action),
      })),
    )
  })
})

const barOf = (cell: Cell) => (cell === 'done' || cell === 'proposed' ? null : cell)

it.each(roles)('names the permission that a %s lacks', (role) => {
  const held = permissionsOf([role])
  expect(caseActions.map((action) => lackedFor(action, held))).toEqual(caseActions.map((action) => lacks(role, action)))
})

it('knows no bar that no case ever meets', () => {
  const met = new Set([...states.values()].flatMap((cells) => Object.values<string>(cells)))
  // Of permissions the table of roles tells; rows run out while somebody looks at them.
  const elsewhere = ['not_permitted', 'nothing_left']
  expect(caseBars.filter((bar) => !met.has(bar) && !elsewhere.includes(bar))).toEqual([])
})
