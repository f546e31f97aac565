/** A stop in the middle of a large statement leaves whole pieces, and the next start goes on behind the last one. */
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { type LineDraft, mt940 } from './mt940-file.ts'
import { openStatements, putFile, readStore } from './open-statements.ts'

const lines = Array.from(
  { length: 80_000 },
  (_, at): LineDraft => ({ day: '2026-01-05', amount: at + 1, ref: `R${at}` }),
)

it('reads a file again that it was stopped in, and opens what was not open yet', async () => {
  const books = await openStatements()
  const { directory, engine } = books
  putFile(engine.layout.statements, { source: 'bank', name: 'large.sta' }, mt940([{ opening: 0, lines }]))
  const { statements, store } = await engine.opened()
  void statements.drain({ settled: true })
  await until(async () => (await store.read('statements.unread', null)).length > 0)
  await engine.close()

  // Stopped while it was read: nothing of it counts.
  const second = await openTestEngine(directory)
  await second.as('tom')
  const again = await second.engine.opened()
  expect(await again.store.read('statements.unread', null)).toMatchObject([{ name: 'large.sta' }])
  void again.statements.drain({ settled: true })
  await until(async () => (await again.store.read('statements.unopened', null)).length > 0)
  await second.engine.close()

  // Stopped while its lines were opened: some of them are.
  const third = await openTestEngine(directory)
  const tom = await third.as('tom')
  const open = () => readStore(third, (raw) => raw.prepare('SELECT count(*) FROM open_item').pluck().get() as number)
  const before = await open()
  expect(before).toBeLessThan(lines.length)
  expect((await tom.statements.list({})).items).toMatchObject([{ state: 'accepted', isOpened: false }])
  await (await third.engine.opened()).statements.drain({ settled: true })
  expect(await open()).toBe(lines.length)
  expect((await tom.statements.list({})).items).toMatchObject([
    { state: 'accepted', isOpened: true, lines: lines.length },
  ])
  expect([...books.incidents, ...second.incidents, ...third.incidents]).toEqual([])
  await third.engine.close()
  removeFolder(directory)
}, 120_000)

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(2)
}
