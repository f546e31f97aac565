import { describe, expect, it } from 'vitest'
import {
  grounds,
  type Scheme,
  seriesRoles,
  type Token,
  textRoles,
  tintOf,
  tokens,
} from '../../renderer/theme/tokens.ts'
import { contrastRatio } from './contrast.ts'

const schemes: readonly Scheme[] = ['light', 'dark']
const lowest = (scheme: Scheme, role: Token, on: readonly Token[]): number =>
  Math.min(...on.map((ground) => contrastRatio(tokens[scheme][role], tokens[scheme][ground])))

describe.each(schemes)('colours of the %s scheme', (scheme) => {
  it.each(textRoles)('%s can be read on every ground and on its own tint', (role) => {
    const tint = tintOf[role]
    expect(lowest(scheme, role, tint ? [...grounds, tint] : grounds)).toBeGreaterThanOrEqual(4.5)
  })

  it('shows the edges of what can be changed', () => {
    expect(lowest(scheme, 'control', ['surface', 'canvas'])).toBeGreaterThanOrEqual(3)
  })

  it.each(['fill', 'fill-hover', 'danger-fill', 'danger-fill-hover'] as const)('white can be read on %s', (ground) => {
    expect(lowest(scheme, 'on-fill', [ground])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(seriesRoles)('%s stands out from the surface of a chart', (role) => {
    expect(lowest(scheme, role, ['surface'])).toBeGreaterThanOrEqual(4.5)
  })

  it('text can be read on the tints that banners and marked values lie on', () => {
    expect(lowest(scheme, 'text', ['medium-tint', 'critical-tint', 'progress-tint'])).toBeGreaterThanOrEqual(4.5)
    expect(lowest(scheme, 'accent', ['medium-tint'])).toBeGreaterThanOrEqual(4.5)
  })
})

it('black on white has the contrast WCAG says', () => {
  expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 5)
})
