import { isoOf } from '../calendar/instant.ts'
import type { Comment } from '../contract/proposals.ts'
import { command } from '../store/command.ts'

type Commenting = Readonly<{ id: number; text: string; user: number }>
type Commented = Readonly<{ status: 'done'; comment: Comment }> | Readonly<{ status: 'not_found' }>

/** A comment may come after the decision too: what was learned later belongs to what was decided. */
export const commentProposal = command({
  topics: ['proposals'],
  record: ({ id }: Commenting, { status }: Commented) => ({
    action: 'proposals.comment',
    subject: `proposal:${id}`,
    outcome: status,
  }),
  run: async ({ db, at, actor }, { id, text, user }): Promise<Commented> => {
    const found = await db.selectFrom('proposal').select('id').where('id', '=', id).executeTakeFirst()
    if (found === undefined) return { status: 'not_found' }
    const comment = await db
      .insertInto('proposal_comment')
      .values({ proposal: id, at, by: user, text })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { status: 'done', comment: { id: comment.id, at: isoOf(at), by: actor, text } }
  },
})
