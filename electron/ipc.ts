/** Main's side of the door: who asks is checked first, then what they ask with, and only then it is done. */
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import { z } from 'zod'
import { HomeCurrency } from '../engine/contract/founding.ts'
import { ZoneName } from '../engine/contract/locations.ts'
import { plainText } from '../engine/contract/money.ts'
import { NewPassphrase, UserName } from '../engine/contract/session.ts'
import type { NewWorkspaceDraft, ShellNews, ShellOutcome, ShellState } from '../engine/contract/shell.ts'
import { channels } from './channels.ts'
import { isOwnSender } from './content-rules.ts'
import { consolePath } from './deep-link.ts'

export type ShellActions = Readonly<{
  getState: () => ShellState
  requestPort: (page: WebContents) => void
  openWorkspace: () => Promise<ShellOutcome>
  chooseFolder: () => Promise<ShellOutcome>
  createWorkspace: (draft: NewWorkspaceDraft) => Promise<ShellOutcome>
  serve: (on: boolean) => Promise<ShellOutcome>
  connect: (address: string | null) => Promise<ShellOutcome>
  tellNews: (news: ShellNews) => void
}>

const Address = z.string().max(2048).nullable()

/** Where it is made main knows by itself: a page names no folder. */
const NewWorkspace = z.object({
  name: plainText(120),
  user: UserName,
  displayName: plainText(120),
  passphrase: NewPassphrase,
  zone: ZoneName.optional(),
  currency: HomeCurrency.optional(),
  demo: z.boolean().optional(),
})

/** What is clicked goes back to the page as it came from it. */
const Path = z.string().max(400).regex(consolePath)

const News = z.object({
  unread: z.int().min(0).max(1_000_000),
  notices: z.array(z.object({ title: z.string().max(200), body: z.string().max(1_000), path: Path })).max(5),
})

export function answerPages(ipcMain: Pick<IpcMain, 'handle' | 'on'>, actions: ShellActions): void {
  const handle = (channel: string, answer: (input: unknown) => unknown): void => {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, input: unknown) => {
      if (!isOwnSender(event)) throw new Error('not_permitted')
      return answer(input)
    })
  }
  handle(channels.getState, () => actions.getState())
  handle(channels.openWorkspace, () => actions.openWorkspace())
  handle(channels.chooseFolder, () => actions.chooseFolder())
  handle(channels.createWorkspace, (input) => actions.createWorkspace(NewWorkspace.parse(input)))
  handle(channels.serve, (input) => actions.serve(z.boolean().parse(input)))
  handle(channels.connect, (input) => actions.connect(Address.parse(input)))
  ipcMain.on(channels.requestPort, (event: IpcMainEvent) => {
    if (isOwnSender(event)) actions.requestPort(event.sender)
  })
  ipcMain.on(channels.news, (event: IpcMainEvent, input: unknown) => {
    const news = News.safeParse(input)
    // Nobody waits for an answer, so what is not as it should be is dropped.
    if (isOwnSender(event) && news.success) actions.tellNews(news.data)
  })
}
