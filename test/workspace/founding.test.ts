/** What a workspace is founded on: Hong Kong and US dollars where nobody chose, else as was chosen, by engine and books alike. */
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foundingDefaults, HomeCurrency } from '../../engine/contract/founding.ts'
import { createWorkspace } from '../../engine/workspace/create.ts'
import { foundedOn } from '../../engine/workspace/founding.ts'
import { runHere } from '../cli/run-cli.ts'
import { cheapCost, makeFolder, openTestEngine, passphraseOf, removeFolder } from '../workspace-fixture.ts'

let folder: string
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => removeFolder(folder))

it('is Hong Kong and US dollars where nobody chose, as the screens offer it', () => {
  expect(foundedOn({})).toEqual({ ...foundingDefaults, currencyDigits: 2 })
})

it.each([
  ['JPY', 0],
  ['KWD', 3],
  ['HKD', 2],
] as const)('knows the minor units of %s', (currency, digits) => {
  expect(foundedOn({ currency })).toMatchObject({ currency, currencyDigits: digits })
})

it.each(['ABC', 'usd', 'US'])('takes no currency whose minor units nobody knows: %s', (code) => {
  expect(HomeCurrency.safeParse(code).success).toBe(false)
})

it('keeps its books by another zone and in another currency', async () => {
  const directory = path.join(folder, 'w')
  const users = [
    { name: 'admin', displayName: 'Ada', passphrase: passphraseOf('admin'), roles: ['admin', 'approver'] as const },
    { name: 'anna', displayName: 'Anna', passphrase: passphraseOf('anna'), roles: ['analyst', 'operator'] as const },
  ] as const
  const founding = foundedOn({ zone: 'America/New_York', currency: 'JPY' })
  await createWorkspace({
    directory,
    program: 'cli',
    name: 'Broadway',
    ...founding,
    demo: false,
    users,
    passphraseCost: cheapCost,
  })
  const { engine, as } = await openTestEngine(directory)
  try {
    const [admin, anna] = [await as('admin'), await as('anna')]
    expect(await admin.workspace.get()).toMatchObject({ zone: 'America/New_York', currency: 'JPY', currencyDigits: 0 })
    await admin.producers.add({
      id: 7,
      code: 'seven',
      name: 'Seven',
      agreement: { limits: { clientsMin: 0 } },
    } as never)
    const content = [
      'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount',
      `${new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)}T23:30:00,7,C1,Brooklyn,T1,TopUp,1250`,
    ].join('\n')
    const sample = Buffer.from(content).toString('base64')
    const preview = await admin.producers.preview({ id: 7, name: 'a.csv', sample, whole: true } as never)
    // A place of New York is nothing that Hong Kong's list could call unknown.
    expect([preview.warnings, preview.counts]).toMatchObject([[], { rows: 1, valid: 1 }])
    const { becomes } = preview.rows[0] ?? {}
    if (becomes?.outcome !== 'valid') throw new Error('the row is not valid')
    // Half past eleven at night there is the next day everywhere east of it, and that day there.
    expect([becomes.row.businessDay, becomes.row.occurredAt.slice(0, 10) > becomes.row.businessDay]).toEqual([
      content.split('\n')[1]?.slice(0, 10),
      true,
    ])
    await anna.wallets.open({ client: 'C1', currency: 'JPY' } as never)
    await anna.operations.deposit({ client: 'C1', amount: 5, key: 'by-hand' })
    expect(await anna.ledger.balance({ client: 'C1' })).toMatchObject({ currency: 'JPY', balance: 5 })
    expect((await anna.settings.currencies()).items).toEqual([{ code: 'JPY', digits: 0, home: true }])
    expect(await admin.workspace.check({})).toMatchObject({ consistent: true })
  } finally {
    await engine.close()
  }
})

describe('init', () => {
  const init = async (...args: readonly string[]) => {
    const { exit, out } = await runHere(path.join(folder, 'w'), ['init', ...args, '--json'])
    return { exit, ...(JSON.parse(out) as Record<string, unknown>) }
  }

  it('takes the zone and the currency', async () => {
    expect(await init('--zone', 'Europe/London', '--currency', 'GBP')).toMatchObject({
      exit: 0,
      zone: 'Europe/London',
      currency: 'GBP',
    })
  })

  it.each([
    ['--zone', 'Europe/Atlantis'],
    ['--currency', 'ABC'],
    ['--demo', '--zone', 'Europe/London'],
  ])('refuses %s %s', async (...args) => {
    expect(await init(...args)).toMatchObject({ exit: 2, error: { code: 'usage' } })
  })
})
