/** What makes an installed app safe is decided when it is packed; a line lost from that file would be seen nowhere else. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const packing = read('electron-builder.yml')
const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>

it.each([
  ['runAsNode', false],
  ['enableNodeOptionsEnvironmentVariable', false],
  ['enableNodeCliInspectArguments', false],
  ['enableCookieEncryption', true],
  ['enableEmbeddedAsarIntegrityValidation', true],
  ['onlyLoadAppFromAsar', true],
  ['loadBrowserProcessSpecificV8Snapshot', false],
  ['grantFileProtocolExtraPrivileges', false],
])('the fuse %s is set to %s', (fuse, value) => {
  expect(packing).toMatch(new RegExp(`^  ${fuse}: ${value}$`, 'm'))
})

it('packs an archive, with only native modules beside it', () => {
  expect(packing).toMatch(/^asar: true$/m)
  expect(packing).toContain("asarUnpack: ['**/*.node']")
})

it('gives the app on macOS nothing beyond what V8 needs', () => {
  const keys = [...read('resources/entitlements.mac.plist').matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)
  expect(keys).toEqual(['com.apple.security.cs.allow-jit'])
})

it('ships the one version of Electron that was tested, and nothing of it as a dependency', () => {
  expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  expect(manifest.dependencies).not.toHaveProperty('electron')
})
