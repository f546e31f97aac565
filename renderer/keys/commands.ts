/**
 * Every command that a key, the palette, the menu or a button can give: one table, from which handling, the sheet of
 * keys, the palette and the hints on buttons are made, so that none of them can promise what another does not do.
 */
import type { MessageId } from '../messages/messages.ts'

/**
 * `anywhere` also while typing, so never a plain letter. `page` anywhere but in text fields. `work` only with the focus
 * in the page's content (grid, filter bar or pane), `grid` only in a grid.
 */
export type Scope = 'anywhere' | 'page' | 'work' | 'grid'

export type CommandGroup = 'go' | 'list' | 'views' | 'console'

export type CommandSpec = Readonly<{
  /** Alternatives; a sequence is strokes with a space between. `Mod` is ⌘ on macOS and Ctrl elsewhere. */
  keys: readonly string[]
  scope: Scope
  group: CommandGroup
  label: MessageId
}>

const go = (keys: string, label: MessageId): CommandSpec => ({ keys: [keys], scope: 'page', group: 'go', label })
const list = (keys: readonly string[], label: MessageId, scope: Scope = 'work'): CommandSpec => ({
  keys,
  scope,
  group: 'list',
  label,
})
const view = (key: string, label: MessageId): CommandSpec => ({ keys: [key], scope: 'work', group: 'views', label })
const unkeyed = (label: MessageId): CommandSpec => ({ keys: [], scope: 'page', group: 'console', label })

