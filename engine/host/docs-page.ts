/** The document of the API as a page to read: plain HTML, no script, nothing from anywhere else. */
import { hash } from 'node:crypto'
import type { Schema } from './example.ts'
import type { Answer, Document, Operation } from './openapi.ts'
import { titleOf } from './problem.ts'

const style = `
  :root {
    color-scheme: light dark; --canvas: #fff; --text: #17202a; --quiet: #475362; --line: #d3dae1; --accent: #1b59b3;
  }
  @media (prefers-color-scheme: dark) {
    :root { --canvas: #151b22; --text: #e6ebf0; --quiet: #aab5c1; --line: #2c3641; --accent: #85b7ff; }
  }
  body {
    font: 15px/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem;
    background: var(--canvas); color: var(--text); overflow-wrap: anywhere;
  }
  a { color: var(--accent); }
  h1 { font-size: 1.5rem; } h1 small { color: var(--quiet); font-weight: 400; }
  h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; }
  details { border-bottom: 1px solid var(--line); padding: .35rem 0; }
  summary { cursor: pointer; } summary code { font-weight: 600; }
  summary span { color: var(--quiet); margin-left: .75rem; }
  code, pre { font: 13px/1.5 ui-monospace, monospace; }
  pre { white-space: pre-wrap; padding: .75rem; border: 1px solid var(--line); border-radius: 4px; }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
  th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
  nav ul { columns: 4 9rem; list-style: none; margin: 0; padding: 0; }
  nav a { display: inline-block; padding: .125rem 0; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`

export const docsContentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', style, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function docsHtml(document: Document): string {
  const groups = groupsOf(document)
  const names = [...groups.keys()].toSorted()
  const links = names.map((name) => `<li><a href="#${name}">${escaped(name)}</a></li>`).join('')
  const sections = names.map((name) => section(name, groups.get(name) ?? [])).join('')
  const { title, version, description } = document.info
  const intro = description
    .split('\n\n')
    .map((each) => `<p>${marked(each)}</p>`)
    .join('')
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)} API</title><style>${style}</style></head><body><main>`,
    `<h1>${escaped(title)} API <small>${escaped(version)}</small></h1>${intro}`,
    '<p>The same for programs: <a href="/api/openapi.json">openapi.json</a></p>',
    `<nav aria-label="Operations"><ul>${links}<li><a href="#errors">errors</a></li></ul></nav>`,
    `${sections}${errorsOf(document)}`,
    '</main></body></html>',
  ].join('')
}

type Route = Readonly<{ path: string; method: string; operation: Operation }>

function groupsOf({ paths }: Document): ReadonlyMap<string, readonly Route[]> {
  const groups = new Map<string, Route[]>()
  for (const [path, item] of Object.entries(paths))
    for (const [method, operation] of Object.entries(item)) {
      const tag = operation.tags[0] ?? 'others'
      const group = groups.get(tag)
      if (group === undefined) groups.set(tag, [{ path, method, operation }])
      else group.push({ path, method, operation })
    }
  return groups
}

const section = (name: string, routes: readonly Route[]): string =>
  `<section id="${escaped(name)}"><h2>${escaped(name)}</h2>${routes.map(routeHtml).join('')}</section>`

function routeHtml({ path, method, operation }: Route): string {
  const { summary, description = '', parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: where, required = false, schema, description: says = '' }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${where}${required ? ', needed' : ''}</td>` +
      `<td>${escaped(typeOf(schema))}</td><td>${marked(says)}</td></tr>`,
  )
  const asked = Object.values(requestBody?.content ?? {}).flatMap((media) =>
    media.example === undefined ? [] : [media],
  )
  return [
    `<details><summary><code>${method.toUpperCase()} /api${escaped(path)}</code><span>${escaped(summary)}</span></summary>`,
    description === '' ? '' : `<p>${marked(description)}</p>`,
    rows.length === 0 ? '' : `<table><tr><th>Name</th><th>In</th><th>Type</th><th></th></tr>${rows.join('')}</table>`,
    ...asked.map(({ schema, example }) => `<p>Body</p>${fieldsOf(schema)}<pre>${escaped(json(example))}</pre>`),
    ...Object.entries(responses).map(([status, answer]) => answerHtml(status, answer)),
    '</details>',
  ].join('')
}

function fieldsOf({ properties, required = [] }: Schema): string {
  if (properties === undefined) return ''
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${required.includes(name) ? 'needed' : ''}</td>` +
      `<td>${escaped(typeOf(schema))}</td></tr>`,
  )
  return `<table><tr><th>Field</th><th></th><th>Type</th></tr>${rows.join('')}</table>`
}

function answerHtml(status: string, { description, content = {} }: Answer): string {
  const [media] = Object.values(content)
  if (media?.example !== undefined)
    return `<p>${status} ${escaped(description)}</p><pre>${escaped(json(media.example))}</pre>`
  const codes = Object.keys(media?.examples ?? {})
  const links = codes.map((code) => `<a href="#${code}"><code>${code}</code></a>`).join(', ')
  return `<p>${status} ${links === '' ? escaped(description) : links}</p>`
}

function errorsOf({ components }: Document): string {
  const all = Object.entries(components.examples).map(([code, example]) => {
    const { value } = example as Readonly<{ value: unknown }>
    return `<section id="${code}"><h3>${escaped(titleOf(code))}</h3><pre>${escaped(json(value))}</pre></section>`
  })
  return `<section id="errors"><h2>errors</h2>${all.join('')}</section>`
}

function typeOf({ type, enum: choices, const: only, format, oneOf, anyOf }: Schema): string {
  if (only !== undefined) return json(only)
  if (choices !== undefined) return choices.map(String).join(' | ')
  const some = oneOf ?? anyOf
  if (some !== undefined) return [...new Set(some.map(typeOf))].join(' | ')
  const name = typeof type === 'string' ? type : (type ?? ['any']).join(' | ')
  return format === undefined ? name : `${name} (${format})`
}

const json = (value: unknown): string => JSON.stringify(value, null, 1)

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)

/** The only mark in our own sentences is that of code. */
const marked = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
