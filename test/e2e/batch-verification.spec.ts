/** A person holds a posted batch against its archived file, and sees at once that somebody changed the file. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { clean } from './accessible.ts'
import { addProducer, expect, instant, type RunningHost, signIn, test } from './console-fixture.ts'

const file = 'verified.csv'

/** The archived file that was written last. */
function newestArchive(host: RunningHost): string {
  const folder = path.join(host.directory, 'archive')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cha'))
  const byTime = names
    .map((name) => path.join(folder, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  return byTime[0] ?? ''
}

test('a posted batch is compared with its file, and a changed file is told', async ({ page, host }) => {
  await addProducer(host, { id: 61, code: 'verity', name: 'Verity Books' })
  const rows = Array.from({ length: 10 }, (_, at) => `${instant(60)},61,V-C${at},Central,V-${at},TopUp,1000`)
  host.drop('verity', file, rows)
  await signIn(page, host, 'anna', '/batches')
  await expect(async () => {
    await page.goto(`${host.url}/batches?file=${file}`)
    await expect(page.getByRole('row').filter({ hasText: file })).toContainText('Posted', { timeout: 2_000 })
  }).toPass()
  await page.getByRole('row').filter({ hasText: file }).click()
  const section = page.locator('[data-pane]').getByRole('region', { name: 'File and ledger' })
  await expect(section).toContainText('Not compared with its file yet')
  await section.getByRole('button', { name: 'Compare with the file' }).click()
  await expect(section).toContainText('File and ledger agree: 10 rows compared')
  await clean(page, 'agrees')
  await page.screenshot({ path: 'test-results/verification-agrees.png' })

  const archived = newestArchive(host)
  const bytes = readFileSync(archived)
  const changed = Buffer.from(bytes)
  changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1
  writeFileSync(archived, changed)
  try {
    await section.getByRole('button', { name: 'Compare with the file again' }).click()
    await expect(section).toContainText('File and ledger differ in 1 thing')
    await expect(section).toContainText('The archived file was changed or cut off.')
    await clean(page, 'differs')
    await page.screenshot({ path: 'test-results/verification-differs.png' })
  } finally {
    writeFileSync(archived, bytes)
  }
  await section.getByRole('button', { name: 'Compare with the file again' }).click()
  await expect(section).toContainText('File and ledger agree: 10 rows compared')
})
