/** The mail server and how clients answer, as they are typed: read back they are the same, and what can't be is told by field. */
import { expect, it } from 'vitest'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { readContact, typedContact } from '../../renderer/settings/contact-drafts.ts'

it.each(['mail', 'contact'] as const)('reads back what it shows of %s', (name) => {
  expect(readContact(name, typedContact(name, defaultSettings[name]))).toEqual({
    ok: true,
    value: defaultSettings[name],
  })
})

it('takes an empty field for nothing, and a full one for what it says', () => {
  const typed = typedContact('mail', defaultSettings.mail)
  expect(typed.host).toBe('')
  const read = readContact('mail', { ...typed, host: ' mail.example ', fromAddress: 'a@b.example', port: '587' })
  expect(read).toMatchObject({ ok: true, value: { host: 'mail.example', fromAddress: 'a@b.example', port: 587 } })
})

it('tells which field can not be used', () => {
  const mail = typedContact('mail', defaultSettings.mail)
  const wrong = readContact('mail', { ...mail, port: 'x', fromAddress: 'nobody', ratePerMinute: '0' })
  expect(wrong.ok ? {} : Object.keys(wrong.problems).toSorted()).toEqual(['fromAddress', 'port', 'ratePerMinute'])
  const contact = typedContact('contact', defaultSettings.contact)
  expect(readContact('contact', { ...contact, publicAddress: 'answers' })).toMatchObject({ ok: false })
})
