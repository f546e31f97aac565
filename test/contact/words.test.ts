/** The texts of messages: the same is said in both languages, and every part of them can be filled in. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, it } from 'vitest'
import { mailLinkOf } from '../../engine/contact/mailto.ts'
import { type LetterName, letters, pageWords, writeLetter } from '../../engine/contact/words.ts'
import { batchRules, rowRules } from '../../engine/contract/agreements.ts'
import { messageTemplates } from '../../engine/contract/messages.ts'
import { languages } from '../../engine/contract/settings.ts'
import { noticeLines } from '../../engine/own-wallet/notice-letter.ts'

type Part = Readonly<{ type: number; value?: string; options?: Readonly<Record<string, { value: readonly Part[] }>> }>

/** Every value that a text asks for, and every case of it that it knows, however deep. */
function asked(text: string, language: string): readonly string[] {
  if (text === '') return []
  const walk = (parts: readonly Part[]): string[] =>
    parts.flatMap(({ type, value, options }) => {
      // 0 is plain text, 7 the number of a plural.
      if (type === 0 || type === 7) return []
      const cases = Object.entries(options ?? {}).flatMap(([name, { value: inside }]) => [
        ...(type === 5 ? [`${value}=${name}`] : []),
        ...walk(inside),
      ])
      return [String(value), ...cases]
    })
  const format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
  return [...new Set(walk(format.getAst() as unknown as readonly Part[]))].toSorted()
}

const own = ['test', 'wallet_code', 'wallet_notice', 'wallet_address'] as const
const names = [...messageTemplates, ...own] as const satisfies readonly LetterName[]

it.each(names)('asks for the same in both languages: %s', (name) => {
  const [english, chinese] = languages.map((language) => {
    const { subject, text } = letters[language][name]
    return [asked(subject, language), asked(text.join('\n'), language)]
  })
  expect(chinese).toEqual(english)
})

it('says as much on the answer page in both languages', () => {
  for (const [word, text] of Object.entries(pageWords.en))
    expect(asked(pageWords['zh-HK'][word as keyof typeof pageWords.en], 'zh-HK')).toEqual(asked(text, 'en'))
})

it('says as much in the lines of news of a wallet in both languages', () => {
  for (const [line, text] of Object.entries(noticeLines.en))
    expect(asked(noticeLines['zh-HK'][line as keyof typeof noticeLines.en], 'zh-HK')).toEqual(asked(text, 'en'))
})

it('has a file for each of its texts, and no other', () => {
  const files = languages.map((language) =>
    readdirSync(path.resolve(import.meta.dirname, '../../resources/templates', language)).toSorted(),
  )
  const expected = [...names, 'answer_page', 'digest', 'digest_lines', 'wallet_notice_lines']
    .map((name) => `${name}.json`)
    .toSorted()
  expect(files).toEqual([expected, expected])
})

it('has words of its own for whatever a producer can be asked about', () => {
  const text = letters.en.ask_producer.text.join('\n')
  const known = asked(text, 'en')
  // What is our own affair is never asked of a producer: that somebody has to pay first, or that we stopped them.
  const ours = ['INSUFFICIENT_FUNDS', 'BATCH_MISSING', 'PRODUCER_UNKNOWN', 'PRODUCER_SUSPENDED']
  const codes = [...rowRules, ...batchRules].filter((code) => !ours.includes(code))
  expect(codes.filter((code) => !known.includes(`problem=${code}`))).toEqual([])
})

it('writes no code and leaves no hole, whatever the problem is', () => {
  for (const language of languages)
    for (const problem of [...rowRules, ...batchRules])
      for (const about of ['rows', 'file', 'missing']) {
        const values = { named: 'no', name: '', sender: 'S', producer: 'P', about, expected: 'E', file: 'f.csv' }
        const more = { received: 'R', rows: 2, lines: '2 and 3', more: 0, problem }
        const { subject, text } = writeLetter('ask_producer', language, { ...values, ...more })
        expect(`${subject}\n${text}`).not.toMatch(/[A-Z]{3,}_|[{}]|\n\n\n/)
      }
})

it('makes a link for a mail program of whatever was written, no longer than one takes', () => {
  const to = 'a+b@client.example'
  const { mailto, hasText } = mailLinkOf({ to, subject: 'A & B?', text: 'One\nTwo & three' })
  expect(mailto).toBe('mailto:a%2Bb@client.example?subject=A%20%26%20B%3F&body=One%0D%0ATwo%20%26%20three')
  expect(hasText).toBe(true)
  expect(mailLinkOf({ to, subject: 'S', text: 'x'.repeat(2_000) })).toEqual({
    mailto: 'mailto:a%2Bb@client.example?subject=S',
    hasText: false,
  })
})
