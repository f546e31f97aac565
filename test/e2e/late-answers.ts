/** An answer that comes late, and at one go with all that the engine said after it: as over a slow line. */
import type { Page } from '@playwright/test'

const lateMs = 1_500

type Frame = Readonly<{ i?: string; p?: Readonly<{ u?: string }> }>

/** To be asked for before the page is opened. */
export async function lateAnswers(page: Page): Promise<Readonly<{ hold: (path: string) => void }>> {
  let wanted: string | null = null
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    const engine = socket.connectToServer()
    let question: string | undefined
    let held: (string | Buffer)[] | null = null
    const release = (): void => {
      const all = held ?? []
      held = null
      for (const each of all) socket.send(each)
    }
    socket.onMessage((said) => {
      const { i, p } = frameOf(said)
      if (wanted !== null && p?.u === wanted) {
        question = i
        wanted = null
      }
      engine.send(said)
    })
    engine.onMessage((said) => {
      if (held === null && question !== undefined && frameOf(said).i === question) {
        question = undefined
        held = []
        setTimeout(release, lateMs)
      }
      if (held === null) socket.send(said)
      else held.push(said)
    })
  })
  return {
    hold: (path) => {
      wanted = path
    },
  }
}

const frameOf = (said: string | Buffer): Frame => (typeof said === 'string' ? (JSON.parse(said) as Frame) : {})
