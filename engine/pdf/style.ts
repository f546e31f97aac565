/** What all of a document looks like. */

export const colours = {
  ink: '#1a1d21',
  quiet: '#5c6570',
  line: '#d5dae0',
  good: '#1c6b45',
  goodBack: '#eaf5ef',
  bad: '#9b1c1c',
  badBack: '#fbeeee',
  plainBack: '#f3f5f7',
} as const

export const sizes = { title: 20, heading: 13, text: 9.5, cell: 8, small: 7.5 } as const

/** Names come from strangers: what has no shape is shown as a mark. */
export const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}')
