import { Group, Table } from '@mantine/core'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { CheckResult, Finding } from '../../engine/contract/workspace.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { SettingsSection } from './SettingsSection.tsx'

const check = (client: EngineClient, deep: boolean) => client.workspace.check({ deep })

export function CheckSection() {
  const text = useText()
  const { run, busy, fault, value } = useCommand(check)
  return (
    <SettingsSection title={text('check.title')} lead={text('check.lead')}>
      <Group gap={8}>
        <ActionButton loading={busy} onClick={() => void run(false)}>
          {text('check.run')}
        </ActionButton>
        <ActionButton variant="default" reason={busy ? text('check.running') : null} onClick={() => void run(true)}>
          {text('check.run_deep')}
        </ActionButton>
      </Group>
      <FaultLine fault={fault} />
      <Live>{value ? <Result result={value} /> : null}</Live>
    </SettingsSection>
  )
}

function Result({ result }: Readonly<{ result: CheckResult }>) {
  const text = useText()
  const { consistent, postings, pages, differences } = result
  const words = consistent
    ? pages === undefined
      ? text('check.consistent', { postings })
      : text('check.consistent_deep', { postings, pages })
    : text('check.inconsistent', { count: differences.length, postings })
  return (
    <>
      <State tone={consistent ? 'ok' : 'critical'} word={words} />
      {differences.length === 0 ? null : <Findings findings={differences} />}
    </>
  )
}

function Findings({ findings }: Readonly<{ findings: readonly Finding[] }>) {
  const text = useText()
  return (
    <Table mt={8}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text('check.what')}</Table.Th>
          <Table.Th>{text('check.subject')}</Table.Th>
          <Table.Th>{text('check.expected')}</Table.Th>
          <Table.Th>{text('check.found')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {findings.map(({ code, subject, expected, found }) => (
          <Table.Tr key={`${code} ${subject}`}>
            <Table.Td title={code}>{textOfCode(text, 'finding', code)}</Table.Td>
            <Table.Td className="ch-raw">{subject}</Table.Td>
            <Table.Td className="ch-raw">{expected}</Table.Td>
            <Table.Td className="ch-raw">{found}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
