/** What an operator keeps in sight, asked of a whole engine: folders, batches, queues, pace and what was just opened. */
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Live } from '../../engine/contract/live.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks({}, [
    { name: 'olive', roles: ['operator'] },
    { name: 'exe', roles: ['executive'] },
  ])
})
afterAll(() => books.close())

const live = (): Promise<Live> => books.client.live.get()
const folderOf = async (code: string) => (await live()).folders.find((folder) => folder.code === code)
const nothing = { files: 0, bytes: 0, isMore: false, oldestAt: null }
const rows = [
  { client: 'A', tx: '1', amount: 700 },
  { client: 'B', tx: '2', amount: -1 },
]

it('of a workspace to which nothing came says so', async () => {
  const { asOf, ingest, throughput, ...told } = await live()
  const folder = { state: 'active', suspension: null, folder: 'open', waiting: nothing }
  expect(told).toEqual({
    folders: [
      { producer: 8, code: 'eight', name: 'Eight Bells', ...folder },
      { producer: 7, code: 'seven', name: 'Seven Corner', ...folder },
    ],
    foldersInAll: 2,
    late: [],
    coming: [],
    underWay: [],
    through: [],
    queues: {
      filesWaiting: 0,
      batchesUnderWay: 0,
      batchesHeld: 0,
      jobsRunning: 0,
      exportsWaiting: 0,
      messagesWaiting: 0,
      webhooksWaiting: 0,
      proposalsWaiting: 0,
    },
    opened: [],
  })
  expect(Math.abs(Date.now() - Date.parse(asOf))).toBeLessThan(60_000)
  expect(ingest).toMatchObject({ running: [], waiting: 0 })
  expect(throughput).toMatchObject({
    rowsPerSecond: 0,
    filesLastMinute: 0,
    total: { rows: 0, files: 0 },
    isWhole: true,
  })
  expect(throughput.minutes).toHaveLength(60)
})

describe('a drop folder', () => {
  it('tells the files that wait, and neither markers nor what is still being written', async () => {
    const before = Date.now()
    const content = csvOf(rows)
    const file = books.drop('first.csv', content)
    writeFileSync(`${file}.done`, '')
    writeFileSync(path.join(path.dirname(file), 'second.csv.part'), 'half')
    const folder = await folderOf('seven')
    expect(folder?.waiting).toMatchObject({ files: 1, bytes: content.length, isMore: false })
    expect(Math.abs(Date.parse(folder?.waiting.oldestAt ?? '') - before)).toBeLessThan(60_000)
    expect((await live()).queues.filesWaiting).toBe(1)
    // Whoever has something waiting stands before whoever has not.
    expect((await live()).folders.map(({ code }) => code)).toEqual(['seven', 'eight'])
  })

  it('is empty again once its file is a batch, which is told with its rows and its exception', async () => {
    await books.drain()
    const { folders, through, underWay, throughput, opened, queues } = await live()
    expect(folders.map(({ waiting }) => waiting.files)).toEqual([0, 0])
    expect(underWay).toEqual([])
    expect(through).toMatchObject([{ file: 'first.csv', state: 'posted', rows: 2, posted: 1, faults: 1 }])
    expect(throughput.total).toEqual({ rows: 2, files: 1 })
    expect(throughput.filesLastMinute).toBe(1)
    expect(throughput.minutes.at(-1)?.files ?? 0).toBe(throughput.minutes.at(-2)?.files === 1 ? 0 : 1)
    expect(opened).toMatchObject([{ file: 'first.csv', status: 'open' }])
    expect(queues).toMatchObject({ filesWaiting: 0, batchesUnderWay: 0, batchesHeld: 0 })
  })

  it('does not count a file that was taken and could not be removed', async () => {
    const file = books.drop('stays.csv', csvOf([{ client: 'A', tx: '9', amount: 1 }]))
    await inStore(books, (raw) => raw.prepare('UPDATE batch SET path = ?, drop_removed = 0').run(file))
    expect((await folderOf('seven'))?.waiting).toEqual(nothing)
    await inStore(books, (raw) => raw.prepare('UPDATE batch SET drop_removed = 1').run())
    rmSync(file)
  })

  it('that is gone says so, and stands first', async () => {
    rmSync(path.join(books.engine.layout.drop, 'seven'), { recursive: true })
    expect((await live()).folders[0]).toMatchObject({ code: 'seven', folder: 'missing', waiting: nothing })
    books.drop('again.csv', csvOf([{ client: 'A', tx: '10', amount: 1 }]))
    await books.drain()
  })
})

describe('a producer that is suspended', () => {
  it('says by whom and why, before all that are not; its files are held', async () => {
    const olive = await books.as('olive')
    await olive.producers.suspend({ id: 7, reason: 'Doubled files' })
    books.drop('held.csv', csvOf([{ client: 'A', tx: '11', amount: 1 }]))
    await books.drain()
    const { folders, queues, underWay, through } = await live()
    expect(folders[0]).toMatchObject({
      code: 'seven',
      state: 'suspended',
      suspension: { by: 'olive', reason: 'Doubled files' },
    })
    expect(queues.batchesHeld).toBe(1)
    // It waits for a person, so it is neither worked on nor through.
    expect([...underWay, ...through].map(({ file }) => file)).not.toContain('held.csv')
  })
})

describe('who may look', () => {
  it('whoever may read batches; exceptions are told to whoever may read those', async () => {
    const [olive, exe] = [await books.as('olive'), await books.as('exe')]
    expect((await olive.live.get()).opened?.length).toBeGreaterThan(0)
    expect((await exe.live.get()).opened).toBeNull()
    expect(await refusalOf(books.stranger.live.get())).toMatchObject({ code: 'not_signed_in' })
  })
})
