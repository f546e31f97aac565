/**
 * What the desktop shell offers the page, beside the contract: only what the operating system alone can do.
 * The preload script exposes it as `window.desktop`; in a browser it is not there, and nothing that matters may need it.
 *
 * The engine's MessagePort can't cross the context bridge: the preload posts it to its own window as a message
 * `{ type: 'engine-port' }` with one port, after `requestEnginePort()` and again after each restart of the engine.
 */
export const enginePortMessage = 'engine-port'

export type KeychainState = 'available' | 'plain_text_only' | 'unavailable'

/**
 * The shell's own reasons of `stopped`, and in brackets their facts: `engine_crashed` (times), `host_unreachable`
 * (address), `connected_elsewhere` (address). A workspace that can't be opened brings the engine's code and facts:
 * `workspace_missing` (directory), `workspace_in_use` (directory, program, process, machine, since), `store_newer`,
 * `store_damaged`, `keys_damaged`, `workspace_unwritable` and the rest. Asking for a port again tries once more.
 */
export type EngineState =
  | Readonly<{ state: 'starting' }>
  | Readonly<{ state: 'running' }>
  | Readonly<{ state: 'restarting'; stoppedAt: string; attempt: number; attemptsMax: number }>
  /** The shell gave up, or the workspace can't be opened; `reason` is a code, `facts` go into the sentence. */
  | Readonly<{ state: 'stopped'; stoppedAt: string; reason: string; facts: Readonly<Record<string, string>> }>

export type ShellState = Readonly<{
  engine: EngineState
  /** The local workspace's folder, or null while connected to a host elsewhere. */
  directory: string | null
  connectedTo: string | null
  serving: string | null
  keychain: KeychainState
  platform: string
}>

/** What the menu asks of the page; the page's own key registry runs the command. */
export type ShellCommand = 'palette' | 'keys' | 'sign-out' | 'settings' | 'connect' | 'serve' | 'backup'

/**
 * The shell's own codes of a refusal, beside the engine's: `cancelled`, `address_unreadable`, `address_insecure`,
 * `address_has_password`, `host_unreachable`, `engine_stopped`, `engine_crashed`. `detail` is what was opened or typed.
 */
export type ShellOutcome =
  | Readonly<{ ok: true; detail: string }>
  | Readonly<{ ok: false; code: string; detail: string }>

/** What a workspace begins with: its name, and the first user, who administers it and approves. */
export type NewWorkspaceDraft = Readonly<{
  name: string
  user: string
  displayName: string
  passphrase: string
  /** Left out: Hong Kong, and US dollars. Both stay as they are chosen here. */
  zone?: string | undefined
  currency?: string | undefined
  /** Made-up shops and people with three months behind them, in that zone and currency. */
  demo?: boolean | undefined
}>

/** Something new that the person is told of, in words, and where in the console it is. */
export type ShellNotice = Readonly<{ title: string; body: string; path: string }>

/** How much the signed-in person has not read; and what is new, for the operating system to tell. */
export type ShellNews = Readonly<{ unread: number; notices: readonly ShellNotice[] }>

export interface DesktopShell {
  getState(): Promise<ShellState>
  onState(listener: (state: ShellState) => void): () => void
  onCommand(listener: (command: ShellCommand) => void): () => void
  requestEnginePort(): void
  /** Shows how much is unread; what is new is told by the operating system while the window is not in front. */
  tellNews(news: ShellNews): void
  /** Somebody clicked what the operating system told them, or a link to the console: the path of what it is about. */
  onOpen(listener: (path: string) => void): () => void
  /** Opens the operating system's folder dialog and, when one was chosen, the workspace in it. */
  openWorkspace(): Promise<ShellOutcome>
  /** Opens the operating system's folder dialog: where a new workspace will live. One that is there already is opened. */
  chooseFolder(): Promise<ShellOutcome>
  /** Makes a workspace in the folder that was chosen; `detail` is its recovery key, which is shown once and kept nowhere. */
  createWorkspace(draft: NewWorkspaceDraft): Promise<ShellOutcome>
  /** Serves the API and the console from this workspace on 127.0.0.1, or stops doing so. */
  serve(on: boolean): Promise<ShellOutcome>
  /** Shows another engine's console by its address; null returns to the local workspace. */
  connect(address: string | null): Promise<ShellOutcome>
}
