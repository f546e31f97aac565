import { useText } from '../messages/use-text.ts'
import classes from './case.module.css'
import { differencesOf } from './differences.ts'
import { Marked } from './Marked.tsx'
import type { Comparison } from './why.ts'

type Props = Readonly<{
  caption?: string
  left: string
  right: string
  lines: readonly Comparison[]
}>

/** Two sides beside each other; where they are values of one kind, what differs in them is marked. */
export function CompareTable({ caption, left, right, lines }: Props) {
  const text = useText()
  return (
    <table className={classes.compare}>
      {caption === undefined ? null : <caption>{caption}</caption>}
      <thead>
        <tr>
          <th scope="col">{text('case.why.what')}</th>
          <th scope="col">{left}</th>
          <th scope="col">{right}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.what} line={line} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ line: { what, expected, found, exact } }: Readonly<{ line: Comparison }>) {
  const difference = exact ? differencesOf(expected, found) : null
  return (
    <tr>
      <th scope="row">{what}</th>
      <td>{difference ? <Marked pieces={difference.expected} /> : expected}</td>
      <td>{difference ? <Marked pieces={difference.found} /> : found}</td>
    </tr>
  )
}
