/** What a figure is made of, as plain values: its table, and its chart as the chart library takes it. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Severity } from '../../engine/contract/exceptions.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Token } from '../theme/tokens.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import type { Reach } from './links.ts'

export type FigureCell = Readonly<{ text: string; href?: string | null; tone?: Tone; tint?: Severity }>
export type FigureColumn = Readonly<{ id: string; header: string; amount?: boolean }>
export type FigureRow = Readonly<{ key: string; cells: readonly FigureCell[] }>
/** The first cell of each row names it. */
export type FigureTable = Readonly<{ columns: readonly FigureColumn[]; rows: readonly FigureRow[] }>

/** How it looks: on the screen as the person chose, and light where it leaves the screen. */
export type Look = Readonly<{ colours: Readonly<Record<Token, string>>; font: string }>

export type FigureChart = Readonly<{
  option: (look: Look) => EChartsCoreOption
  height: number
  /** Where a mark leads; null where it leads nowhere. */
  hrefOf: (mark: Mark) => string | null
  /** All of it in a sentence or two, for whoever does not see it. */
  description: string
}>

export type Mark = Readonly<{ seriesIndex: number; dataIndex: number }>

export type Words = Readonly<{ text: Text; formats: Formats; reach: Reach }>
