import { problemStatus } from '../base/problem.ts'
import type { Operation } from './operation.ts'

type Json = Record<string, unknown>

/**
 * The OpenAPI 3.1 document of the operations, made from the same declarations that serve them and the same schemas that
 * validate their bodies.
 * @param schemas every schema of `schemas/`; those under `api/` become components.
 */
export function describeOperations(
  operations: readonly Operation[],
  schemas: readonly Json[],
  about: { readonly version: string; readonly serverUrl: string },
): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] ??= {}
    paths[operation.path]![operation.method] = describe(operation)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'hocba',
      version: about.version,
      description:
        'Packages, learners, registrations and their progress. Learning records themselves are read and written at /xapi (Experience API 1.0.3 and 2.0.0).',
    },
    servers: [{ url: about.serverUrl }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'basic',
          description: 'A credential: its key and its secret.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'hocba_session',
          description: 'A signed-in account.',
        },
      },
      schemas: { problem, ...componentsOf(schemas) },
    },
  }
}

const problem: Json = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: {
      enum: Object.keys(problemStatus),
      description: 'Stable; docs/problems.md explains each.',
    },
    message: { type: 'string', description: 'A sentence for a person.' },
    pointer: {
      type: 'string',
      description: 'The place in the request: a JSON pointer or a parameter.',
    },
    limit: { type: 'number' },
    clause: {
      type: 'string',
      description: 'The clause of the specification that the request breaks.',
    },
    facts: { type: 'object' },
    requestId: { type: 'string', format: 'uuid' },
  },
}

function describe(operation: Operation): Json {
  const status = operation.status ?? (operation.answer ? 200 : 204)
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    ...(operation.requires === 'public'
      ? { security: [] }
      : { security: [{ key: [] }, { session: [] }] }),
    ...(isScope(operation.requires) && { 'x-scope': operation.requires }),
    parameters: [...pathParameters(operation.path), ...queryParameters(operation)],
    ...(operation.body && {
      requestBody: { required: true, content: contentOf(operation.body, operation.bodyType) },
    }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(operation.answer && { content: contentOf(operation.answer, operation.answerType) }),
      },
      default: { description: 'Refused.', content: contentOf('api/problem') },
    },
  }
}

const isScope = (requires: Operation['requires']): boolean =>
  requires !== 'public' && requires !== 'account'

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = (operation: Operation): Json[] =>
  Object.entries(operation.query ?? {}).map(([name, { description, schema }]) => ({
    name,
    in: 'query',
    description,
    schema,
  }))

const contentOf = (schema: string, type = 'application/zip'): Json => {
  if (schema === 'binary') return { [type]: { schema: { type: 'string', format: 'binary' } } }
  if (schema === 'event-stream') return { 'text/event-stream': { schema: { type: 'string' } } }
  return { 'application/json': { schema: { $ref: componentRef(schema) } } }
}

/** `api/registration` is the component `registration`. */
const componentRef = (id: string): string =>
  `#/components/schemas/${id.replace(/^api\//, '').replaceAll('/', '.')}`

function componentsOf(schemas: readonly Json[]): Json {
  const ours = schemas.filter(({ $id }) => String($id).startsWith('api/'))
  return Object.fromEntries(
    ours.map(({ $id, $schema, ...schema }) => [
      String($id).slice('api/'.length),
      withComponentRefs(schema, String($id)),
    ]),
  )
}

/** References between schema files (`registration`, `api/registration`, `#/$defs/score`) as references between components. */
function withComponentRefs(value: unknown, id: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withComponentRefs(item, id))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, refOf(inner, id)]
        : [key, withComponentRefs(inner, id)],
    ),
  )
}

function refOf(ref: string, id: string): string {
  const [file, fragment = ''] = ref.split('#')
  const target = file
    ? new URL(file, `schema:///${id}`).pathname.slice(1).replace(/^api\/api\//, 'api/')
    : id
  return `${componentRef(target)}${fragment}`
}
