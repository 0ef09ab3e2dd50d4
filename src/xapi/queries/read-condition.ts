import { Problem } from '../../base/problem.ts'
import { secondsOfDuration } from '../duration.ts'
import { isIri } from '../formats.ts'
import { accountKey, agentKey, authorityKey } from '../statements/index-keys.ts'
import { storedOf } from '../statements/seq.ts'
import type { Actor } from '../statements/statement.ts'
import type { StatementFilter } from '../statements/store.ts'
import type { XapiValidators } from '../statements/validate-statement.ts'
import { microsecondsOf } from '../timestamp.ts'
import type { ConditionBody, RangeBody } from '../wire.ts'
import type { Condition } from './query.ts'

export interface ConditionRules {
  readonly validators: Pick<XapiValidators, 'actor'>
  /** Home page of learners' accounts. */
  readonly appUrl: string
}

const termsMax = 100
const depthMax = 8

/**
 * Reads a condition: every property must hold; `and`, `or` and `not` nest.
 * @throws Problem invalid-request with the pointer to what cannot be used.
 */
export function readCondition(body: ConditionBody, rules: ConditionRules): Condition {
  let terms = 0
  const read = (value: ConditionBody, pointer: string, depth: number): Condition => {
    if (depth > depthMax) throw refused(pointer, `Conditions may nest ${depthMax} deep.`, depthMax)
    const parts: Condition[] = []
    for (const [name, given] of Object.entries(value)) {
      if (++terms > termsMax)
        throw refused(pointer, `A query may have ${termsMax} terms.`, termsMax)
      const at = `${pointer}/${name}`
      const nested = (items: readonly ConditionBody[]) =>
        items.map((item, index) => read(item, `${at}/${index}`, depth + 1))
      if (name === 'and') parts.push(...nested(given as ConditionBody[]))
      else if (name === 'or') parts.push(anyOf(nested(given as ConditionBody[])))
      else if (name === 'not') parts.push(no(read(given as ConditionBody, at, depth + 1)))
      else parts.push(term(name, given, { ...rules, at }))
    }
    return allOf(parts)
  }
  return read(body, '/where', 1)
}

const refused = (pointer: string, sentence: string, limit?: number): Problem =>
  new Problem('invalid-request', sentence, { pointer, ...(limit !== undefined && { limit }) })

/**
 * The lists of the store find what meets all of several filters; of two terms for one list, one stays for `holds` alone, and
 * there is no plain request then.
 */
function allOf(parts: readonly Condition[]): Condition {
  let filter: StatementFilter = {}
  let parameters: Condition['parameters'] = {}
  for (const part of parts) {
    const isFree = Object.keys(part.filter).every((name) => !(name in filter))
    if (isFree) filter = { ...filter, ...part.filter }
    parameters =
      isFree && parameters && part.parameters ? { ...parameters, ...part.parameters } : undefined
  }
  return { holds: (one) => parts.every((part) => part.holds(one)), filter, parameters }
}

const anyOf = (parts: readonly Condition[]): Condition =>
  parts.length === 1 ? parts[0]! : byEye((one) => parts.some((part) => part.holds(one)))

const no = (part: Condition): Condition => byEye((one) => !part.holds(one))

/** What no list of the store finds. */
const byEye = (holds: Condition['holds']): Condition => ({
  holds,
  filter: {},
  parameters: undefined,
})

interface TermRules extends ConditionRules {
  /** JSON pointer to the term. */
  readonly at: string
}

function term(name: string, given: unknown, rules: TermRules): Condition {
  switch (name) {
    case 'verb':
      return verbTerm(given as string, rules)
    case 'activity':
      return activityTerm(given as string, rules, false)
    case 'relatedActivity':
      return activityTerm(given as string, rules, true)
    case 'agent':
      return agentTerm(given, rules)
    case 'learner':
      return learnerTerm(given as string, rules)
    case 'registration':
      return registrationTerm((given as string).toLowerCase())
    case 'key':
      return keyTerm(given as string, rules)
    case 'success':
      return byEye(({ statement }) => statement.result?.success === given)
    case 'completion':
      return byEye(({ statement }) => statement.result?.completion === given)
    case 'score':
      return byEye(inRange(given as RangeBody, ({ statement }) => statement.result?.score?.scaled))
    case 'duration':
      return byEye(inRange(given as RangeBody, ({ statement }) => durationOf(statement.result)))
    case 'stored':
      return storedTerm(given as TimesBody, rules)
    default:
      return timestampTerm(given as TimesBody, rules)
  }
}

