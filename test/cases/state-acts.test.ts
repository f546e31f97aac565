/**
 * The same table held against real cases: what a case shows to be possible is what acting does, for everybody, and what it
 * shows to be barred is what acting, and trying it out, is refused with.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CaseAction, caseActions } from '../../engine/contract/case-actions.ts'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { Role } from '../../engine/contract/permission.ts'
import type { openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { type Made, makeStates } from './make-state.ts'
import { type Cases, openCases } from './open-cases.ts'
import { decidingFacts, factsOfState } from './state-facts.ts'
import { type Cell, lacks, states } from './state-table.ts'

type Client = Awaited<ReturnType<Awaited<ReturnType<typeof openBooks>>['as']>>

let cases: Cases
let clients: Readonly<Record<Exclude<Role, 'executive'>, Client>>
let executive: Client
beforeAll(async () => {
  cases = await openCases()
  clients = {
    operator: await cases.as('olu'),
    analyst: await cases.as('ana'),
    approver: await cases.as('ben'),
    auditor: await cases.as('aud'),
    admin: await cases.as('admin'),
  }
  executive = await cases.as('exe')
}, 60_000)
afterAll(async () => {
  await cases.close()
  expect(cases.incidents).toEqual([])
})

/** Asking somebody has procedures of its own. */
const isDeed = (action: CaseAction): action is CaseDeed['action'] =>
  action !== 'ask_client' && action !== 'ask_producer'
const deeds = caseActions.filter(isDeed)
const isPossible = (cell: Cell): cell is 'done' | 'proposed' => cell === 'done' || cell === 'proposed'

/** These change nothing about what else may be done, so that they need no case of their own. */
const passing: ReadonlySet<CaseAction> = new Set(['note', 'assign', 'snooze'])

it.each([...states])(
  '%s: acting does what the case shows',
  async (state, cells) => {
    const own = deeds.filter((action) => isPossible(cells[action]) && !passing.has(action))
    const [made, ...others] = await makeStates(cases, [state, ...own.map(() => state)])
    if (made === undefined) throw new Error('nothing was made')
    expect(decidingFacts(made.facts)).toEqual(decidingFacts(factsOfState(state)))
    await showsAndRefuses(made, cells)
    for (const action of deeds) {
      const cell = cells[action]
      if (!isPossible(cell)) continue
      const mayAct = rolesThatMay(action)
      if (passing.has(action)) for (const role of mayAct) await does({ of: made, action, role, cell })
      else {
        const of = others.shift()
        const role = mayAct[(of?.id ?? 0) % mayAct.length]
        if (of === undefined || role === undefined) throw new Error('nobody and nothing')
        await does({ of, action, role, cell })
      }
    }
  },
  60_000,
)

const every = ['operator', 'analyst', 'approver', 'auditor', 'admin'] as const
const rolesThatMay = (action: CaseAction) => every.filter((role) => lacks(role, action) === null)

type Done = Readonly<{ of: Made; action: CaseDeed['action']; role: (typeof every)[number]; cell: 'done' | 'proposed' }>

async function does({ of: { id, deed }, action, role, cell }: Done): Promise<void> {
  const client = clients[role]
  const { version, actions } = await client.exceptions.get({ id })
  expect(actions.find((each) => each.action === action)).toMatchObject({
    bar: null,
    needsApproval: cell === 'proposed',
  })
  const { proposal, exception } = await client.exceptions.act({
    id,
    version,
    key: `${action}-${role}-${id}`,
    deed: deed(action),
  })
  expect([action, typeof proposal]).toEqual([action, cell === 'proposed' ? 'number' : 'object'])
  expect(exception.version).toBeGreaterThanOrEqual(version)
}

async function showsAndRefuses({ id, deed }: Made, cells: Readonly<Record<CaseAction, Cell>>): Promise<void> {
  for (const role of every) {
    const { version, actions } = await clients[role].exceptions.get({ id })
    for (const { action, bar } of actions) {
      const lacking = lacks(role, action)
      const cell = cells[action]
      expect([role, action, bar]).toEqual([
        role,
        action,
        lacking === null ? (isPossible(cell) ? null : cell) : 'not_permitted',
      ])
      if (bar === null || !isDeed(action)) continue
      const refused =
        lacking === null
          ? { code: 'case_barred', data: { action, bar } }
          : { code: 'not_permitted', data: { permission: lacking } }
      const asked = { id, deed: deed(action) }
      const key = `refused-${role}-${action}-${id}`
      expect(await refusalOf(clients[role].exceptions.act({ ...asked, version, key }))).toEqual(refused)
      if (role === 'approver' || lacking !== null)
        expect(await refusalOf(clients[role].exceptions.effect(asked))).toEqual(refused)
    }
  }
  const asked = { id, version: 1, key: 'x', deed: deed('note') }
  expect(await refusalOf(executive.exceptions.act(asked))).toMatchObject({ code: 'not_permitted' })
}
