/** Main's side of the door: who asks is checked first, then what they ask with, and only then it is done. */
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import { z } from 'zod'
import type { ShellOutcome, ShellState } from '../engine/contract/shell.ts'
import { channels } from './channels.ts'
import { isOwnSender } from './content-rules.ts'

export type ShellActions = Readonly<{
  getState: () => ShellState
  requestPort: (page: WebContents) => void
  openWorkspace: () => Promise<ShellOutcome>
  serve: (on: boolean) => Promise<ShellOutcome>
  connect: (address: string | null) => Promise<ShellOutcome>
}>

const Address = z.string().max(2048).nullable()

export function answerPages(ipcMain: Pick<IpcMain, 'handle' | 'on'>, actions: ShellActions): void {
  const handle = (channel: string, answer: (input: unknown) => unknown): void => {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, input: unknown) => {
      if (!isOwnSender(event)) throw new Error('not_permitted')
      return answer(input)
    })
  }
  handle(channels.getState, () => actions.getState())
  handle(channels.openWorkspace, () => actions.openWorkspace())
  handle(channels.serve, (input) => actions.serve(z.boolean().parse(input)))
  handle(channels.connect, (input) => actions.connect(Address.parse(input)))
  ipcMain.on(channels.requestPort, (event: IpcMainEvent) => {
    if (isOwnSender(event)) actions.requestPort(event.sender)
  })
}
