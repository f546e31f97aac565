/** What is in force while nobody has proposed anything else. */

import type { SettingName, SettingValue } from '../contract/settings.ts'
import { defaultMatching } from '../reconcile/rules/default-rules.ts'

export const defaultSettings: { readonly [N in SettingName]: SettingValue<N> } = {
  limits: { rules: [{ name: 'One operation', perTransaction: 100_000_000 }] },
  approvals: {
    rules: [
      { role: 'analyst', aloneUpTo: 1_000_000, approveUpTo: 0 },
      { role: 'approver', aloneUpTo: 1_000_000, approveUpTo: null },
    ],
    expireAfterHours: 72,
  },
  tiers: { names: ['standard'] },
  holds: { expireAfterHours: 168 },
  mail: {
    host: null,
    port: 465,
    security: 'implicit',
    user: null,
    fromName: 'Countinghouse',
    fromAddress: null,
    replyTo: null,
    ratePerMinute: 30,
    connectSeconds: 20,
    answerSeconds: 60,
    trustedCertificate: null,
  },
  contact: {
    answerHours: 72,
    remindAfterHours: 24,
    remindersMax: 1,
    freezeOnNo: false,
    publicAddress: null,
    defaultLanguage: 'en',
    codesAfterHours: 24,
  },
  exceptions: {
    moneySteps: [
      { atLeast: 100_000_000, severity: 'critical' },
      { atLeast: 1_000_000, severity: 'high' },
    ],
    dueInHours: { critical: 4, high: 24, medium: 72, low: 168 },
    snoozeDaysMax: 30,
  },
  matching: defaultMatching,
  gateways: { gateways: [] },
  virtualIbans: {
    isOn: false,
    country: 'GB',
    bankCode: '',
    numberLength: 1,
    from: '0',
    to: '0',
    omnibus: 'omnibus:main',
  },
  statements: { sources: [] },
  webhooks: { origins: [] },
  locations: { locations: [] },
  retention: { exportDays: 1, notificationDays: 90, webhookDays: 30, walletSignInDays: 7 },
}
