/** The one door from the page to the shell. It adds no rule of its own: main checks who asks, and what for. */
import { contextBridge, ipcRenderer } from 'electron'
import { type DesktopShell, enginePortMessage, type ShellCommand, type ShellState } from '../engine/contract/shell.ts'
import { channels } from './channels.ts'

/** All that this script uses of the page; with the whole DOM in its types, the rest of the shell would have it too. */
declare const window: Readonly<{
  postMessage: (message: unknown, targetOrigin: string, transfer: readonly unknown[]) => void
  location: Readonly<{ origin: string }>
}>

// A MessagePort can't cross the context bridge, a message to the page's own window can carry it.
ipcRenderer.on(channels.enginePort, (event) => {
  window.postMessage({ type: enginePortMessage }, window.location.origin, event.ports)
})

/** The listener never sees Electron's event: its `sender` would be a way around this door. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const heard = (_event: unknown, value: T): void => listener(value)
  ipcRenderer.on(channel, heard)
  return () => ipcRenderer.removeListener(channel, heard)
}

const desktop: DesktopShell = {
  getState: () => ipcRenderer.invoke(channels.getState),
  onState: (listener) => listen<ShellState>(channels.state, listener),
  onCommand: (listener) => listen<ShellCommand>(channels.command, listener),
  requestEnginePort: () => ipcRenderer.send(channels.requestPort),
  tellNews: (news) => ipcRenderer.send(channels.news, news),
  onOpen: (listener) => listen<string>(channels.open, listener),
  openWorkspace: () => ipcRenderer.invoke(channels.openWorkspace),
  chooseFolder: () => ipcRenderer.invoke(channels.chooseFolder),
  createWorkspace: (draft) => ipcRenderer.invoke(channels.createWorkspace, draft),
  serve: (on) => ipcRenderer.invoke(channels.serve, on),
  connect: (address) => ipcRenderer.invoke(channels.connect, address),
}

contextBridge.exposeInMainWorld('desktop', desktop)
