import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { screenAt } from '../route/screens.ts'
import { Page } from './Page.tsx'

/** An address that leads nowhere, or to what this person may not see: said apart, since the next step differs. */
export function NothingHere({ path, home }: Readonly<{ path: string; home: string }>) {
  const text = useText()
  const hidden = screenAt(path)
  return (
    <Page title={text('nowhere.title')}>
      <Text p={16} pb={8}>
        {hidden
          ? text('nowhere.not_permitted', { permission: hidden.permission ?? '' })
          : text('nowhere.unknown', { path })}
      </Text>
      <Anchor component={Link} href={home} px={16} underline="always">
        {text('nowhere.home')}
      </Anchor>
    </Page>
  )
}
