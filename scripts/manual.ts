/**
 * The manual as pages: `docs/manual/` is its only text, for readers of the repository as it stands there, and for people at
 * the console as plain pages with the pictures beside them. No script, no network; the build puts them with the console.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marked } from 'marked'
import type { Plugin } from 'vite'

const docs = fileURLToPath(new URL('../docs/', import.meta.url))

export const languages = ['en', 'zh-HK'] as const
type Language = (typeof languages)[number]

/** Each person's page, in the order of the index. */
export const pages = [
  'index',
  'analyst',
  'approver',
  'operator',
  'executive',
  'auditor',
  'administrator',
  'wallet',
] as const
type PageName = (typeof pages)[number]

type BuiltFile = Readonly<{ fileName: string; source: string | Uint8Array }>

/** Everything that belongs to it, under its address at the console. */
export function manualFiles(): readonly BuiltFile[] {
  const pictures = picturesIn().map((name) => ({
    fileName: `manual/pictures/${name}`,
    source: readFileSync(join(docs, 'pictures', name)),
  }))
  const texts = languages.flatMap((language) =>
    pages.map((name) => ({ fileName: `manual/${language}/${name}.html`, source: pageOf(language, name) })),
  )
  return [...texts, ...pictures, { fileName: 'manual/manual.css', source: style }]
}

export function manualPlugin(): Plugin {
  return {
    name: 'manual',
    apply: 'build',
    generateBundle() {
      for (const file of manualFiles()) this.emitFile({ type: 'asset', ...file })
    },
  }
}

const picturesIn = (): readonly string[] => readdirSync(join(docs, 'pictures')).filter((name) => name.endsWith('.webp'))

const textOf = (language: Language, name: PageName): string =>
  readFileSync(join(docs, 'manual', language, `${name}.md`), 'utf8')

const titleOf = (language: Language, name: PageName): string => /^# (.+)$/m.exec(textOf(language, name))?.[1] ?? name

function pageOf(language: Language, name: PageName): string {
  const other =
    language === 'en' ? ({ language: 'zh-HK', says: '中文' } as const) : ({ language: 'en', says: 'English' } as const)
  const links = pages.map((each) => {
    const here = each === name ? ' aria-current="page"' : ''
    return `<li><a href="${each}.html"${here}>${titleOf(language, each)}</a></li>`
  })
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${titleOf(language, name)} · Countinghouse</title><link rel="stylesheet" href="../manual.css"></head><body>`,
    `<nav aria-label="${titleOf(language, 'index')}"><ul>${links.join('')}`,
    `<li><a href="../${other.language}/${name}.html" lang="${other.language}">${other.says}</a></li></ul></nav>`,
    `<main>${markdown.parse(textOf(language, name), { async: false })}</main></body></html>`,
  ].join('')
}

/** The files lie elsewhere in the repository than their pages do at the console. */
const markdown = new Marked({
  walkTokens: (token) => {
    if (token.type === 'link') token.href = token.href.replace(/^([a-z]+)\.md$/, '$1.html')
    if (token.type === 'image') token.href = token.href.replace(/^\.\.\/\.\.\/pictures\//, '../pictures/')
  },
})

const style = `:root {
  color-scheme: light dark; --canvas: #fff; --text: #17202a; --line: #d3dae1; --accent: #1b59b3; --here: #e2ecfa;
}
@media (prefers-color-scheme: dark) {
  :root { --canvas: #151b22; --text: #e6ebf0; --line: #2c3641; --accent: #85b7ff; --here: #16294a; }
}
body {
  font: 1rem/1.6 "Inter", "PingFang HK", "Microsoft JhengHei UI", "Noto Sans HK", system-ui, sans-serif;
  margin: 0; background: var(--canvas); color: var(--text); overflow-wrap: anywhere;
}
nav { border-bottom: 1px solid var(--line); padding: .5rem 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .25rem .5rem; border-radius: 4px; text-decoration: none; }
nav a[aria-current] { background: var(--here); font-weight: 600; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
a { color: var(--accent); }
h1 { font-size: 1.75rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .375rem .5rem; border-bottom: 1px solid var(--line); }
kbd, code { font: .875em/1.4 ui-monospace, "Cascadia Mono", Menlo, monospace; }
kbd { padding: 0 .3em; border: 1px solid var(--line); border-radius: 4px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`
