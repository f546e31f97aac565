/**
 * The colour roles of the console, one table for both schemes. They become CSS variables, and everything that draws
 * (Mantine, the grid, our own styles) reads those, so a colour is decided here and nowhere else.
 */
export type Scheme = 'light' | 'dark'

const light = {
  canvas: '#F4F6F8',
  surface: '#FFFFFF',
  sunken: '#ECF0F3',
  hover: '#F1F5F9',
  selected: '#DCE9FA',
  text: '#17202A',
  'text-2': '#475362',
  'text-3': '#5B6775',
  line: '#D3DAE1',
  control: '#77838F',
  accent: '#1B59B3',
  'accent-tint': '#E2ECFA',
  fill: '#1B59B3',
  'fill-hover': '#164A96',
  'danger-fill': '#B0141C',
  'danger-fill-hover': '#931017',
  'on-fill': '#FFFFFF',
  critical: '#B0141C',
  'critical-tint': '#FDE7E7',
  high: '#9C3F00',
  'high-tint': '#FFECDD',
  medium: '#735500',
  'medium-tint': '#FFF3C7',
  low: '#475362',
  'low-tint': '#ECF0F3',
  ok: '#0A6636',
  'ok-tint': '#DFF3E7',
  progress: '#6436A0',
  'progress-tint': '#EFE7FA',
  reconciled: '#0A5F6B',
  'reconciled-tint': '#DDF1F4',
  // What is drawn side by side in a chart; each is told from the others in its legend and its place too.
  'series-top-ups': '#1B59B3',
  'series-payments': '#B85C00',
  'series-third': '#0F766E',
  'series-other': '#5B6775',
} as const

export type Token = keyof typeof light

const dark: Readonly<Record<Token, string>> = {
  canvas: '#0E1318',
  surface: '#151B22',
  sunken: '#1D252E',
  hover: '#1B232B',
  selected: '#1C3557',
  text: '#E6EBF0',
  'text-2': '#AAB5C1',
  'text-3': '#95A1AE',
  line: '#2C3641',
  control: '#718090',
  accent: '#85B7FF',
  'accent-tint': '#16294A',
  fill: '#2A66C4',
  'fill-hover': '#2459AD',
  'danger-fill': '#C2303A',
  'danger-fill-hover': '#A92831',
  'on-fill': '#FFFFFF',
  critical: '#FF9090',
  'critical-tint': '#3B191C',
  high: '#FFAD6B',
  'high-tint': '#38220E',
  medium: '#EDC84E',
  'medium-tint': '#30280C',
  low: '#AAB5C1',
  'low-tint': '#1D252E',
  ok: '#66D9A0',
  'ok-tint': '#10301F',
  progress: '#C9AEFF',
  'progress-tint': '#2A1F42',
  reconciled: '#74D7E1',
  'reconciled-tint': '#0E2E33',
  'series-top-ups': '#6FA8FF',
  'series-payments': '#F0954A',
  'series-third': '#4EC7BB',
  'series-other': '#95A1AE',
}

export const tokens: Readonly<Record<Scheme, Readonly<Record<Token, string>>>> = { light, dark }

/** What a text or a shape may lie on; each role is also read on its own tint. */
export const grounds = ['surface', 'canvas', 'sunken', 'hover', 'selected'] as const satisfies readonly Token[]

export const textRoles = [
  'text',
  'text-2',
  'text-3',
  'accent',
  'critical',
  'high',
  'medium',
  'low',
  'ok',
  'progress',
  'reconciled',
] as const satisfies readonly Token[]

/** Shapes of a chart, on the surface that it is drawn on. */
export const seriesRoles = [
  'series-top-ups',
  'series-payments',
  'series-third',
  'series-other',
] as const satisfies readonly Token[]

export const tintOf: Readonly<Partial<Record<Token, Token>>> = {
  accent: 'accent-tint',
  critical: 'critical-tint',
  high: 'high-tint',
  medium: 'medium-tint',
  low: 'low-tint',
  ok: 'ok-tint',
  progress: 'progress-tint',
  reconciled: 'reconciled-tint',
}

const cssVariable = (token: Token): `--${string}` => `--ch-${token}`
export const cssColor = (token: Token): string => `var(${cssVariable(token)})`

export function cssVariables(scheme: Scheme): Record<string, string> {
  const entries = Object.entries(tokens[scheme]).map(([token, colour]) => [`--ch-${token}`, colour])
  return Object.fromEntries(entries)
}
