/** The printed recovery key in its groups, and which of them are typed back. Pure. */

export const groupsOf = (recoveryKey: string): readonly string[] => recoveryKey.split('-')

/** One near the beginning and one near the end, never the first: that one is read off without looking for the paper. */
export const askedGroups = (count: number): readonly number[] => [1, count - 2]

/** As the engine reads it: capitals do not matter, and letters that look like digits are those digits. */
export const sameGroup = (typed: string, group: string): boolean => folded(typed) === folded(group)

const folded = (text: string): string =>
  text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
