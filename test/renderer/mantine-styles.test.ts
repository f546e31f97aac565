/** A part of Mantine without its styles is drawn bare: whatever the console uses has its line in the sheet, and nothing else. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const sheet = readFileSync('renderer/theme/mantine.css', 'utf8')
const styled = [...sheet.matchAll(/@mantine\/core\/styles\/(\w+)\.css/g)].map(([, part]) => part ?? '')

const imported = globSync('renderer/**/*.{ts,tsx}', { exclude: ['renderer/wallet/**'] }).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim().split(' ')[0] ?? ''),
  ),
)

it('styles every part of Mantine that the console uses', () => {
  const parts = [...new Set(imported)].filter((part) => existsSync(`node_modules/@mantine/core/styles/${part}.css`))
  expect(parts.length).toBeGreaterThan(20)
  expect(parts.filter((part) => !styled.includes(part))).toEqual([])
})

it('keeps the order of Mantine’s own sheet, in which a part overrides what it is made of', () => {
  const whole = readFileSync('node_modules/@mantine/core/styles.css', 'utf8')
  const places = styled
    .filter((part) => /^[A-Z]/.test(part))
    .map((part) => whole.indexOf(readFileSync(`node_modules/@mantine/core/styles/${part}.css`, 'utf8').slice(0, 200)))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
})
