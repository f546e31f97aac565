/** The page on which anybody has a receipt checked: a form, and what was found. Beyond the receipt it tells only how it stands. */
import type { ReceiptFacts, ReceiptVerdict } from '../contract/receipts.ts'
import { type Language, languages } from '../contract/settings.ts'
import { assertNever } from '../invariant.ts'
import { kindWord } from '../ledger/kind-words.ts'
import { amountText } from '../pdf/amount-text.ts'
import { clockOf } from '../pdf/clock.ts'
import { checkPath } from '../receipts/check-address.ts'
import { escaped, page } from './plain-page.ts'
import { receiptPageWords } from './receipt-words.ts'

/** The field of the form that carries the file. */
export const receiptField = 'receipt'

export const formHtml: string = inEveryLanguage((language) => {
  const { title, lead } = receiptPageWords[language]
  return `<h1>${escaped(title)}</h1><p>${escaped(lead)}</p>`
}, form())

export type Problem = 'tooLarge' | 'nothingChosen' | 'notNow'

export const problemHtml = (problem: Problem): string =>
  inEveryLanguage((language) => {
    const words = receiptPageWords[language]
    return `<h1>${escaped(words.title)}</h1><p>${escaped(words[problem])}</p>`
  }, form())

export const verdictHtml = (verdict: ReceiptVerdict): string =>
  inEveryLanguage((language) => said(verdict, language), again())

function said(verdict: ReceiptVerdict, language: Language): string {
  const words = receiptPageWords[language]
  switch (verdict.verdict) {
    case 'genuine': {
      const { facts, now } = verdict
      const inProcess = facts.state === 'in_process' ? `<p>${escaped(words.inProcess)}</p>` : ''
      return `<h1>${escaped(words.genuine)}</h1><p>${escaped(words.now[now.standing])}</p>${inProcess}${listed(facts, language)}`
    }
    case 'changed':
      return `<h1>${escaped(words.changed)}</h1><p>${escaped(words.changedWhy)}</p>`
    case 'not_ours':
      return `<h1>${escaped(words.notOurs)}</h1><p>${escaped(words.notOursWhy)}</p>`
    default:
      return assertNever(verdict)
  }
}

/** As the receipt says it, and no more: whoever holds a file has read it already. */
function listed(facts: ReceiptFacts, language: Language): string {
  const { facts: names } = receiptPageWords[language]
  const time = clockOf(facts.zone)
  const all: readonly (readonly [string, string])[] = [
    [names.receipt, facts.receipt],
    [names.house, facts.house],
    [names.kind, kindWord(language, facts.kind, facts.amount)],
    [names.amount, `${facts.currency} ${amountText(facts.amount, facts.digits)}`],
    [names.at, `${time(facts.at)} (${facts.zone})`],
    [names.madeAt, time(facts.madeAt)],
  ]
  return `<dl>${all.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`
}

function form(): string {
  const label = bothWords('file')
  const input = `<input id="file" type="file" name="${receiptField}" accept="application/pdf,.pdf" required>`
  return `<form method="post" action="${checkPath}" enctype="multipart/form-data"><label for="file">${label}</label>${input}<button>${bothWords('check')}</button></form>`
}

const again = (): string => `<p><a href="${checkPath}">${bothWords('another')}</a></p>`

function bothWords(word: 'file' | 'check' | 'another'): string {
  const words = languages.map(
    (language) => `<span lang="${language}">${escaped(receiptPageWords[language][word])}</span>`,
  )
  return words.join(' · ')
}

function inEveryLanguage(make: (language: Language) => string, behind: string): string {
  const sections = languages.map((language) => `<section lang="${language}">${make(language)}</section>`).join('')
  return page('en', receiptPageWords.en.title, sections + behind)
}
