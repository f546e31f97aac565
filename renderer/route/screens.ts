/** The map of the console: each screen once, with its path, its key and the permission that makes it worth showing. */
import {
  IconActivity,
  IconAdjustments,
  IconAlertTriangle,
  IconApi,
  IconBell,
  IconBook2,
  IconBuildingStore,
  IconCalendarDollar,
  IconChartBar,
  IconChecks,
  IconCreditCardPay,
  IconFileInvoice,
  IconFileStack,
  IconGauge,
  IconHistory,
  IconKey,
  IconPresentation,
  IconRepeat,
  IconReportAnalytics,
  IconScale,
  IconUsers,
  IconWallet,
  IconWebhook,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Permission } from '../../engine/contract/permission.ts'
import type { CommandId } from '../keys/commands.ts'
import { livePath } from '../live/search.ts'
import type { MessageId } from '../messages/messages.ts'

export type Screen = Readonly<{
  path: `/${string}`
  title: MessageId
  command: CommandId
  permission: Permission | null
  icon: typeof IconWallet
  group: 'work' | 'settings'
  load: () => Promise<{ readonly Screen: ComponentType }>
}>

export const screens: readonly Screen[] = [
  {
    path: '/overview',
    title: 'nav.overview',
    command: 'go.overview',
    permission: 'overview.read',
    icon: IconPresentation,
    group: 'work',
    load: async () => ({ Screen: (await import('../overview/OverviewScreen.tsx')).OverviewScreen }),
  },
  {
    path: '/exceptions',
    title: 'nav.exceptions',
    command: 'go.exceptions',
    permission: 'exceptions.read',
    icon: IconAlertTriangle,
    group: 'work',
    load: async () => ({ Screen: (await import('../exceptions/ExceptionsScreen.tsx')).ExceptionsScreen }),
  },
  {
    path: livePath,
    title: 'nav.live',
    command: 'go.live',
    permission: 'batches.read',
    icon: IconActivity,
    group: 'work',
    load: async () => ({ Screen: (await import('../live/LiveScreen.tsx')).LiveScreen }),
  },
  {
    path: '/batches',
    title: 'nav.batches',
    command: 'go.batches',
    permission: 'batches.read',
    icon: IconFileStack,
    group: 'work',
    load: async () => ({ Screen: (await import('../batches/BatchesScreen.tsx')).BatchesScreen }),
  },
  {
    path: '/producers',
    title: 'nav.producers',
    command: 'go.producers',
    permission: 'producers.read',
    icon: IconBuildingStore,
    group: 'work',
    load: async () => ({ Screen: (await import('../producers/ProducersScreen.tsx')).ProducersScreen }),
  },
  {
    path: '/clients',
    title: 'nav.clients',
    command: 'go.clients',
    permission: 'clients.read',
    icon: IconWallet,
    group: 'work',
    load: async () => ({ Screen: (await import('../clients/ClientsScreen.tsx')).ClientsScreen }),
  },
  {
    path: '/ledger',
    title: 'nav.ledger',
    command: 'go.ledger',
    permission: 'ledger.read',
    icon: IconBook2,
    group: 'work',
    load: async () => ({ Screen: (await import('../ledger/LedgerScreen.tsx')).LedgerScreen }),
  },
  {
    path: '/reconciliation',
    title: 'nav.reconciliation',
    command: 'go.reconciliation',
    permission: 'reconciliation.read',
    icon: IconScale,
    group: 'work',
    load: async () => ({
      Screen: (await import('../reconciliation/ReconciliationScreen.tsx')).ReconciliationScreen,
    }),
  },
  {
    path: '/statements',
    title: 'nav.statements',
    command: 'go.statements',
    permission: 'statements.read',
    icon: IconFileInvoice,
    group: 'work',
    load: async () => ({ Screen: (await import('../statements/StatementsScreen.tsx')).StatementsScreen }),
  },
  {
    path: '/fund-requests',
    title: 'nav.funds',
    command: 'go.funds',
    permission: 'ledger.read',
    icon: IconCreditCardPay,
    group: 'work',
    load: async () => ({ Screen: (await import('../funding/FundRequestsScreen.tsx')).FundRequestsScreen }),
  },
  {
    path: '/expected-payments',
    title: 'nav.expected',
    command: 'go.expected',
    permission: 'ledger.read',
    icon: IconCalendarDollar,
    group: 'work',
    load: async () => ({ Screen: (await import('../expected/ExpectedScreen.tsx')).ExpectedScreen }),
  },
  {
    path: '/approvals',
    title: 'nav.approvals',
    command: 'go.approvals',
    permission: 'proposals.read',
    icon: IconChecks,
    group: 'work',
    load: async () => ({ Screen: (await import('../approvals/ApprovalsScreen.tsx')).ApprovalsScreen }),
  },
  {
    path: '/measures',
    title: 'nav.measures',
    command: 'go.measures',
    permission: 'exceptions.read',
    icon: IconChartBar,
    group: 'work',
    load: async () => ({ Screen: (await import('../measures/MeasuresScreen.tsx')).MeasuresScreen }),
  },
  {
    path: '/audit',
    title: 'nav.audit',
    command: 'go.audit',
    permission: 'audit.read',
    icon: IconHistory,
    group: 'work',
    load: async () => ({ Screen: (await import('../audit/AuditScreen.tsx')).AuditScreen }),
  },
  {
    path: '/reports',
    title: 'nav.reports',
    command: 'go.reports',
    permission: null,
    icon: IconReportAnalytics,
    group: 'work',
    load: async () => ({ Screen: (await import('../reports/ReportsScreen.tsx')).ReportsScreen }),
  },
  {
    path: '/jobs',
    title: 'nav.jobs',
    command: 'go.jobs',
    permission: 'jobs.read',
    icon: IconRepeat,
    group: 'work',
    load: async () => ({ Screen: (await import('../jobs/JobsScreen.tsx')).JobsScreen }),
  },
  {
    path: '/settings',
    title: 'nav.rules',
    command: 'go.rules',
    permission: 'settings.read',
    icon: IconGauge,
    group: 'settings',
    load: async () => ({ Screen: (await import('../settings/RulesScreen.tsx')).RulesScreen }),
  },
  {
    path: '/settings/users',
    title: 'nav.users',
    command: 'go.users',
    permission: 'users.read',
    icon: IconUsers,
    group: 'settings',
    load: async () => ({ Screen: (await import('../users/UsersScreen.tsx')).UsersScreen }),
  },
  {
    path: '/settings/api-keys',
    title: 'nav.callers',
    command: 'go.callers',
    permission: 'callers.read',
    icon: IconApi,
    group: 'settings',
    load: async () => ({ Screen: (await import('../callers/CallersScreen.tsx')).CallersScreen }),
  },
  {
    path: '/settings/webhooks',
    title: 'nav.webhooks',
    command: 'go.webhooks',
    permission: 'webhooks.read',
    icon: IconWebhook,
    group: 'settings',
    load: async () => ({ Screen: (await import('../webhooks/WebhooksScreen.tsx')).WebhooksScreen }),
  },
  {
    path: '/settings/workspace',
    title: 'nav.workspace',
    command: 'go.workspace',
    permission: null,
    icon: IconKey,
    group: 'settings',
    load: async () => ({ Screen: (await import('../workspace/WorkspaceScreen.tsx')).WorkspaceScreen }),
  },
  {
    path: '/settings/appearance',
    title: 'nav.appearance',
    command: 'go.appearance',
    permission: null,
    icon: IconAdjustments,
    group: 'settings',
    load: async () => ({ Screen: (await import('../appearance/AppearanceScreen.tsx')).AppearanceScreen }),
  },
  {
    path: '/settings/notifications',
    title: 'nav.notifications',
    command: 'go.notifications',
    permission: null,
    icon: IconBell,
    group: 'settings',
    load: async () => ({ Screen: (await import('../notifications/NotificationsScreen.tsx')).NotificationsScreen }),
  },
]

