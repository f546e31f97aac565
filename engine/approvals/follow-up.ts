/** What goes on by itself once something was approved. */
import type { ChangeKind } from '../contract/proposals.ts'
import { noteIncident } from '../incident.ts'
import { finishPeriods } from '../periods/finish.ts'
import { retryAllHeld } from '../producers/retry-held.ts'
import type { GuardedContext } from '../router/call-context.ts'

export async function followUp(context: GuardedContext, kind: string): Promise<void> {
  const { store, intake } = await context.engine.opened()
  const is = (...kinds: readonly ChangeKind[]): boolean => (kinds as readonly string[]).includes(kind)
  if (is('period_close')) await finishPeriods(store).catch(logged(context, 'periods.finish'))
  if (is('producer_resume')) await retryAllHeld(store).catch(logged(context, 'producers.retry_held'))
  if (is('batch_release', 'batch_reverse')) intake.nudge()
}

/** It is approved whatever becomes of what follows by itself; the job goes on with it, and whoever runs this hears why. */
const logged =
  ({ engine }: GuardedContext, where: string) =>
  (error: unknown): void =>
    void noteIncident(engine.log, error, where)
