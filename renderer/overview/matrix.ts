/** Rows by columns as a chart: each cell with its figure or its shape, on the tint of what it means. Pure. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from 'echarts'
import type { Severity } from '../../engine/contract/exceptions.ts'
import { categoryAxis, chartBase, within } from './chart-style.ts'
import type { FigureChart, Look } from './figure.ts'

export type CellTone = Severity | 'ok'
export type CellOfMatrix = Readonly<{ row: number; column: number; text: string; tone: CellTone; href: string | null }>

type Matrix = Readonly<{
  rows: readonly string[]
  columns: readonly string[]
  cells: readonly CellOfMatrix[]
  rowHeight: number
  description: string
}>

export function matrixChart({ rows, columns, cells, rowHeight, description }: Matrix): FigureChart {
  return {
    height: 28 + Math.max(rows.length, 1) * rowHeight,
    description,
    hrefOf: ({ dataIndex }) => cells[dataIndex]?.href ?? null,
    option: (look) => ({
      ...chartBase(look, description),
      tooltip: { show: false },
      grid: { left: 0, right: 8, top: 0, bottom: 0, ...within },
      xAxis: categoryAxis(look, columns, { splitArea: { show: false } }),
      yAxis: categoryAxis(look, rows, {
        inverse: true,
        axisLabel: { fontFamily: look.font, fontSize: 12, color: look.colours.text, width: 140, overflow: 'truncate' },
      }),
      series: [
        {
          type: 'custom',
          data: cells.map(({ column, row }, at) => [column, row, at]),
          encode: { x: 0, y: 1 },
          renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => cellShape(cells, api, look),
        },
      ],
    }),
  }
}

function cellShape(
  cells: readonly CellOfMatrix[],
  api: CustomSeriesRenderItemAPI,
  { colours, font }: Look,
): CustomSeriesRenderItemReturn {
  const cell = cells[Number(api.value(2))]
  if (cell === undefined) return null
  const [x = 0, y = 0] = api.coord([cell.column, cell.row])
  const size = api.size?.([1, 1])
  const [width = 0, height = 0] = Array.isArray(size) ? size : []
  const [inner, outer] = [Math.max(width - 2, 1), Math.max(height - 2, 1)]
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: { x: x - inner / 2, y: y - outer / 2, width: inner, height: outer },
        style: { fill: colours[`${cell.tone}-tint`] },
      },
      {
        type: 'text',
        style: {
          // Where there is no room for it the tint is left, and the table has the rest.
          text: inner < 10 ? '' : cell.text,
          x,
          y,
          align: 'center',
          verticalAlign: 'middle',
          fill: colours[cell.tone],
          font: `600 12px ${font}`,
        },
      },
    ],
  }
}
