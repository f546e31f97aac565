/** The manual as it is read at the console: a page for each person in both languages, whose links and pictures are there. */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { languages, manualFiles, pages } from '../../scripts/manual.ts'

const files = new Map(manualFiles().map(({ fileName, source }) => [fileName, source]))
const texts = [...files].flatMap(([name, source]) => (typeof source === 'string' ? [{ name, source }] : []))
const html = texts.filter(({ name }) => name.endsWith('.html'))

it('has a page for each person in both languages', () => {
  expect(html.map(({ name }) => name).toSorted()).toEqual(
    languages.flatMap((language) => pages.map((page) => `manual/${language}/${page}.html`)).toSorted(),
  )
})

describe.each(html)('$name', ({ name, source }) => {
  it('leads nowhere that is not there, and shows no picture that is not there', () => {
    const addresses = [...source.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address = '']) => address)
    const missing = addresses.filter((address) => !files.has(path.posix.join(path.posix.dirname(name), address)))
    expect(addresses.length).toBeGreaterThan(pages.length)
    expect(missing).toEqual([])
  })

  it('runs no script, and says of each picture what is on it', () => {
    expect(source).not.toMatch(/<script|\son\w+=|javascript:/i)
    expect([...source.matchAll(/<img [^>]*>/g)].filter(([image]) => !/alt="[^"]{5,}"/.test(image))).toEqual([])
  })
})

it('has the same pictures, tables and sections in both languages', () => {
  const shapeOf = (language: string, page: string): readonly string[] =>
    [...String(files.get(`manual/${language}/${page}.html`)).matchAll(/<(?:h2|table|tr|li|img[^>]*src="[^"]*)/g)].map(
      ([tag]) => tag.replace(/alt="[^"]*"/, ''),
    )
  for (const page of pages) expect([page, shapeOf('zh-HK', page)]).toEqual([page, shapeOf('en', page)])
})
