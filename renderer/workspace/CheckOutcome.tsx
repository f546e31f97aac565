import { Table } from '@mantine/core'
import { useIntl } from 'react-intl'
import type { CheckResult } from '../../engine/contract/workspace.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import classes from './check.module.css'
import { checkSentence, findingSentence } from './check-words.ts'
import { useFormats } from './workspace-context.ts'

/** The verdict first, then each difference in words, then what each kind of operation did to the wallets. */
export function CheckOutcome({ result }: Readonly<{ result: CheckResult }>) {
  const text = useText()
  const { consistent, differences, kinds = [] } = result
  return (
    <>
      <State tone={consistent ? 'ok' : 'critical'} word={checkSentence(result, text)} />
      {differences.length === 0 ? null : (
        <ul className={classes.findings}>
          {differences.map((finding) => (
            <li key={`${finding.code} ${finding.subject} ${finding.found}`} title={finding.code}>
              {findingSentence(finding, text)}
            </li>
          ))}
        </ul>
      )}
      {kinds.length === 0 ? null : <Kinds kinds={kinds} />}
    </>
  )
}

function Kinds({ kinds }: Readonly<{ kinds: NonNullable<CheckResult['kinds']> }>) {
  const text = useText()
  const { locale } = useIntl()
  const { money } = useFormats()
  return (
    <Table mt={12} className={classes.kinds ?? ''}>
      <Table.Caption>{text('check.kinds')}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('check.kind')}</Table.Th>
          <Table.Th>{text('account.currency')}</Table.Th>
          <Table.Th className={classes.amount ?? ''}>{text('check.kind.postings')}</Table.Th>
          <Table.Th className={classes.amount ?? ''}>{text('check.kind.added')}</Table.Th>
          <Table.Th className={classes.amount ?? ''}>{text('check.kind.taken')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {kinds.map(({ kind, currency, postings, added, taken }) => (
          <Table.Tr key={`${kind} ${currency}`}>
            <Table.Td>{textOfCode(text, 'posting', kind)}</Table.Td>
            <Table.Td>{currency}</Table.Td>
            <Table.Td className={classes.amount ?? ''}>{formatCount(postings, locale)}</Table.Td>
            <Table.Td className={classes.amount ?? ''}>{money(BigInt(added), currency)}</Table.Td>
            <Table.Td className={classes.amount ?? ''}>{money(BigInt(taken), currency)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
