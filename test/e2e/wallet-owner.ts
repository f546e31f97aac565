/** An end user at a telephone: the mail server that their letters go to, and the code in one. */
import type { Page } from '@playwright/test'
import { ask } from './colleague.ts'
import { expect, type RunningHost } from './console-fixture.ts'
import type { MailProgram, Taken } from './mail-program.ts'

/** Proposed by the administrator and approved by somebody else, as any setting is. */
export async function setMail(host: RunningHost, mail: MailProgram): Promise<void> {
  const value = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'starttls',
    user: 'care',
    fromName: 'Harbour Wallet',
    fromAddress: 'care@harbour.example',
    replyTo: null,
    ratePerMinute: 1_000,
    connectSeconds: 5,
    answerSeconds: 5,
    trustedCertificate: mail.certificate,
  }
  const change = { kind: 'setting', name: 'mail', value }
  const proposed = await ask(host, 'admin', '/proposals', { change, reason: 'mail for wallets', key: 'mail-1' })
  await ask(host, 'april', `/proposals/${String(proposed.id)}/approve`, {})
  await ask(host, 'admin', '/messages/mail-password', { password: mail.password }, 'PUT')
}

export async function addOwner(host: RunningHost, client: string, contact: object): Promise<void> {
  await ask(host, 'anna', '/wallets', { client })
  await ask(host, 'anna', `/clients/${client}/contact`, { expectedVersion: 0, contact }, 'PUT')
}

/** As a mail program reads it. */
export function textOf({ text: source }: Taken): string {
  const [, body = ''] = source.split(/\r\n\r\n([\s\S]*)/)
  if (/Content-Transfer-Encoding: base64/i.test(source)) return Buffer.from(body, 'base64').toString()
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => `%${code}`)
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'))
}

/** Signs in on the page that is open, by the code of the letter. */
export async function signInByLetter(page: Page, mail: MailProgram, who: string): Promise<void> {
  const before = mail.taken.length
  await page.locator('#who').fill(who)
  await page.locator('button.primary').click()
  await expect(page.locator('#code')).toBeVisible()
  await expect.poll(() => mail.taken.length, { timeout: 30_000 }).toBeGreaterThan(before)
  const letter = mail.taken.at(-1)
  const code = letter === undefined ? '' : (/^ {2}(\d{6})\r?$/m.exec(textOf(letter))?.[1] ?? '')
  // As a mail program copies it.
  await page.locator('#code').fill(` ${code.slice(0, 3)} ${code.slice(3)} `)
  await page.locator('button.primary').click()
}
