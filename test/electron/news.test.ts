/** What the operating system is told of what somebody has not read, and what a click on it does. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { wordsFor } from '../../electron/messages.ts'
import { News, type NewsDesk } from '../../electron/news.ts'
import { app, Notification, Tray } from '../fakes/electron.ts'

let inFront: boolean
let desk: { [name in keyof NewsDesk]: NewsDesk[name] }
let news: News

beforeEach(() => {
  inFront = false
  Notification.shown.length = 0
  vi.mocked(app.setBadgeCount).mockClear()
  desk = {
    words: wordsFor('en'),
    isInFront: () => inFront,
    show: vi.fn<() => void>(),
    open: vi.fn<(path: string) => void>(),
    quit: vi.fn<() => void>(),
  }
  news = new News(desk)
})
afterEach(() => news.end())

const notice = (n: number) => ({ title: 'Given to you', body: `EX-${n}`, path: `/exceptions?open=${n}` })

it('tells each new thing while the window is not in front, and a click leads to it', () => {
  news.tell({ unread: 2, notices: [notice(1), notice(2)] })
  expect(Notification.shown.map(({ options }) => options)).toEqual([
    { title: 'Given to you', body: 'EX-1' },
    { title: 'Given to you', body: 'EX-2' },
  ])
  Notification.shown[1]?.emit('click')
  expect(desk.show).toHaveBeenCalledOnce()
  expect(desk.open).toHaveBeenCalledExactlyOnceWith('/exceptions?open=2')
})

it('shows only the count to somebody who sees the window', () => {
  inFront = true
  news.tell({ unread: 1, notices: [notice(1)] })
  expect(Notification.shown).toEqual([])
  expect(app.setBadgeCount).toHaveBeenLastCalledWith(1)
})

it('has one place in the tray with the count, a way to the window and a way out', () => {
  news.tell({ unread: 3, notices: [] })
  news.tell({ unread: 0, notices: [] })
  expect(Tray.open).toHaveLength(1)
  const [tray] = Tray.open
  expect(vi.mocked(tray?.setToolTip ?? vi.fn<() => void>()).mock.calls).toEqual([
    ['Countinghouse: 3 unread'],
    ['Countinghouse'],
  ])
  for (const { click } of tray?.menu ?? []) click?.({} as never, undefined, {} as never)
  expect(desk.show).toHaveBeenCalledOnce()
  expect(desk.quit).toHaveBeenCalledOnce()
  tray?.emit('click')
  expect(desk.show).toHaveBeenCalledTimes(2)
})

it('leaves nothing of one person on the desktop for the next', () => {
  news.tell({ unread: 2, notices: [notice(1)] })
  news.clear()
  expect(app.setBadgeCount).toHaveBeenLastCalledWith(0)
  expect(Notification.shown[0]?.close).toHaveBeenCalledOnce()
  news.end()
  expect(Tray.open).toEqual([])
})
