/** What IT has locked, as people see it; and how a workspace is set up, brought in from a file. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

let host: RunningHost
let policy: string

test.beforeAll(async () => {
  host = await openHost()
  policy = path.join(host.directory, '..', `${path.basename(host.directory)} policy.json`)
  const settings = { contact: { freezeOnNo: true }, tiers: { names: ['standard', 'gold'] } }
  writeFileSync(policy, JSON.stringify({ version: 1, settings }))
  await host.kill()
  await host.start({}, ['--policy', policy])
})
test.afterAll(() => endHost(host))

const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const dialog = (page: Page): Locator => page.getByRole('dialog')

test('what IT manages is shown with its value and a lock, and the rest can be changed', async ({ page }) => {
  await signIn(page, host, 'admin', '/settings')
  const tiers = region(page, 'Tiers')
  await expect(tiers).toContainText('Managed by your IT')
  await expect(tiers.getByRole('button', { name: 'Propose a change' })).toHaveCount(0)
  const contact = page.locator('[data-section="contact"]')
  await expect(contact).toContainText('Managed by your IT: A client’s “no” freezes their wallet')
  await clean(page, 'settings with a policy')

  await contact.getByRole('button', { name: 'Propose a change' }).click()
  const locked = dialog(page).getByRole('group', { name: /Managed by your IT/ })
  await expect(locked.getByRole('combobox')).toBeDisabled()
  await clean(page, 'a form with a locked field')
  await dialog(page).getByLabel('Reminders at most').fill('3')
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page)).toContainText('3')
  await dialog(page).getByLabel('Why it is needed').fill('One was too few')
  await dialog(page).getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'It waits for a second person' })).toBeVisible()
})

test('a configuration is saved, and brought in after a look at what it would change', async ({ page }) => {
  await signIn(page, host, 'admin', '/settings')
  const section = region(page, 'Configuration')
  const downloading = page.waitForEvent('download')
  await section.getByRole('button', { name: 'Save to a file' }).click()
  const saved = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'))
  expect(saved).toMatchObject({ kind: 'countinghouse-configuration', zone: 'Asia/Hong_Kong', producers: [] })

  const file = (content: unknown) => ({
    name: 'basel.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(content)),
  })
  const choose = async (content: unknown): Promise<void> => {
    const choosing = page.waitForEvent('filechooser')
    await section.getByRole('button', { name: 'Bring in a file' }).click()
    await (await choosing).setFiles(file(content))
  }
  await choose({ ...saved, passphrases: [] })
  await expect(section).toContainText('basel.json is no configuration of a workspace')

  await choose({
    ...saved,
    zone: 'Europe/Zurich',
    currencies: [...saved.currencies, { code: 'EUR', digits: 2 }],
    settings: { ...saved.settings, holds: { expireAfterHours: 24 }, tiers: { names: ['standard'] } },
  })
  const part = (subject: string): Locator => dialog(page).locator(`[data-subject="${subject}"]`)
  await expect(part('zone')).toContainText('A workspace keeps the time zone')
  await expect(part('setting:tiers')).toContainText('Managed by your IT: names')
  await expect(part('setting:holds')).toContainText('A second person decides')
  await expect(part('currency:EUR')).toContainText('New')
  await clean(page, 'what a configuration would change')

  await dialog(page).getByLabel('Why it is needed').fill('As in Basel')
  await dialog(page).getByRole('button', { name: 'Propose and apply' }).click()
  await expect(dialog(page).getByRole('link', { name: /Proposal/ })).toHaveCount(2)
  await clean(page, 'what became of a configuration')
})
