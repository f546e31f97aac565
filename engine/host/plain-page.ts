/** What pages for people without a session have in common: plain HTML that loads nothing and runs no script. */
import { hash } from 'node:crypto'
import type { Language } from '../contract/settings.ts'

const style = `
  :root { color-scheme: light dark; }
  body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; padding: 1.5rem; max-width: 34rem; margin-inline: auto; }
  h1 { font-size: 1.375rem; line-height: 1.25; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
  dt { opacity: 0.75; }
  dd { margin: 0; overflow-wrap: anywhere; }
  form { margin-block: 0.75rem; }
  label { display: block; }
  input { font: inherit; width: 100%; margin-block: 0.25rem 0.75rem; }
  button { font: inherit; width: 100%; padding: 0.75rem 1rem; border: 1px solid; border-radius: 0.5rem; cursor: pointer; }
  button:focus-visible, input:focus-visible { outline: 3px solid; outline-offset: 2px; }
`

/** No script and nothing from anywhere; of styles only the one that stands in the page. */
export const plainContentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function page(language: Language, title: string, body: string): string {
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
  ].join('')
  return `<!doctype html><html lang="${language}"><head>${head}</head><body><main>${body}</main></body></html>`
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
