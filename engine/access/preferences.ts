/** What a person keeps of the console's looks: theirs wherever they sign in, so it lies in the workspace. */
import { command, type Json, type QueryContext } from '../store/command.ts'

type Setting = Readonly<{ user: number; name: string; value: Json }>

export const setPreference = command({
  topics: [],
  // How somebody likes their columns proves nothing, so it has no audit record.
  record: null,
  run: async ({ db }, { user, name, value }: Setting) => {
    const text = JSON.stringify(value)
    await db
      .insertInto('preference')
      .values({ user_id: user, name, value: text })
      .onConflict((conflict) => conflict.columns(['user_id', 'name']).doUpdateSet({ value: text }))
      .execute()
    return null
  },
})

export async function readPreferences(
  { db }: QueryContext,
  { user }: Readonly<{ user: number }>,
): Promise<Record<string, Json>> {
  const rows = await db.selectFrom('preference').select(['name', 'value']).where('user_id', '=', user).execute()
  return Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value) as Json]))
}
