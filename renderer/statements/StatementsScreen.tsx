import { assertNever } from '../assert-never.ts'
import { useSearchValues } from '../route/use-search.ts'
import { FilesPart } from './FilesPart.tsx'
import { SourcesPart } from './SourcesPart.tsx'
import { StatementsPart } from './StatementsPart.tsx'
import { StatementsSearch } from './search.ts'

/** What banks, gateways and producers sent, file by file and statement by statement. */
export function StatementsScreen() {
  const [search, change] = useSearchValues(StatementsSearch)
  switch (search.part) {
    case 'statements':
      return <StatementsPart search={search} change={change} />
    case 'files':
      return <FilesPart search={search} change={change} />
    case 'sources':
      return <SourcesPart />
    default:
      return assertNever(search.part)
  }
}
