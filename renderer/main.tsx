import './theme/mantine.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './theme/fonts.css'
import './theme/global.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { connectByPort } from './engine/port-connection.ts'
import { connectBySocket, socketAddress } from './engine/socket-connection.ts'
import { loadMessages } from './messages/messages.ts'
import { readCopy } from './preferences/preferences.ts'
import { sessionToken } from './session/session-token.ts'

const goneListeners = new Set<() => void>()
const sessionLine = {
  getToken: sessionToken.get,
  onSessionGone: () => {
    for (const listener of goneListeners) listener()
  },
}
const gone = {
  watch: (listener: () => void) => {
    goneListeners.add(listener)
    return () => goneListeners.delete(listener)
  },
}

const { desktop } = window
const connection = desktop
  ? connectByPort(desktop, sessionLine)
  : connectBySocket(socketAddress(window.location), sessionLine)

// Beside the first drawing, which would ask for them when it is through.
void loadMessages(readCopy(sessionStorage, navigator.language).language).catch(() => undefined)

const root = document.getElementById('root')
if (root) createRoot(root).render(<App connection={connection} gone={gone} />)

// Han glyphs come in many small slices and only those in use are fetched; their table need not hold up the first page.
void import('@fontsource-variable/noto-sans-hk/wght.css')
