/**
 * The page behind an answer link, as plain HTML: what is asked, and two buttons. It says nothing about whom it is for, loads
 * nothing, and runs no script; opening it answers nothing, because mail scanners open every link.
 */
import type { QuestionPage } from '../contact/question-page.ts'
import { fill, type PageWord, pageWords } from '../contact/words.ts'
import type { ClientAnswer } from '../contract/messages.ts'
import { type Language, languages } from '../contract/settings.ts'
import { escaped, page } from './plain-page.ts'

export function questionHtml({ language, values }: QuestionPage, token: string): string {
  const say = (word: PageWord): string => escaped(fill(pageWords[language][word], language, values))
  const fact = (name: PageWord, word: PageWord): string => `<dt>${say(name)}</dt><dd>${say(word)}</dd>`
  const button = (answer: ClientAnswer): string =>
    `<form method="post" action="/answer/${token}/${answer}"><button>${say(answer)}</button></form>`
  const facts = [fact('when', 'time'), fact('where', 'place'), fact('amount', 'money')].join('')
  const body = `<h1>${say('title')}</h1><dl>${facts}</dl>${button('yes')}${button('no')}<p>${say('once')}</p>`
  return page(language, say('title'), body)
}

type Thanks = Readonly<{ language: Language; answer: ClientAnswer; frozen: boolean }>

export function thanksHtml({ language, answer, frozen }: Thanks): string {
  const say = (word: PageWord): string => escaped(fill(pageWords[language][word], language, {}))
  const stopped = frozen ? `<p>${say('frozen')}</p>` : ''
  const body = `<h1>${say('thanks')}</h1><p>${say(answer === 'yes' ? 'thanksYes' : 'thanksNo')}</p>${stopped}`
  return page(language, say('thanks'), body)
}

/** The same for every link that answers nothing, whether it never was one, was used, or ended: so it tells nobody which. */
export const overHtml: string = page(
  'en',
  pageWords.en.over,
  languages
    .map((language) => {
      const { over, overWhy } = pageWords[language]
      return `<section lang="${language}"><h1>${escaped(over)}</h1><p>${escaped(overWhy)}</p></section>`
    })
    .join(''),
)
