/** What a person does all day, and how long the page was busy with it: the browser's own measures. */
import { readFileSync } from 'node:fs'
import type { Browser, CDPSession, Locator, Page } from '@playwright/test'

export type Busy = Readonly<{
  /** The longest task that kept the page from answering, in milliseconds; 0 when none was over 50. */
  longest: number
  /** From each key or click to the next picture, in milliseconds. */
  interactions: readonly number[]
}>

/** Counts from the first page on; nothing of it is the product's. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { tasks: [] as number[], interactions: [] as number[] }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration)
    }).observe({ type: 'longtask', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const isOfPerson = (entry as PerformanceEntry & { interactionId: number }).interactionId > 0
        if (isOfPerson) seen.interactions.push(entry.duration)
      }
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
  })
}

/** What was seen since it was last asked. */
export async function busyOf(page: Page): Promise<Busy> {
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { tasks: number[]; interactions: number[] } }
    const { tasks, interactions } = seen
    const busy = { longest: Math.round(Math.max(0, ...tasks)), interactions: [...interactions] }
    tasks.length = 0
    interactions.length = 0
    return busy
  })
}

/** What the page itself holds, after everything it let go of is swept up. */
export async function heldBy(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

/**
 * What the operating system counts as the page's process's own, where it tells. Chromium keeps processes ready for pages that
 * may come; the page's is the largest of them.
 */
export async function processOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  if (process.platform !== 'linux') return Number.NaN
  const pages = processInfo.filter(({ type }) => type === 'renderer')
  const own = pages.map(({ id }) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')
    return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1_024
  })
  return Math.max(...own)
}

/** Lines of a list that are drawn. */
export const cases = (page: Page): Locator => page.locator('[role=row][row-id]')

/** A round of the queue: down some cases, into one and out, through the views, and a search. */
export async function workTheQueue(page: Page): Promise<void> {
  await cases(page).first().click()
  for (let step = 0; step < 8; step += 1) await press(page, 'j')
  for (let step = 0; step < 4; step += 1) await press(page, 'k')
  for (const view of ['1', '2', '8']) await press(page, view)
  await press(page, 'Control+k')
  await page.keyboard.type('shop-1', { delay: 40 })
  await page.waitForTimeout(400)
  await press(page, 'Escape')
}

/** As fast as somebody who knows the keys. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await page.waitForTimeout(120)
}
