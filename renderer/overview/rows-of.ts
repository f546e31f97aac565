import type { FigureRows } from './Figure.tsx'

/** Of what may lead somewhere what does. */
export const rowsOf = (...all: readonly Readonly<{ label: string; href: string | null }>[]): readonly FigureRows[] =>
  all.flatMap(({ label, href }) => (href === null ? [] : [{ label, href }]))
