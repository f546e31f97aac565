/** The operations that are no procedures of the contract, because what they take is a stream or counts by its signature. */
import { z } from 'zod'
import { commonFaults } from '../contract/fault.ts'
import { GatewayEventBody } from '../contract/funding.ts'
import { Upload, uploadFaults } from '../contract/producer-programs.ts'
import { signatureHeader } from '../funding/signature.ts'
import { exampleOf, type Schema } from './example.ts'
import type { Answer, Document, Operation } from './openapi.ts'

type Refused = (faults: Readonly<Record<string, Readonly<{ status?: number }>>>) => Readonly<Record<string, Answer>>

const schemaOf = (type: z.ZodType): Schema => z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema

export const faultsByHand = { ...commonFaults, ...uploadFaults } as const

export const byHand = (refused: Refused): Document['paths'] => ({
  '/producer/files/{name}': { put: upload(refused) },
  '/gateways/{gateway}/events': { post: gatewayEvent() },
})

function upload(refused: Refused): Operation {
  const schema = schemaOf(Upload)
  return {
    operationId: 'producerPrograms.upload',
    summary: "Put a batch file into the drop folder of this key's producer",
    description:
      'Needs `batches.send`. The file is taken as it comes, whatever its format; it is read as a dropped file is. ' +
      'Sent again with the same bytes, nothing is done twice. Control totals go first, as `FILE.control.json`.',
    tags: ['producer'],
    parameters: [
      { name: 'name', in: 'path', required: true, schema: { type: 'string' }, example: 'seven-2026-03-02.csv' },
      {
        name: 'Content-Digest',
        in: 'header',
        description: '`sha-256=:BASE64:` (RFC 9530): what comes otherwise is refused.',
        schema: { type: 'string' },
      },
    ],
    requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
    responses: {
      201: { description: 'Put, or known', content: { 'application/json': { schema, example: exampleOf(schema) } } },
      ...refused(faultsByHand),
    },
  }
}

function gatewayEvent(): Operation {
  const schema = schemaOf(GatewayEventBody)
  return {
    operationId: 'gateways.event',
    summary: 'What happened to a payment, told by its gateway',
    description: `Counts by its signature in \`${signatureHeader}\`, and needs no key.`,
    tags: ['gateways'],
    parameters: [
      { name: 'gateway', in: 'path', required: true, schema: { type: 'string' }, example: 'kowloonpay' },
      { name: signatureHeader, in: 'header', required: true, schema: { type: 'string' } },
    ],
    requestBody: { required: true, content: { 'application/json': { schema, example: exampleOf(schema) } } },
    responses: {
      200: { description: 'Taken, or known' },
      400: { description: 'Not an event' },
      401: { description: 'The signature is missing or not ours' },
      404: { description: 'No such gateway' },
      409: { description: 'Contradicts what it told before' },
      429: { description: 'Too many; tell it again' },
      503: { description: 'Not now; tell it again' },
    },
    security: [],
  }
}
