/** The bound on how long a search takes, held where it comes from: nothing that grows with the business is looked through. */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { searchGroupNames } from '../../engine/contract/search.ts'
import { findEverywhere } from '../../engine/search/search.ts'
import { connect } from '../../engine/store/connection.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'

let directory: string
let raw: Database
beforeAll(async () => {
  directory = (await makeWorkspace()).directory
  raw = connect({ file: layoutOf(directory).store, key: (await keysOf(directory)).store, mode: 'read' })
})
afterAll(() => {
  raw.close()
  removeFolder(directory)
})

/** Those of which there are a few dozen, whatever the business. Runs of identities are counted in blocks. */
const small =
  /^(SCAN (producer|user|workspace|wanted|SUBQUERY|CONSTANT|\d|\(subquery)|SCAN batch_file VIRTUAL TABLE INDEX)/

/** Asked of a row whose batch posted no piece, and which is neither held nor decided on: of none that has an identity. */
const never = 'AND NOT EXISTS (SELECT 1 FROM batch_piece WHERE batch_id = @batch)'

it('asks every table that grows by an index', () => {
  const statements = new Set<string>()
  const watched = new Proxy(raw, {
    get: (of, name) => {
      const value: unknown = Reflect.get(of, name)
      if (name === 'prepare')
        return (sql: string) => {
          statements.add(sql)
          return of.prepare(sql)
        }
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
  findEverywhere({ raw: watched }, { q: '1234.5', groups: searchGroupNames, seesContacts: true })
  findEverywhere({ raw: watched }, { q: 'shop-1', groups: searchGroupNames, seesContacts: true })
  expect(statements.size).toBeGreaterThan(25)
  const lookedThrough = [...statements]
    .filter((sql) => !sql.includes(never))
    .flatMap((sql) => {
      const names = new Set([...sql.matchAll(/[@]([a-z]\w*)/gi)].map(([, name]) => name ?? ''))
      const places = (sql.match(/\?/g) ?? []).length
      const values = names.size > 0 ? [Object.fromEntries([...names].map((name) => [name, 1]))] : Array(places).fill(1)
      const plan = raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]
      return plan
        .filter(({ detail }) => detail.startsWith('SCAN') && !small.test(detail))
        .map(({ detail }) => [detail, sql])
    })
  expect(lookedThrough).toEqual([])
})