export function screenAt(path: string): Screen | undefined {
  return screens.find((screen) => screen.path === path)
}

/** The screen that a page belongs to: that of its own path, or of the longest one that its path begins with. */
export function screenOf(path: string): Screen | undefined {
  const above = screens.filter((screen) => path === screen.path || path.startsWith(`${screen.path}/`))
  return above.toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** Never where somebody begins unless it is theirs above all. */
const notHome: readonly string[] = ['/exceptions', '/overview', livePath]

/**
 * Where somebody begins: those who decide about exceptions at what waits for them, those who keep the files coming at what
 * arrives now, those who only look at the figures, everybody else at the first screen that is theirs.
 */
export function homeFor(permissions: readonly Permission[]): string {
  if (permissions.includes('exceptions.work')) return '/exceptions'
  if (permissions.includes('producers.suspend')) return livePath
  if (permissions.includes('overview.read') && !permissions.includes('ingest.run')) return '/overview'
  return screensFor(permissions).find(({ path }) => !notHome.includes(path))?.path ?? '/settings/appearance'
}

export function screensFor(permissions: readonly Permission[]): readonly Screen[] {
  return screens.filter((screen) => screen.permission === null || permissions.includes(screen.permission))
}

/** Where a person is on the way to: what the address says, or where most of the work is. */
export const screenAhead = (): Screen | undefined => screenOf(window.location.pathname) ?? screenAt('/exceptions')
