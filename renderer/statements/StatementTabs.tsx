import { useText } from '../messages/use-text.ts'
import { TabLinks } from '../shell/TabLinks.tsx'
import { parts, type StatementsSearch } from './search.ts'

export function StatementTabs({ current }: Readonly<{ current: StatementsSearch['part'] }>) {
  const text = useText()
  const links = parts.map((part) => ({
    address: `/statements?part=${part}`,
    name: text(`statements.part.${part}`),
    current: part === current,
  }))
  return <TabLinks label={text('statements.parts')} links={links} />
}
