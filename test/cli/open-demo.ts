/** A demo as its command makes it, opened as a host would open it. */
import path from 'node:path'
import { expect } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { demoUsers } from '../../fixtures/demo/people.ts'
import { clientOf, makeFolder, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { runHere } from './run-cli.ts'

export type Demo = Readonly<{
  opened: TestEngine
  /** Before it was made: all its days are counted from here. */
  begun: number
  as: (name: string) => Promise<EngineClient>
  /** Holds that its books are sound and that nothing went wrong inside. */
  close: () => Promise<void>
}>

export async function openDemo(): Promise<Demo> {
  const begun = Date.now()
  const folder = makeFolder()
  const workspace = path.join(folder, 'demo')
  const made = await runHere(workspace, ['init', '--demo'], { environment: { COUNTINGHOUSE_PASSPHRASE: '' } })
  expect(made).toMatchObject({ exit: 0, err: '' })
  const opened = await openTestEngine(workspace, { settleMs: 0 })
  return {
    opened,
    begun,
    as: async (name) => {
      const { passphrase = '' } = demoUsers.find((user) => user.name === name) ?? {}
      const { token } = await opened.stranger.session.signIn({ user: name, passphrase })
      return clientOf(opened.engine, token)
    },
    close: async () => {
      const { store } = await opened.engine.opened()
      expect(await store.readLong('workspace.check', { deep: false })).toMatchObject({
        consistent: true,
        differences: [],
      })
      expect(opened.incidents).toEqual([])
      await opened.engine.close()
      removeFolder(folder)
    },
  }
}
