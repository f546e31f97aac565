import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './operations.module.css'
import type { SeenWallet } from './use-seen-wallet.ts'

/** The balance that is decided on. After it moved it is shown anew, and says so. */
export function SeenBalance({ seen }: Readonly<{ seen: SeenWallet }>) {
  const text = useText()
  const { money } = useFormats()
  const { client, currency, balance, available } = seen.wallet
  return (
    <Live>
      <div className={classes.seen} data-moved={seen.moved}>
        {seen.moved ? <State tone="medium" word={text('operation.moved')} /> : null}
        <div>
          {text('operation.seen', {
            client,
            currency,
            balance: money(balance, currency),
            available: money(available, currency),
          })}
        </div>
      </div>
    </Live>
  )
}
