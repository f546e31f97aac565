import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { Page } from '../shell/Page.tsx'
import { Trace } from '../trace/Trace.tsx'
import { CasePane } from './CasePane.tsx'
import { CaseWorkProvider } from './CaseWorkProvider.tsx'
import classes from './case.module.css'
import { NeedsYou } from './NeedsYou.tsx'
import { caseName, caseOfName } from './standing.ts'

/** One case on a page of its own: the same as the pane, with all the width there is to read it. */
export function CasePage({ name }: Readonly<{ name: string }>) {
  const text = useText()
  const id = caseOfName(name)
  const back = (
    <Anchor component={Link} href={id === null ? '/exceptions' : `/exceptions?open=${id}`}>
      {text('case.page.back')}
    </Anchor>
  )
  if (id === null)
    return (
      <Page title={text('case.page.unknown', { name })}>
        <Nothing title={text('case.page.unknown', { name })} action={back} />
      </Page>
    )
  return (
    <CaseWorkProvider>
      <Page title={caseName(id)} actions={back} status={<Trace of={{ from: 'case', exception: id }} />}>
        <NeedsYou />
        <div className={classes.page}>
          <CasePane id={id} />
        </div>
      </Page>
    </CaseWorkProvider>
  )
}
