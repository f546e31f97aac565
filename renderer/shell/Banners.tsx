import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'
import { useWorkspace } from '../workspace/workspace-context.ts'
import { EngineBanner } from './EngineBanner.tsx'
import classes from './frame.module.css'

export function Banners() {
  const text = useText()
  const workspace = useWorkspace()
  const mayAddUsers = useMay('users.manage')
  return (
    <section className={classes.banners} aria-label={text('banner.label')}>
      <EngineBanner />
      {workspace?.setUpMode ? (
        <div className={classes.banner}>
          <strong>{text('banner.set_up.title')}</strong>
          <span>{text('banner.set_up.text', { approvers: workspace.approvers })}</span>
          {mayAddUsers ? (
            <Anchor component={Link} href="/settings/users" underline="always" inherit>
              {text('banner.set_up.action')}
            </Anchor>
          ) : null}
        </div>
      ) : null}
      {workspace?.demo ? (
        <div className={classes.banner} data-tone="demo">
          <strong>{text('banner.demo.title')}</strong>
          <span>{text('banner.demo.text')}</span>
        </div>
      ) : null}
    </section>
  )
}
