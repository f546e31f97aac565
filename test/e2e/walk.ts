/** A walk through the console as one person: from address to address in one page, and what each shows is looked at. */
import { expect, type Page } from '@playwright/test'
import en from '../../renderer/messages/en.json' with { type: 'json' }
import zh from '../../renderer/messages/zh-HK.json' with { type: 'json' }
import { type Screen, screens } from '../../renderer/route/screens.ts'
import { clean } from './accessible.ts'

/** The two walks of each store: together they are both themes and both languages. */
export const looks = [
  { name: 'light, in English', locale: 'en-HK', colorScheme: 'light', words: en },
  { name: 'dark, in Chinese', locale: 'zh-HK', colorScheme: 'dark', words: zh },
] as const
export type Look = (typeof looks)[number]

/** The smallest window that everything must be in. */
export const smallest = { width: 1_024, height: 700 } as const

export type Person = Readonly<{ name: string; passphrase: string }>

/** Whatever the language: the words of the page are what is looked at later. */
export async function enter(page: Page, url: string, { name, passphrase }: Person): Promise<void> {
  await page.goto(url)
  await page.locator('input[autocomplete="username"]').fill(name)
  await page.locator('input[type="password"]').fill(passphrase)
  await page.locator('button[type="submit"]').click()
  await expect(page.locator('main#content')).toBeVisible()
}

/** What should not happen anywhere: filled while one walks. */
export function listen(page: Page): readonly string[] {
  const heard: string[] = []
  const here = (): string => new URL(page.url()).pathname
  page.on('pageerror', ({ message }) => heard.push(`${here()}: ${message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(`${here()}: ${message.text()}`)
  })
  page.on('requestfailed', (request) => heard.push(`${here()}: ${request.url()} failed`))
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`${here()}: ${response.url()} answered ${response.status()}`)
  })
  return heard
}

/** As a link within the console leads there. */
export async function walkTo(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => window.history.pushState(null, '', to), address)
  await settled(page)
}

/** Until nothing is being read any more, and nothing has changed for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let changed = performance.now()
        const watch = new MutationObserver(() => {
          changed = performance.now()
        })
        watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
        const look = (): void => {
          const isQuiet = performance.now() - changed > 120
          if (!isQuiet || document.querySelector('main h1') === null) return
          if (document.querySelector('.mantine-Skeleton-root, main [aria-busy="true"]') !== null) return
          clearInterval(timer)
          watch.disconnect()
          resolve()
        }
        const timer = setInterval(look, 20)
      }),
  )
}

type Title = keyof typeof en

/** Of the map of the console itself: a screen that is added there is walked to here. */
export const everyScreen: readonly Screen[] = screens

export type Stop = Readonly<{ address: string; title?: Title }>

export async function lookAt(page: Page, { address, title }: Stop, { words, colorScheme }: Look): Promise<void> {
  await walkTo(page, address)
  const heading = page.locator('main h1').first()
  if (title !== undefined) await expect(heading, address).toHaveText(words[title])
  // The heading names the window too, and with it the entry of the browser's history.
  const name = await heading.innerText()
  await expect(page, address).toHaveTitle(new RegExp(`^${escaped(name)} · .+ · ${escaped(words['app.name'])}$`))
  await expect(page.getByText(words['broken.title']), address).toHaveCount(0)
  expect(await faults(page), address).toEqual([])
  await clean(page, address, colorScheme)
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * What can be told of a page without knowing what it is about: nothing beyond the window's edges, no name of a column or of
 * something to do cut off, no table wider than its place, and nothing moving for somebody who wants no motion.
 */
export function faults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const named = (element: Element): string =>
      `<${element.tagName.toLowerCase()} ${element.getAttribute('class')?.slice(0, 40)}> ${element.textContent.slice(0, 40)}`
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.getBoundingClientRect().width > 2
    const isCut = (element: Element): boolean => element.scrollWidth > element.clientWidth + 1
    const { scrollWidth, scrollHeight } = document.documentElement
    if (scrollWidth > innerWidth) found.push(`the page scrolls sideways: ${scrollWidth}`)
    if (scrollHeight > innerHeight) found.push(`the page scrolls as a whole: ${scrollHeight}`)
    for (const element of document.querySelectorAll('main :is(h1, button, a, input, [role="combobox"])')) {
      const { left, right } = element.getBoundingClientRect()
      // What lies in a table that scrolls is beyond no edge of the window.
      if (!isShown(element) || element.closest('.ag-root, table') !== null) continue
      if (left < -1 || right > innerWidth + 1) found.push(`beyond the edge: ${named(element)}`)
    }
    for (const element of document.querySelectorAll(
      '.ag-header-cell-text, main .mantine-Button-label, header .mantine-Button-label, [data-region] h1',
    ))
      if (isShown(element) && element.closest('.ch-select-header') === null && isCut(element))
        found.push(`cut off: ${named(element)}`)
    for (const element of document.querySelectorAll('main .ag-body-horizontal-scroll-viewport, [data-pane] *')) {
      if (!/auto|scroll/.test(getComputedStyle(element).overflowX)) continue
      if (isShown(element) && isCut(element)) found.push(`wider than its place: ${named(element)}`)
    }
    for (const motion of document.getAnimations()) {
      const lasts = motion.effect?.getComputedTiming().duration
      if (typeof lasts === 'number' && lasts > 1) found.push(`moves: ${lasts} ms`)
    }
    return [...new Set(found)]
  })
}
