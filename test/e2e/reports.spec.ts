/** Tables as files: from the list where they are seen, and as reports with a name. */
import { readFileSync } from 'node:fs'
import { clean } from './accessible.ts'
import { addProducer, expect, forSmallFiles, instant, signIn, test } from './console-fixture.ts'

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 96, code: 'papers', name: 'Paper & Ink', agreement: forSmallFiles })
  host.drop('papers', 'for-export.csv', [
    `${instant(60)},96,PAPER-1,Central,TX-PAPER-1,TopUp,123450`,
    `${instant(60)},96,PAPER-2,Central,TX-PAPER-2,TopUp,6015`,
  ])
})

for (const scheme of ['light', 'dark'] as const) {
  test(`a list is taken as it is narrowed, with progress and a hash (${scheme})`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await signIn(page, host, 'anna', '/batches')
    await expect(page.getByRole('row').filter({ hasText: 'for-export.csv' })).toBeVisible()
    await page.goto(`${host.url}/clients?search=PAPER-2`)
    await expect(page.getByRole('row').filter({ hasText: 'PAPER-2' })).toBeVisible()
    await page.getByRole('button', { name: 'Export…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export: Clients' })
    await expect(dialog).toContainText('PAPER-2')
    await clean(page, 'before the export', scheme)
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Download' }).click()
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split(/\r?\n/)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('PAPER-2')
    await expect(dialog).toContainText('SHA-256')
    await clean(page, 'after the export', scheme)
  })
}

test('a report is made, run now, and its file taken', async ({ page, host }) => {
  await signIn(page, host, 'audrey', '/reports')
  await page.getByRole('button', { name: 'New report…' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Trial balance of the month')
  await clean(page, 'a new report')
  await dialog.getByRole('button', { name: 'Make the report' }).click()
  await page.getByRole('button', { name: 'Run now' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).first().click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('USD')
  await clean(page, 'a report')
  await page.getByRole('link', { name: 'My exports' }).click()
  await expect(page.getByRole('main')).toBeVisible()
  await clean(page, 'my exports')
})
