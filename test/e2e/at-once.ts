/** A person who is quicker than the page: the key is pressed before the click was answered. */
import type { Locator, Page } from '@playwright/test'

export async function pressBehindAClick(page: Page, on: Locator, key: string): Promise<void> {
  const box = await on.boundingBox()
  if (box === null) throw new Error('nothing stands there to click on')
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, button: 'left', clickCount: 1 } as const
  const browser = await page.context().newCDPSession(page)
  await Promise.all([
    browser.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at }),
    browser.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at }),
    browser.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key }),
    browser.send('Input.dispatchKeyEvent', { type: 'keyUp', key }),
  ])
  await browser.detach()
}
