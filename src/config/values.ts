import { OperatorError } from '../base/operator-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A wrong environment variable. The message is one sentence that names it; the start stops with it. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError'
}

/** An empty variable counts as one that is not set: shells and compose files produce those. */
const setting = (env: Environment, name: string): string | undefined => {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

export function text(
  env: Environment,
  name: string,
  rule: { default: string; pattern?: RegExp },
): string {
  const value = setting(env, name) ?? rule.default
  if (rule.pattern && !rule.pattern.test(value)) {
    throw new ConfigError(`${name} is "${value}", which is not a usable value.`)
  }
  return value
}

export function integer(
  env: Environment,
  name: string,
  rule: { default: number; min: number; max: number },
): number {
  const value = setting(env, name)
  if (value === undefined) return rule.default
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= rule.min && number <= rule.max)) {
    throw new ConfigError(
      `${name} is "${value}"; it must be a whole number from ${rule.min} to ${rule.max}.`,
    )
  }
  return number
}

const unitBytes = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const

/** A size such as `500 MiB`; a bare number is bytes. */
export function bytes(
  env: Environment,
  name: string,
  rule: { default: string; max: string },
): number {
  const value = setting(env, name) ?? rule.default
  const size = sizeOf(value)
  if (size === undefined || size < 1 || size > sizeOf(rule.max)!) {
    throw new ConfigError(
      `${name} is "${value}"; it must be a size such as "500 MiB", from 1 B to ${rule.max}.`,
    )
  }
  return size
}

/** A size, or undefined, no limit, where it is not set. */
export const bytesOrNone = (
  env: Environment,
  name: string,
  rule: { readonly max: string },
): number | undefined =>
  setting(env, name) === undefined ? undefined : bytes(env, name, { ...rule, default: rule.max })

function sizeOf(value: string): number | undefined {
  const match = /^(\d{1,15}) ?(B|KiB|MiB|GiB)?$/.exec(value)
  if (!match) return undefined
  return Number(match[1]) * unitBytes[(match[2] ?? 'B') as keyof typeof unitBytes]
}

export function oneOf<const Value extends string>(
  env: Environment,
  name: string,
  rule: { default: Value; values: readonly Value[] },
): Value {
  const value = setting(env, name) ?? rule.default
  const found = rule.values.find((allowed) => allowed === value)
  if (found === undefined) {
    throw new ConfigError(`${name} is "${value}"; it must be one of ${rule.values.join(', ')}.`)
  }
  return found
}

/** Words with spaces between, or `none` of them. */
export function someOf<const Value extends string>(
  env: Environment,
  name: string,
  rule: { default: string; values: readonly Value[] },
): readonly Value[] {
  const value = setting(env, name) ?? rule.default
  const words = value === 'none' ? [] : value.split(/[\s,]+/)
  return words.map((word) => {
    const found = rule.values.find((allowed) => allowed === word)
    if (found !== undefined) return found
    throw new ConfigError(
      `${name} is "${value}"; it must be some of ${rule.values.join(', ')} with spaces between, or none.`,
    )
  })
}

export function boolean(env: Environment, name: string, rule: { default: boolean }): boolean {
  const value = oneOf(env, name, { default: String(rule.default), values: ['true', 'false'] })
  return value === 'true'
}

/** An origin: scheme, host and port, nothing behind it. Returned without a slash at the end. */
export function originUrl(env: Environment, name: string, rule: { default: string }): string {
  return originOf(name, setting(env, name) ?? rule.default)
}

/** An origin whose first label may be `*`, for a host name for each of many things. */
export function originPattern(env: Environment, name: string, rule: { default: string }): string {
  const value = setting(env, name) ?? rule.default
  const isPattern = /^https?:\/\/\*\.[^*]+$/i.test(value)
  const origin = originOf(name, isPattern ? value.replace('*', 'x') : value)
  return isPattern ? origin.replace('//x.', '//*.') : origin
}

/** Sources for a Content-Security-Policy, with spaces between: https origins, `https://*.host`, or `https:` for all. */
export function httpsSources(env: Environment, name: string): readonly string[] {
  const sources = (setting(env, name) ?? '').split(/\s+/).filter((source) => source !== '')
  const isSource = /^https:(?:\/\/(?:\*\.)?[a-z\d-]+(?:\.[a-z\d-]+)*(?::\d{1,5})?)?$/i
  const wrong = sources.find((source) => !isSource.test(source))
  if (wrong === undefined) return sources
  throw new ConfigError(
    `${name} holds "${wrong}"; it must be https origins with spaces between, such as "https://cdn.example.vn", or "https:" for all.`,
  )
}

function originOf(name: string, value: string): string {
  const url = URL.parse(value)
  const isOrigin =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.hostname.includes('*') &&
    !url.search &&
    !url.hash
  if (!isOrigin || url.username || url.password) {
    throw new ConfigError(
      `${name} is "${value}"; it must be an origin such as "https://hocba.example.vn", without a path.`,
    )
  }
  return url.origin
}

/** A URL, kept as it is written: https, or http on this machine. Undefined if it is not set. */
export function url(env: Environment, name: string): string | undefined {
  const value = setting(env, name)
  if (value === undefined) return undefined
  const parsed = URL.parse(value)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(parsed?.hostname ?? '')
  const isSafe = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLocal)
  if (isSafe && !parsed.hash && !parsed.username && !parsed.password) return value
  throw new ConfigError(
    `${name} is "${value}"; it must be an https URL (http only on this machine), without a user name.`,
  )
}
