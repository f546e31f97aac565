import { assertNever } from '../assert-never.ts'
import { PeriodsTab } from '../periods/PeriodsTab.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { AccountsTab } from './AccountsTab.tsx'
import { PostingsTab } from './PostingsTab.tsx'
import { LedgerSearch } from './search.ts'
import { TrialBalanceTab } from './TrialBalanceTab.tsx'

export function LedgerScreen() {
  const [search, change] = useSearchValues(LedgerSearch)
  switch (search.tab) {
    case 'accounts':
      return <AccountsTab search={search} change={change} />
    case 'postings':
      return <PostingsTab search={search} change={change} />
    case 'trial-balance':
      return <TrialBalanceTab search={search} change={change} />
    case 'periods':
      return <PeriodsTab search={search} change={change} />
    default:
      return assertNever(search.tab)
  }
}
