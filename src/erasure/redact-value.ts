import type { Actor } from '../xapi/index.ts'
import type { Trace } from './trace.ts'

/** The account that stands for the subject. */
export interface Pseudonym {
  readonly homePage: string
  readonly pseudonym: string
}

/** The members by which an agent is known. */
export const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account', 'name']

/**
 * A JSON value that is about the subject, without the subject: agents become the pseudonym's account, and every identifier and
 * name in a text, and in the name of a member, the pseudonym.
 */
export function redactValue(value: unknown, trace: Trace, by: Pseudonym): unknown {
  if (typeof value === 'string') return trace.scrub(value, by.pseudonym)
  if (Array.isArray(value)) return value.map((one) => redactValue(one, trace, by))
  if (typeof value !== 'object' || value === null) return value
  if (trace.isSubject(value as Actor)) {
    const others = Object.entries(value).filter(([name]) => !identifiers.includes(name))
    const { homePage, pseudonym: name } = by
    return { ...Object.fromEntries(others), account: { homePage, name } }
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      trace.scrub(name, by.pseudonym),
      redactValue(inner, trace, by),
    ]),
  )
}

/** The same for a text; one that is no JSON is scrubbed as it is. */
export function redactText(text: string, trace: Trace, by: Pseudonym): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return trace.scrub(text, by.pseudonym)
  }
  return JSON.stringify(redactValue(value, trace, by))
}
