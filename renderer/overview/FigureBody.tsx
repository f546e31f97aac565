import { Box } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { later } from '../shell/later.tsx'
import { DataTable } from './DataTable.tsx'
import type { FigureParts } from './Figure.tsx'
import classes from './overview.module.css'

// The chart library is larger than the whole queue: figures and tables are there before it is.
const Chart = later(async () => (await import('./Chart.tsx')).Chart, <Waiting lines={6} />)

type Props = Readonly<{ title: string; parts: FigureParts; showsTable: boolean }>

/** The chart, with its table beside it for whoever does not see it; or the table in its place. */
export function FigureBody({ title, parts: { table, chart, nothing }, showsTable }: Props) {
  const text = useText()
  if (nothing !== null && !showsTable) return <p className={classes.nothing}>{nothing}</p>
  if (chart === null || showsTable)
    return (
      // What scrolls can be scrolled by key.
      <Box
        component="section"
        className={classes.scroll}
        aria-label={text('overview.table_of', { title })}
        tabIndex={0}
      >
        <DataTable table={table} caption={title} isOpen />
      </Box>
    )
  return (
    <>
      <Chart chart={chart} />
      <div className={classes.unseen}>
        <DataTable table={table} caption={title} isOpen={false} />
      </div>
    </>
  )
}