const durationOf = (result: { readonly duration?: string } | undefined): number | undefined =>
  result?.duration === undefined ? undefined : secondsOfDuration(result.duration)

function inRange(
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: RangeBody,
  read: (one: Parameters<Condition['holds']>[0]) => number | undefined,
): Condition['holds'] {
  return (one) => {
    const value = read(one)
    return value !== undefined && value >= from && value <= to
  }
}

function requireIri(iri: string, at: string): string {
  if (isIri(iri)) return iri
  throw refused(at, `${at} must be an absolute IRI.`)
}

function verbTerm(iri: string, { at }: TermRules): Condition {
  const verb = requireIri(iri, at)
  return {
    holds: ({ statement }) => statement.verb.id === verb,
    filter: { verb },
    parameters: { verb },
  }
}

function activityTerm(iri: string, { at }: TermRules, isRelated: boolean): Condition {
  const activity = requireIri(iri, at)
  if (!isRelated) {
    const holds: Condition['holds'] = (one) => one.activities.includes(activity)
    return { holds, filter: { activity }, parameters: { activity } }
  }
  return {
    holds: (one) => one.relatedActivities.includes(activity),
    filter: { activity, relatedActivities: true },
    parameters: { activity, related_activities: 'true' },
  }
}

function agentTerm(given: unknown, { at, validators }: TermRules): Condition {
  const agent = validators.actor(given) ? agentKey(given as Actor) : undefined
  if (agent === undefined) throw refused(at, `${at} must be an Agent or identified Group.`)
  return {
    holds: (one) => one.agents.includes(agent),
    filter: { agent },
    parameters: { agent: JSON.stringify(given) },
  }
}

function learnerTerm(id: string, { appUrl }: TermRules): Condition {
  const account = { homePage: appUrl, name: id.toLowerCase() }
  const agent = accountKey(account.homePage, account.name)
  return {
    holds: (one) => one.agents.includes(agent),
    filter: { agent },
    parameters: { agent: JSON.stringify({ account }) },
  }
}

/** The authority is the account of a credential. */
function keyTerm(key: string, { appUrl }: TermRules): Condition {
  const authority = accountKey(appUrl, key)
  return {
    holds: ({ statement }) =>
      statement.authority !== undefined && authorityKey(statement.authority) === authority,
    filter: { authority },
    parameters: undefined,
  }
}

const registrationTerm = (registration: string): Condition => ({
  holds: ({ statement }) => statement.context?.registration?.toLowerCase() === registration,
  filter: { registration },
  parameters: { registration },
})

interface TimesBody {
  readonly after?: string
  readonly until?: string
}

function timesOf({ after, until }: TimesBody, at: string) {
  const read = (name: string, text: string | undefined, unbounded: number) => {
    if (text === undefined) return unbounded
    const time = microsecondsOf(text)
    if (time !== undefined) return time
    throw refused(`${at}/${name}`, `${at}/${name} must be a timestamp.`)
  }
  return {
    after: read('after', after, Number.MIN_SAFE_INTEGER),
    until: read('until', until, Number.MAX_SAFE_INTEGER),
  }
}

function storedTerm(body: TimesBody, { at }: TermRules): Condition {
  const { after, until } = timesOf(body, at)
  return {
    holds: ({ stored }) => stored > after && stored <= until,
    filter: {
      ...(body.after !== undefined && { since: after }),
      ...(body.until !== undefined && { until }),
    },
    parameters: {
      ...(body.after !== undefined && { since: storedOf(after) }),
      ...(body.until !== undefined && { until: storedOf(until) }),
    },
  }
}

function timestampTerm(body: TimesBody, { at }: TermRules): Condition {
  const { after, until } = timesOf(body, at)
  return byEye(({ timestamp }) => timestamp > after && timestamp <= until)
}
