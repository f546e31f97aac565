import { Link } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import type { FigureCell, FigureTable } from './figure.ts'
import classes from './overview.module.css'

/** More than this nobody reads on a screen; the file that is taken along has all of them. */
const rowsMax = 400

type Props = Readonly<{
  table: FigureTable
  caption: string
  /** Whether figures lead to their rows: beside a chart the table is only heard, and what is not seen takes no focus. */
  isOpen: boolean
}>

export function DataTable({ table: { columns, rows }, caption, isOpen }: Props) {
  const text = useText()
  const shown = rows.slice(0, rowsMax)
  return (
    <>
      <table className={classes.table}>
        <caption className={classes.unseen}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, header, amount = false }) => (
              <th key={id} scope="col" data-amount={amount}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{name === undefined ? null : <Cell cell={name} isOpen={isOpen} />}</th>
              {cells.map((cell, at) => (
                <td
                  key={columns[at + 1]?.id}
                  data-amount={columns[at + 1]?.amount ?? false}
                  {...(cell.tint === undefined ? {} : { 'data-tint': cell.tint })}
                >
                  <Cell cell={cell} isOpen={isOpen} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > rowsMax ? (
        <p className={classes.more}>{text('overview.more_rows', { shown: rowsMax, rows: rows.length })}</p>
      ) : null}
    </>
  )
}

function Cell({ cell: { text, href = null, tone }, isOpen }: Readonly<{ cell: FigureCell; isOpen: boolean }>) {
  const words = tone === undefined ? text : <State tone={tone} word={text} />
  return href === null || !isOpen || text === '' ? words : <Link href={href}>{words}</Link>
}
