import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What of a page may be otherwise in another theme: its colours, and nothing else. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** Nothing on the page, an open overlay included, stands in anybody's way. `where` names it in what fails. */
export async function clean(page: Page, where: string, scheme: 'light' | 'dark' = 'light'): Promise<void> {
  // The page has no frames of others: without looking for any it needs no second page, and half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const found = await (scheme === 'dark'
    ? axe.withRules(ofColours)
    : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  ).analyze()
  expect(found.violations.map(({ id, nodes }) => [where, id, nodes[0]?.html])).toEqual([])
}
