/** The parts of an OpenAPI 3.1 document that the reference page shows. */
export interface OpenApi {
  readonly info?: {
    readonly title?: string
    readonly version?: string
    readonly description?: string
  }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly tags?: readonly { readonly name: string; readonly description?: string }[]
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> }
}

export interface OpenApiOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly OpenApiParameter[]
  readonly requestBody?: { readonly content?: Content; readonly required?: boolean }
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly 'x-scope'?: string
}

type Content = Readonly<
  Record<string, { readonly schema?: JsonSchema; readonly example?: unknown }>
>

export interface OpenApiParameter {
  readonly name: string
  readonly in: string
  readonly description?: string
  readonly required?: boolean
  readonly schema?: JsonSchema
}

export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly default?: unknown
  readonly example?: unknown
}

export interface Operation extends OpenApiOperation {
  readonly method: string
  readonly path: string
  /** Anchor of the operation in the page. */
  readonly anchor: string
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

export function operationsByTag(api: OpenApi): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>()
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method]
      if (!operation) continue
      const tag = operation.tags?.[0] ?? ''
      const anchor = operation.operationId ?? `${method}-${path}`.replace(/[^a-z0-9]+/gi, '-')
      groups.set(tag, [...(groups.get(tag) ?? []), { ...operation, method, path, anchor }])
    }
  }
  return groups
}

/** Follows `$ref` within the document. */
export function resolve(schema: JsonSchema | undefined, api: OpenApi): JsonSchema | undefined {
  if (!schema?.$ref) return schema
  const path = schema.$ref.replace(/^#\//, '').split('/')
  let value: unknown = api
  for (const step of path) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[name]
        : undefined
  }
  return value as JsonSchema | undefined
}

export const schemaOf = (content: Content | undefined): JsonSchema | undefined =>
  content?.['application/json']?.schema ?? Object.values(content ?? {})[0]?.schema

/** `string · uuid`, `array of Learner`: a schema in a few words. */
export function typeWords(schema: JsonSchema | undefined, api: OpenApi): string {
  const real = resolve(schema, api)
  if (!real) return ''
  if (real.enum) return real.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (real.const !== undefined) return JSON.stringify(real.const)
  const choices = real.anyOf ?? real.oneOf
  if (choices) return choices.map((one) => typeWords(one, api)).join(' | ')
  const type = typeof real.type === 'string' ? real.type : (real.type?.join(' | ') ?? '')
  if (type === 'array') return `${typeWords(real.items, api) || 'any'}[]`
  return [type, real.format].filter(Boolean).join(' · ')
}

/** A curl command that would make the call. */
export function curlOf(operation: Operation, api: OpenApi, origin: string): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)
  const lines = [`curl -u "$KEY:$SECRET" ${quoted(`${origin}/api/v1${path}`)}`]
  if (operation.method !== 'get')
    lines[0] = lines[0]!.replace('curl', `curl -X ${operation.method.toUpperCase()}`)
  const content = operation.requestBody?.content
  if (content) {
    const [type, media] = Object.entries(content)[0] ?? ['application/json', {}]
    if (type.includes('json')) {
      const example = 'example' in media ? media.example : exampleOf(media.schema, api)
      lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(example)}'`)
    } else {
      lines.push(`-H "Content-Type: application/zip"`, '--data-binary @course.zip')
    }
  }
  return lines.join(' \\\n  ')
}

const quoted = (text: string): string => `"${text}"`

/** A body with what is required, or the first field where nothing is. */
function exampleOf(schema: JsonSchema | undefined, api: OpenApi): unknown {
  const real = resolve(schema, api)
  if (!real?.properties) return {}
  const names = real.required ?? Object.keys(real.properties).slice(0, 1)
  return Object.fromEntries(
    names.map((name) => [name, exampleValue(resolve(real.properties?.[name], api))]),
  )
}

function exampleValue(schema: JsonSchema | undefined): unknown {
  if (schema?.example !== undefined) return schema.example
  if (schema?.enum) return schema.enum[0]
  if (schema?.type === 'number' || schema?.type === 'integer') return schema.minimum ?? 0
  if (schema?.type === 'boolean') return true
  return schema?.type === 'array' ? [] : '…'
}
