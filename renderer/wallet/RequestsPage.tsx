/** @jsxImportSource preact */
/** Everything that the client asked, the newest first. */
import { useState } from 'preact/hooks'
import { type Out, type Refused, wallet } from './call.ts'
import { Heading, Loading, Problem } from './parts.tsx'
import { RequestCard } from './RequestCard.tsx'
import { useLoaded } from './use-loaded.ts'
import { useWords } from './words.ts'

const newest = () => wallet.cases()

export function RequestsPage({ zone, moved }: Readonly<{ zone: string; moved: boolean }>) {
  const { say } = useWords()
  const { value, refused, reload } = useLoaded(newest)
  const [further, setFurther] = useState<Out['cases'] | null>(null)
  const [failed, setFailed] = useState<Refused | null>(null)
  const items = [...(value?.items ?? []), ...(further?.items ?? [])]
  const next = further === null ? (value?.next ?? null) : further.next
  const more = async (cursor: string): Promise<void> => {
    setFailed(null)
    try {
      const page = await wallet.cases(cursor)
      setFurther({ ...page, items: [...(further?.items ?? []), ...page.items] })
    } catch (error) {
      setFailed(error as Refused)
    }
  }
  return (
    <>
      <Heading moved={moved}>{say('nav.requests')}</Heading>
      {refused !== null && <Problem refused={refused} onAgain={reload} />}
      {failed !== null && <Problem refused={failed} />}
      {value === null && refused === null && <Loading />}
      {value !== null && items.length === 0 && <p class="card">{say('requests.empty')}</p>}
      {items.map((request) => (
        <RequestCard key={request.id} request={request} zone={zone} withLink />
      ))}
      {next !== null && (
        <button type="button" class="wide" onClick={() => void more(next)}>
          {say('more')}
        </button>
      )}
    </>
  )
}
