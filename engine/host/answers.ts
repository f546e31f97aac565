/** Where clients answer: a page that shows, and a button behind each answer. Nobody who comes here is signed in. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { now } from '../calendar/instant.ts'
import { theClient } from '../contact/answer.ts'
import { hashOfToken } from '../contact/answer-link.ts'
import { ClientAnswer } from '../contract/messages.ts'
import type { Engine } from '../engine.ts'
import { failureOf } from '../failure.ts'
import { noteIncident } from '../incident.ts'
import { overHtml, questionHtml, thanksHtml } from './answer-page.ts'
import { plainContentPolicy } from './plain-page.ts'

const answerPrefix = '/answer/'

/** Per address and minute: a person opens a link and presses a button, and whoever guesses tokens does much more. */
export const answersPerMinuteMax = 30

export const isAnswer = (url: string): boolean => url.startsWith(answerPrefix)

type Link = FastifyRequest<{ Params: { token: string; answer?: string } }>

export function serveAnswers(app: FastifyInstance, engine: Engine): void {
  app.get(`${answerPrefix}:token`, (request: Link, reply) =>
    send(engine, reply, () => show(engine, request.params.token)),
  )
  app.post(`${answerPrefix}:token/:answer`, (request: Link, reply) =>
    send(engine, reply, () => take(engine, request.params)),
  )
  // Whatever else is asked for under this prefix is no answer either.
  app.all(`${answerPrefix}*`, (_request, reply) => send(engine, reply, async () => null))
}

/** A page, or null for what is not there. */
type Made = () => Promise<string | null>

async function send(engine: Engine, reply: FastifyReply, make: Made): Promise<FastifyReply> {
  void reply.headers({
    'content-security-policy': plainContentPolicy,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    // Nobody else is told of the address, which is the secret. To ourselves it has to go: a browser that may not say where
    // a form comes from says that it comes from nowhere, and no host takes an answer from there.
    'referrer-policy': 'same-origin',
  })
  try {
    const html = await make()
    return await reply
      .status(html === null ? 404 : 200)
      .type('text/html; charset=utf-8')
      .send(html ?? overHtml)
  } catch (error) {
    // While the workspace is closed nobody's answer can be taken; the link stays as it is.
    if (failureOf(error) === undefined) noteIncident(engine.log, error, 'host.answers')
    return reply.status(503).type('text/html; charset=utf-8').send(overHtml)
  }
}

async function show(engine: Engine, token: string): Promise<string | null> {
  const hash = hashOfToken(token)
  if (hash === null) return null
  const { store } = await engine.opened()
  const page = await store.read('contact.questionPage', { hash, at: now() })
  return page === null ? null : questionHtml(page, token)
}

async function take(engine: Engine, params: Link['params']): Promise<string | null> {
  const hash = hashOfToken(params.token)
  const answer = ClientAnswer.safeParse(params.answer).data
  if (hash === null || answer === undefined) return null
  const { store } = await engine.opened()
  const page = await store.read('contact.questionPage', { hash, at: now() })
  if (page === null) return null
  const outcome = await store.write('contact.answerByLink', { hash, answer }, theClient)
  if (outcome.status !== 'done') return null
  return thanksHtml({ language: page.language, answer, frozen: outcome.frozen })
}
