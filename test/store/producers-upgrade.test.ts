/** Producers that an older version knew, taken over: their places become an agreement, and what was said of them stays said. */
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Agreement } from '../../engine/contract/agreements.ts'
import { agreementInForce, listAgreements } from '../../engine/producers/agreements.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'

const beforeAgreements = 12

let raw: Database.Database

beforeEach(() => {
  raw = new Database(':memory:')
  migrate(raw, migrations.slice(0, beforeAgreements))
  raw.exec(`
    INSERT INTO currency VALUES ('USD', 2);
    INSERT INTO producer (id, code, name, state, document, created_at) VALUES
      (7, 'seven', 'Seven', 'active', '{"contact":{"email":"ops@seven.example"},"agreement":{"minimum":3},"schedule":{"at":"18:00"}}', 1000),
      (8, 'eight', 'Eight', 'active', '{"contact":{},"agreement":{},"schedule":{}}', 2000);
    INSERT INTO producer_location VALUES (7, 'Sha Tin'), (7, 'Central');
  `)
  migrate(raw, migrations)
})
afterEach(() => raw.close())

it('makes the list of places the first version of an agreement that is otherwise as usual', () => {
  expect(agreementInForce({ raw }, { producer: 7 })).toMatchObject({
    version: 1,
    agreement: Agreement.parse({ places: ['Central', 'Sha Tin'] }),
  })
  expect(agreementInForce({ raw }, { producer: 8 }).agreement).toEqual(Agreement.parse({}))
  const page = listAgreements({ raw } as never, { producer: 8, before: null, limit: 10 })
  expect(page?.items).toMatchObject([{ version: 1, by: null, proposal: null, at: '1970-01-01T00:00:02.000Z' }])
})

it('keeps whom to ask, and expects nothing by a schedule that never had a form', () => {
  const facts = 'id, kind, contacts, schedule, expected_after, state, suspended_at, version'
  expect(raw.prepare(`SELECT ${facts} FROM producer ORDER BY id`).all()).toEqual([
    {
      id: 7,
      kind: 'other',
      contacts: '[{"name":"","role":"","email":"ops@seven.example","phone":null}]',
      schedule: null,
      expected_after: null,
      state: 'active',
      suspended_at: null,
      version: 1,
    },
    {
      id: 8,
      kind: 'other',
      contacts: '[]',
      schedule: null,
      expected_after: null,
      state: 'active',
      suspended_at: null,
      version: 1,
    },
  ])
})

it('lets nobody be suspended without saying when, by whom and why', () => {
  expect(() => raw.exec(`UPDATE producer SET state = 'suspended'`)).toThrow('CHECK')
  expect(() => raw.exec(`UPDATE producer SET state = 'suspended', suspended_at = 1, suspended_by = 'ana'`)).toThrow(
    'CHECK',
  )
  raw.exec(`UPDATE producer SET state = 'suspended', suspended_at = 1, suspended_by = 'ana', suspended_for = 'why'`)
  expect(() => raw.exec(`UPDATE producer SET state = 'active'`)).toThrow('CHECK')
})
