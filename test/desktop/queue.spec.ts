import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { signIn, test } from './console.ts'
import { addProducer, drop, goodRow, rowOf } from './dropped.ts'

test('an analyst works the queue in the window with keys alone', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  await addProducer(desk, workspace)
  const { page } = await desk.start('--workspace', workspace)
  await signIn(page)
  drop(workspace, 'monday.csv', [goodRow('T-1', 5000), rowOf('C-2', 'T-2', 'oops'), rowOf('C-3', 'T-3', 'oh')])
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await expect(page).toHaveURL(/\/exceptions/)
  const rows = page.locator('[role=row][row-id]')
  const news = page.getByRole('button', { name: /new$/ })
  await expect(rows.or(news).first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('link', { name: /^All [1-9]/ })).toBeVisible()
  await page.keyboard.press('8')
  await expect(rows.first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/open=\d+/)
  await expect(page.getByRole('region', { name: /^EX-\d+$/ })).toContainText('monday.csv')
})

test('an app that is quit while it posts loses no row and posts none twice', async ({ desk }) => {
  test.setTimeout(420_000)
  // So many that an engine which posts a hundred thousand in a second is still at it when the window has told of it.
  const rows = 1_500_000
  const workspace = await desk.makeWorkspace('books')
  await addProducer(desk, workspace)
  const first = await desk.start('--workspace', workspace)
  await signIn(first.page)
  await first.page.getByRole('link', { name: 'Batches', exact: true }).click()
  drop(
    workspace,
    'large.csv',
    Array.from({ length: rows }, (_, n) => rowOf(`C-${n % 5000}`, `L-${n}`, '100')),
  )
  const running = first.page.getByRole('region', { name: 'Being processed now' }).getByRole('button')
  await expect(running).toContainText(/Posting, \d+ %/, { timeout: 90_000 })
  await first.app.evaluate(({ app }) => app.quit())
  await expect.poll(() => existsSync(path.join(workspace, 'holder.json')), { timeout: 60_000 }).toBe(false)
  const left = JSON.parse(await desk.cli('batches', 'show', '1', '--workspace', workspace, '--json'))
  expect(left).toMatchObject({ state: 'posting' })

  const second = await desk.start('--workspace', workspace)
  await signIn(second.page)
  await second.page.getByRole('link', { name: 'Batches', exact: true }).click()
  await expect(second.page.getByText('Posted', { exact: true }).first()).toBeVisible({ timeout: 240_000 })
  await second.app.close()
  const done = JSON.parse(await desk.cli('batches', 'show', '1', '--workspace', workspace, '--json'))
  expect(done).toMatchObject({ state: 'posted', rows, posted: rows, sum: rows * 100 })
  await desk.cli('check', '--workspace', workspace, '--json')
})
