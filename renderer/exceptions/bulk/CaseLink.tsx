import { Anchor } from '@mantine/core'
import type { MouseEvent } from 'react'
import { Link } from 'wouter'
import { caseAddress, caseName } from '../../case/standing.ts'

type Props = Readonly<{ id: number; onOpen: (id: number) => void }>

/** Opens the case beside the list, because leaving the list would lose what is selected; its page by whatever opens a new tab. */
export function CaseLink({ id, onOpen }: Props) {
  return (
    <Anchor
      component={Link}
      href={caseAddress(id)}
      underline="always"
      inherit
      onClick={(event: MouseEvent) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen(id)
      }}
    >
      {caseName(id)}
    </Anchor>
  )
}
