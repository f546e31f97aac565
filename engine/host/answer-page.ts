/**
 * The page behind an answer link, as plain HTML: what is asked, and two buttons. It says nothing about whom it is for, loads
 * nothing, and runs no script; opening it answers nothing, because mail scanners open every link.
 */
import { hash } from 'node:crypto'
import type { QuestionPage } from '../contact/question-page.ts'
import { fill, type PageWord, pageWords } from '../contact/words.ts'
import type { ClientAnswer } from '../contract/messages.ts'
import { type Language, languages } from '../contract/settings.ts'

const style = `
  :root { color-scheme: light dark; }
  body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; padding: 1.5rem; max-width: 34rem; margin-inline: auto; }
  h1 { font-size: 1.375rem; line-height: 1.25; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
  dt { opacity: 0.75; }
  dd { margin: 0; overflow-wrap: anywhere; }
  form { margin-block: 0.75rem; }
  button { font: inherit; width: 100%; padding: 0.75rem 1rem; border: 1px solid; border-radius: 0.5rem; cursor: pointer; }
  button:focus-visible { outline: 3px solid; outline-offset: 2px; }
`

/** No script and nothing from anywhere; of styles only the one that stands in the page. */
export const answerContentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

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

function page(language: Language, title: string, body: string): string {
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
  ].join('')
  return `<!doctype html><html lang="${language}"><head>${head}</head><body><main>${body}</main></body></html>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
