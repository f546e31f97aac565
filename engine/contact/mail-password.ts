/** The password for the mail server. It goes in and nowhere out but to the server itself; what is recorded is that it was set. */
import { isoOf } from '../calendar/instant.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { goesBy } from './messages.ts'

type Setting = Readonly<{ password: string | null }>
type Set = Readonly<{ passwordSetAt: string | null }>

export const setMailPassword = command({
  topics: ['contact'],
  record: ({ password }: Setting, _: Set) => ({
    action: 'contact.set_mail_password',
    subject: 'mail',
    outcome: 'done',
    detail: { taken_away: password === null },
  }),
  run: ({ raw, at, actor }, { password }): Set => {
    raw.prepare('DELETE FROM mail_password').run()
    if (password === null) return { passwordSetAt: null }
    raw.prepare('INSERT INTO mail_password (id, password, set_at, set_by) VALUES (1, ?, ?, ?)').run(password, at, actor)
    return { passwordSetAt: isoOf(at) }
  },
})

export type MailStatus = Readonly<{
  mailServer: string | null
  from: string | null
  passwordSetAt: string | null
  publicAddress: string | null
  waiting: number
  failed: number
}>

export function mailStatus({ raw }: Pick<QueryContext, 'raw'>, _: null): MailStatus {
  const { host, fromAddress } = settingInForce(raw, 'mail').value
  const setAt = raw.prepare('SELECT set_at FROM mail_password').pluck().get() as number | undefined
  const count = raw.prepare('SELECT count(*) FROM message WHERE state = ? AND user_id IS NULL').pluck()
  return {
    mailServer: goesBy(raw, 'email') === 'mail_server' ? host : null,
    from: fromAddress,
    passwordSetAt: setAt === undefined ? null : isoOf(setAt),
    publicAddress: settingInForce(raw, 'contact').value.publicAddress,
    waiting: count.get('waiting') as number,
    failed: count.get('failed') as number,
  }
}
