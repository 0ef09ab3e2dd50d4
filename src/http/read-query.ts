import type { Request } from 'express'
import { Problem } from '../base/problem.ts'
import type { Operation, QueryParameter } from './operation.ts'

type Value = string | number | boolean

/**
 * The declared query parameters, converted by their schemas (`type`, `enum`, `minimum`, `maximum`, `maxLength`, `format`).
 * @throws Problem invalid-request for an unknown, repeated or unusable parameter, naming it.
 */
export function queryOf(operation: Operation, request: Request): Record<string, Value | undefined> {
  const declared = operation.query ?? {}
  const given = new URL(request.originalUrl, 'http://localhost').searchParams
  const query: Record<string, Value | undefined> = {}
  for (const name of new Set(given.keys())) {
    const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined
    if (!parameter) throw refused(name, `There is no parameter "${name}" here`)
    const values = given.getAll(name)
    if (values.length > 1) throw refused(name, `The parameter "${name}" is given more than once`)
    query[name] = convert(name, values[0]!, parameter)
  }
  return query
}

function convert(name: string, text: string, { schema }: QueryParameter): Value {
  if (schema.type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true'
    throw refused(name, `The parameter "${name}" must be true or false`)
  }
  if (schema.type === 'integer') return integer(name, text, schema)
  if (Array.isArray(schema.enum) && !schema.enum.includes(text)) {
    throw refused(name, `The parameter "${name}" must be one of ${schema.enum.join(', ')}`)
  }
  if (text.length > Number(schema.maxLength ?? 2_000) || text.includes('\0')) {
    throw refused(name, `The parameter "${name}" is not usable`)
  }
  const isWrong =
    (schema.format === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) ||
    (schema.format === 'date-time' && !isDateTime(text))
  if (isWrong) throw refused(name, `The parameter "${name}" is not a ${schema.format}`)
  return schema.format === 'uuid' ? text.toLowerCase() : text
}

const dateTime = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/**
 * An ISO 8601 time with its zone, on a day that there is. Date.parse alone takes `02/03/2026`, `foo 2020` and 30 February, and
 * reads a time without a zone as the server's.
 */
function isDateTime(text: string): boolean {
  const day = dateTime.exec(text)?.[1]
  if (day === undefined || Number.isNaN(Date.parse(text))) return false
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

function integer(name: string, text: string, schema: QueryParameter['schema']): number {
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  const least = Number(schema.minimum ?? Number.MIN_SAFE_INTEGER)
  const most = Number(schema.maximum ?? Number.MAX_SAFE_INTEGER)
  if (number >= least && number <= most) return number
  throw refused(name, `The parameter "${name}" must be a whole number from ${least} to ${most}`)
}

const refused = (name: string, sentence: string): Problem =>
  new Problem('invalid-request', `${sentence}.`, { pointer: name })
