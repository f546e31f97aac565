/** Who looks at which case: it warns, it is forgotten by itself, and nobody is told about themselves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Presence } from '../../engine/cases/presence.ts'
import { type Cases, openCases } from './open-cases.ts'

const ana = { name: 'ana', displayName: 'Ana' }
const mei = { name: 'mei', displayName: 'Mei' }
const begun = Date.parse('2026-01-31T04:00:00.000Z')
const seconds = (n: number): number => begun + n * 1_000

describe('who looks at a case', () => {
  it('is seen by everybody else, since they began', () => {
    const presence = new Presence()
    expect(presence.look('a', ana, 7, seconds(0))).toBe(true)
    expect(presence.others('b', 7, seconds(1))).toEqual([
      { user: 'ana', displayName: 'Ana', exception: 7, since: '2026-01-31T04:00:00.000Z' },
    ])
    expect(presence.others('a', 7, seconds(1))).toEqual([])
    expect(presence.others('b', 8, seconds(1))).toEqual([])
    // Said again it is the same look, and nobody has to be told.
    expect(presence.look('a', ana, 7, seconds(30))).toBe(false)
    expect(presence.others('b', 7, seconds(31))).toMatchObject([{ since: '2026-01-31T04:00:00.000Z' }])
  })

  it('is forgotten 75 seconds after they last said so, and not a second before', () => {
    const presence = new Presence()
    presence.look('a', ana, 7, seconds(0))
    presence.look('a', ana, 7, seconds(30))
    expect(presence.others('b', 7, seconds(104))).toHaveLength(1)
    expect(presence.others('b', 7, seconds(105))).toEqual([])
    // Whoever comes back begins anew.
    expect(presence.look('a', ana, 7, seconds(200))).toBe(true)
    expect(presence.others('b', 7, seconds(200))).toMatchObject([{ since: '2026-01-31T04:03:20.000Z' }])
  })

  it('one lost beat is not an end, two are', () => {
    const presence = new Presence()
    for (const at of [0, 60]) presence.look('a', ana, 7, seconds(at))
    expect(presence.others('b', 7, seconds(61))).toMatchObject([{ since: '2026-01-31T04:00:00.000Z' }])
    expect(presence.look('a', ana, 7, seconds(150))).toBe(true)
    expect(presence.others('b', 7, seconds(151))).toMatchObject([{ since: '2026-01-31T04:02:30.000Z' }])
  })

  it('is at one case per window: two windows of one person are two looks', () => {
    const presence = new Presence()
    presence.look('a1', ana, 7, seconds(0))
    presence.look('a2', ana, 8, seconds(1))
    presence.look('b', mei, 7, seconds(2))
    expect(presence.others('b', null, seconds(3)).map(({ user, exception }) => [user, exception])).toEqual([
      ['ana', 7],
      ['ana', 8],
    ])
    // The other window of the same person is somebody else who may act.
    expect(presence.others('a1', null, seconds(3)).map(({ user, exception }) => [user, exception])).toEqual([
      ['ana', 8],
      ['mei', 7],
    ])
    // The window that goes on to another case looks at the first no more.
    expect(presence.look('a1', ana, 8, seconds(4))).toBe(true)
    expect(presence.others('b', 7, seconds(5))).toEqual([])
  })

  it('is gone at once when the window closes, and others hear when somebody is forgotten', () => {
    const presence = new Presence()
    presence.look('a', ana, 7, seconds(0))
    expect(presence.leave('a')).toBe(true)
    expect(presence.leave('a')).toBe(false)
    expect(presence.others('b', 7, seconds(1))).toEqual([])
    presence.look('a', ana, 7, seconds(2))
    presence.look('b', mei, 7, seconds(3))
    expect(presence.look('b', mei, 7, seconds(90))).toBe(true)
  })
})

describe('over the contract', () => {
  let cases: Cases
  beforeEach(async () => {
    cases = await openCases()
  })
  afterEach(() => cases.close())

  it('tells each window of the others, for one case and for all', async () => {
    const { analyst, second } = cases
    const again = await cases.as('ana')
    expect(await analyst.exceptions.look({ id: 7 })).toEqual({ items: [] })
    expect((await second.exceptions.look({ id: 7 })).items).toMatchObject([{ user: 'ana', exception: 7 }])
    expect((await again.exceptions.look({ id: 8 })).items).toEqual([])
    const { items } = await analyst.exceptions.lookers()
    expect(items.map(({ user, exception }) => [user, exception])).toEqual([
      ['mei', 7],
      ['ana', 8],
    ])
  })
})
