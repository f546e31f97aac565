/** Every screen of the console's own map on a workspace in which nothing has happened yet. */
import { permissionsOf } from '../../engine/contract/permission.ts'
import { endHost, expect, openHost, passphraseOf, type RunningHost, test } from './console-fixture.ts'
import { enter, everyScreen, listen, lookAt, looks, type Stop, smallest } from './walk.ts'

// Its own, because others put files into theirs.
let host: RunningHost
test.beforeAll(async () => {
  host = await openHost()
})
test.afterAll(async () => {
  await endHost(host)
})

/** Pages beside the map that show something before there is anything. */
const pages: readonly Stop[] = [
  { address: '/ledger?tab=postings' },
  { address: '/ledger?tab=trial-balance' },
  { address: '/ledger?tab=periods' },
  { address: '/statements?part=files' },
  { address: '/statements?part=sources' },
  { address: '/reports?tab=exports' },
  { address: '/close-packs' },
  { address: '/first-run' },
  { address: '/live?wall=1' },
  { address: '/nowhere' },
]

for (const look of looks) {
  test.describe(look.name, () => {
    test.use({
      locale: look.locale,
      colorScheme: look.colorScheme,
      viewport: smallest,
      contextOptions: { reducedMotion: 'reduce' },
    })

    test(`says on every screen what will be there, and nothing is in anybody's way (${look.name})`, async ({
      page,
    }) => {
      test.setTimeout(120_000)
      const heard = listen(page)
      const mine = permissionsOf(['admin'])
      // One person sees them all; a screen that an administrator may not see needs a walk by somebody else.
      expect(everyScreen.filter(({ permission }) => permission !== null && !mine.has(permission))).toEqual([])
      await enter(page, host.url, { name: 'admin', passphrase: passphraseOf('admin') })
      await expect(page.locator('nav[data-narrow] a')).toHaveCount(everyScreen.length)
      for (const { path, title } of everyScreen) await lookAt(page, { address: path, title }, look)
      for (const stop of pages) await lookAt(page, stop, look)
      expect(heard).toEqual([])
    })
  })
}