const specs = {
  'go.exceptions': go('G E', 'nav.exceptions'),
  'go.batches': go('G B', 'nav.batches'),
  'go.overview': go('G O', 'nav.overview'),
  'go.producers': go('G P', 'nav.producers'),
  'go.clients': go('G C', 'nav.clients'),
  'go.ledger': go('G L', 'nav.ledger'),
  'go.reconciliation': go('G R', 'nav.reconciliation'),
  'go.statements': go('G T', 'nav.statements'),
  'go.funds': go('G F', 'nav.funds'),
  'go.expected': go('G X', 'nav.expected'),
  'go.approvals': go('G A', 'nav.approvals'),
  'go.measures': go('G M', 'nav.measures'),
  'go.live': go('G W', 'nav.live'),
  'go.audit': go('G D', 'nav.audit'),
  'go.reports': go('G Y', 'nav.reports'),
  'go.jobs': go('G J', 'nav.jobs'),
  'go.rules': go('G S', 'nav.rules'),
  'go.users': go('G U', 'nav.users'),
  'go.callers': go('G I', 'nav.callers'),
  'go.webhooks': go('G H', 'nav.webhooks'),
  'go.workspace': go('G ,', 'nav.workspace'),
  'go.appearance': { keys: [], scope: 'page', group: 'go', label: 'nav.appearance' },
  'go.notifications': { keys: [], scope: 'page', group: 'go', label: 'nav.notifications' },
  'list.next': list(['J'], 'key.list.next'),
  'list.previous': list(['K'], 'key.list.previous'),
  'list.open': list(['Enter'], 'key.list.open', 'grid'),
  'list.out': list(['Escape'], 'key.list.out'),
  'list.reload': list(['.'], 'key.list.reload'),
  'list.filter': list(['/'], 'key.list.filter'),
  'list.select': list(['X', 'Space'], 'key.list.select'),
  'list.extend_down': list(['Shift+J', 'Shift+ArrowDown'], 'key.list.extend_down'),
  'list.extend_up': list(['Shift+K', 'Shift+ArrowUp'], 'key.list.extend_up'),
  'list.select_all': list(['Mod+A'], 'key.list.select_all'),
  'list.copy': list(['Mod+C'], 'key.list.copy', 'grid'),
  'list.menu': list(['Shift+F10', 'ContextMenu'], 'key.list.menu', 'grid'),
  'list.columns': list(['V'], 'grid.columns'),
  'list.export': list([], 'export.open'),
  'queue.groups': list(['Backspace'], 'key.queue.groups'),
  'queue.mine': view('1', 'queue.view.mine'),
  'queue.due': view('2', 'queue.view.due'),
  'queue.unassigned': view('3', 'queue.view.unassigned'),
  'queue.held': view('4', 'queue.view.held'),
  'queue.waiting': view('5', 'queue.view.waiting'),
  'queue.producer': view('6', 'queue.view.producer'),
  'queue.money': view('7', 'queue.view.money'),
  'queue.all': view('8', 'queue.view.all'),
  'queue.own': view('9', 'queue.view.own'),
  'wallet.deposit': list(['Shift+D'], 'operation.deposit'),
  'wallet.withdraw': list(['Shift+W'], 'operation.withdrawal'),
  'wallet.purchase': list(['Shift+P'], 'operation.purchase'),
  'wallet.transfer': list(['Shift+T'], 'operation.transfer'),
  'wallet.hold': list(['Shift+H'], 'operation.hold'),
  'wallet.open': list(['Shift+N'], 'wallet.open'),
  'overview.print': unkeyed('overview.print'),
  'producer.suspend': list(['Shift+S'], 'case.verb.suspend_producer'),
  'reconcile.run': list(['Shift+M'], 'reconcile.run'),
  'side.left': list(['ArrowLeft'], 'key.side.left'),
  'side.right': list(['ArrowRight'], 'key.side.right'),
  'match.next_suggestion': list(['S'], 'match.next_suggestion'),
  'item.split': list(['B'], 'item.split'),
  'item.join': list(['Y'], 'item.join'),
  'item.unknown': list(['E'], 'item.unknown'),
  'item.opening': list([], 'item.opening'),
  'pane.next': list([']'], 'key.pane.next'),
  'pane.previous': list(['['], 'key.pane.previous'),
  'pane.trace': list(['T'], 'trace.open'),
  'proposal.approve': list(['A'], 'proposal.approve'),
  'proposal.decline': list(['D'], 'proposal.decline'),
  'proposal.comment': list(['Shift+C'], 'proposal.comment'),
  'case.post': list(['P'], 'case.verb.post'),
  'case.correct': list(['C'], 'case.verb.correct'),
  'case.write_off': list(['W'], 'case.verb.write_off'),
  'case.reject': list(['R'], 'case.verb.reject'),
  'case.merge': list(['M'], 'key.together'),
  'case.dismiss': list(['N'], 'case.verb.dismiss'),
  'case.assign_me': list(['I'], 'case.verb.assign_me'),
  'case.assign': list(['Shift+I'], 'case.verb.assign'),
  'case.snooze': list(['H'], 'case.verb.snooze'),
  'case.ask_client': list(['Q'], 'case.verb.ask_client'),
  'case.ask_producer': list(['Shift+Q'], 'case.verb.ask_producer'),
  'case.undo': list(['U', 'Mod+Z'], 'key.undo'),
  'case.page': list(['Shift+Enter'], 'case.page.open'),
  'batch.file': list(['O'], 'key.batch.file'),
  'batch.release': list(['L'], 'case.verb.release_batch'),
  'batch.reject': list(['Shift+R'], 'case.verb.reject_batch'),
  'bulk.past': list([], 'bulk.past', 'page'),
  'batch.recheck': list([], 'batch.recheck', 'page'),
  'batch.reverse': list([], 'batch.reverse', 'page'),
  'batch.download': list([], 'batch.download', 'page'),
  'region.next': { keys: ['F6'], scope: 'anywhere', group: 'console', label: 'key.region.next' },
  'region.previous': { keys: ['Shift+F6'], scope: 'anywhere', group: 'console', label: 'key.region.previous' },
  'palette.open': { keys: ['Mod+K'], scope: 'anywhere', group: 'console', label: 'key.palette' },
  'bell.open': { keys: ['G N'], scope: 'page', group: 'console', label: 'notifications.open' },
  'keys.show': { keys: ['?'], scope: 'page', group: 'console', label: 'key.keys' },
  'proposal.new': unkeyed('approvals.new'),
  'producer.add': unkeyed('producers.add'),
  'producer.edit': unkeyed('producer.edit'),
  'producer.resume': unkeyed('producer.resume'),
  'producer.agreement': unkeyed('producer.agreement.change'),
  'period.close': unkeyed('periods.close'),
  'live.wall': unkeyed('live.wall.turn'),
  'ingest.scan': unkeyed('ingest.scan'),
  'ingest.complete': unkeyed('ingest.complete'),
  'receipts.check': unkeyed('receipts.check'),
  'workspace.backup': unkeyed('workspace.backup.run'),
  'webhook.propose': unkeyed('webhooks.propose'),
  'user.add': unkeyed('users.add'),
  'caller.propose': unkeyed('callers.propose'),
  'manual.open': unkeyed('manual.open'),
  'session.lock': unkeyed('session.lock'),
  'session.sign-out': unkeyed('session.sign_out'),
  'session.passphrase': unkeyed('passphrase.change'),
  'desktop.connect': unkeyed('desktop.connect'),
  'desktop.serve': unkeyed('desktop.serve'),
  'desktop.open': unkeyed('desktop.open'),
} as const satisfies Readonly<Record<string, CommandSpec>>

export type CommandId = keyof typeof specs
export const commands: Readonly<Record<CommandId, CommandSpec>> = specs
export const commandIds = Object.keys(specs) as readonly CommandId[]
