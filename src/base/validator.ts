import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'

/** A problem that a schema found: where, and in words. */
export interface Finding {
  /** JSON pointer (RFC 6901) to the place. */
  readonly pointer: string
  readonly message: string
}

export interface Validator<T> {
  (value: unknown): value is T
  /** The findings of the last value that was refused, deepest place first. */
  explain(): readonly Finding[]
}

const schemasFolder = join(import.meta.dirname, '../../schemas')

/** Reads every schema below `schemas/` once. A schema's `$id` is its path there without `.json`, e.g. `api/package`. */
export function readSchemas(folder = schemasFolder): Record<string, unknown>[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, unknown>)
}

/**
 * Makes validators from the JSON Schemas (2020-12) in `schemas/`.
 * @param formats our own `format` checks by name; ajv-formats is wrong for xAPI.
 */
export function validators(
  formats: Readonly<Record<string, (text: string) => boolean>> = {},
): <T>(id: string) => Validator<T> {
  const ajv = new Ajv2020({
    allErrors: false,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
  })
  ajv.addKeyword({ keyword: 'example' })
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, check)
  for (const schema of readSchemas()) ajv.addSchema(schema)
  return <T>(id: string) => {
    const check = ajv.getSchema<T>(id) as ValidateFunction<T> | undefined
    if (!check) throw new Error(`no schema with $id ${id}`)
    const validator = ((value: unknown): value is T => check(value)) as Validator<T>
    validator.explain = () => (check.errors ?? []).map(findingOf).sort(deepestFirst)
    return validator
  }
}

/** A property that should not be there, or whose name is wrong, is itself the place. */
function findingOf(error: ErrorObject): Finding {
  const name = error.params.additionalProperty ?? error.propertyName
  const extra =
    typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : ''
  const message = messageOf(error)
  return {
    pointer: `${error.instancePath}${extra}`,
    message: error.propertyName === undefined ? message : `is a name that ${message}`,
  }
}

function messageOf({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`
  if (keyword === 'enum')
    return `must be one of ${params.allowedValues.map((one: unknown) => JSON.stringify(one)).join(', ')}`
  return message ?? 'is not valid'
}

const deepestFirst = (a: Finding, b: Finding): number =>
  b.pointer.split('/').length - a.pointer.split('/').length
