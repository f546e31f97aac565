/** What is in force while nobody has proposed anything else. */
import type { SettingName, SettingValue } from '../contract/settings.ts'

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
}
