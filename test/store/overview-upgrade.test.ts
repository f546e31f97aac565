/** A store that version 37 kept: the sums of its charts are added up further, and later rows join them. */
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { Findings } from '../../engine/ledger/check/findings.ts'
import { Volumes } from '../../engine/ledger/volumes.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { checkVolumeSums } from '../../engine/workspace/check/volume-sums.ts'

const beforeSums = 37

it('adds up what it has by hour, by place and by day, and keeps all three as rows are posted', () => {
  const raw = new Database(':memory:')
  raw.pragma('foreign_keys = ON')
  migrate(raw, migrations.slice(0, beforeSums))
  raw.exec(`
    INSERT INTO producer (id, code, name, state, created_at) VALUES (7, 'seven', 'Seven', 'active', 0);
    INSERT INTO place (id, name) VALUES (1, 'Central'), (2, 'North');
    INSERT INTO volume (day, hour, producer_id, place, kind, tier, currency, rows, amount) VALUES
      (20, 480, 7, 1, 'TopUp', 'standard', 'USD', 2, 500),
      (20, 480, 7, 2, 'TopUp', 'standard', 'USD', 1, 30),
      (20, 481, 7, 1, 'TopUp', 'standard', 'USD', 4, 8),
      (20, 481, 7, 1, 'Payment', 'gold', 'USD', 1, 9);
  `)
  migrate(raw, migrations)
  const sums = (...grains: readonly number[]) =>
    raw
      .prepare(`
        SELECT grain, day, hour, producer_id, place, kind, tier, rows, amount FROM volume_sum
        WHERE grain IN (SELECT value FROM json_each(?)) ORDER BY grain, day, hour, place, kind`)
      .raw()
      .all(JSON.stringify(grains))
  expect(sums(0, 2, 8)).toEqual([
    [0, 20, 0, 0, 0, 'Payment', '', 1, 9],
    [0, 20, 0, 0, 0, 'TopUp', '', 7, 538],
    [2, 20, 0, 7, 0, 'Payment', '', 1, 9],
    [2, 20, 0, 7, 0, 'TopUp', '', 7, 538],
    [8, 20, 0, 0, 0, 'Payment', 'gold', 1, 9],
    [8, 20, 0, 0, 0, 'TopUp', 'standard', 7, 538],
  ])
  expect(sums(1, 12)).toEqual([
    [1, 20, 480, 0, 0, 'TopUp', '', 3, 530],
    [1, 20, 481, 0, 0, 'Payment', '', 1, 9],
    [1, 20, 481, 0, 0, 'TopUp', '', 4, 8],
    [12, 20, 0, 0, 1, 'Payment', 'gold', 1, 9],
    [12, 20, 0, 0, 1, 'TopUp', 'standard', 6, 508],
    [12, 20, 0, 0, 2, 'TopUp', 'standard', 1, 30],
  ])
  const volumes = new Volumes(raw)
  const row = { producer: 7, kind: 'TopUp', tier: 'standard', currency: 'USD', amount: 1, day: 20 } as const
  volumes.add({ ...row, place: 2, occurredAt: 480 * 3_600_000 })
  volumes.add({ ...row, place: 2, occurredAt: 485 * 3_600_000 })
  volumes.write()
  expect(sums(1, 14).filter((sum) => (sum as unknown[])[5] === 'TopUp')).toEqual([
    [1, 20, 480, 0, 0, 'TopUp', '', 4, 531],
    [1, 20, 481, 0, 0, 'TopUp', '', 4, 8],
    [1, 20, 485, 0, 0, 'TopUp', '', 1, 1],
    [14, 20, 0, 7, 1, 'TopUp', 'standard', 6, 508],
    [14, 20, 0, 7, 2, 'TopUp', 'standard', 3, 32],
  ])
  const findings = new Findings()
  checkVolumeSums(raw, findings)
  expect(findings.all()).toEqual([])
  raw.close()
})

it.each([
  [`UPDATE volume_sum SET amount = amount + 4294967296 WHERE grain = 1`, ['by hour']],
  [`UPDATE volume_sum SET rows = rows + 1 WHERE grain = 6`, ['by producer place']],
  [`UPDATE volume_sum SET tier = 'gold' WHERE grain = 8`, ['by tier']],
  [`DELETE FROM volume_sum WHERE grain = 9`, ['by hour tier']],
  [`DELETE FROM volume_sum`, ['by hour producer tier', 'by producer place tier']],
  [`DELETE FROM volume`, ['by hour producer tier', 'by producer place tier']],
])('the check tells a day whose sums are not what they are made of: %s', (damage, by) => {
  const raw = new Database(':memory:')
  migrate(raw, migrations)
  raw.exec(`
    INSERT INTO producer (id, code, name, state, created_at) VALUES (7, 'seven', 'Seven', 'active', 0);
    INSERT INTO place (id, name) VALUES (1, 'Central');
  `)
  const volumes = new Volumes(raw)
  const row = { producer: 7, kind: 'TopUp', tier: 'standard', currency: 'USD', amount: 5, place: 1 } as const
  volumes.add({ ...row, day: 20, occurredAt: 480 * 3_600_000 })
  volumes.write()
  raw.exec(damage)
  const findings = new Findings()
  checkVolumeSums(raw, findings)
  expect(findings.all().map(({ code, subject }) => `${code} ${subject}`)).toEqual(
    by.map((words) => `volume_sum_differs day:1970-01-21 ${words}`),
  )
  raw.close()
})
