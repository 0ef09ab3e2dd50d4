import { apiUrl, type Query } from '../api/client.ts'

/** The conditions of the explorer, as the address holds them. Different ones must all be met. */
export interface StatementFilter {
  /** Id of a learner. */
  readonly learner?: string | undefined
  /** An xAPI Agent as JSON, for people who are no learners here. */
  readonly agent?: string | undefined
  /** IRI. */
  readonly verb?: string | undefined
  /** IRI: the object, or in the context. */
  readonly activity?: string | undefined
  readonly registration?: string | undefined
  /** Key of the credential that stored them. */
  readonly key?: string | undefined
  /** ISO 8601: stored after, and stored at or before. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly success?: string | undefined
  readonly completion?: string | undefined
  /** Scaled score, `0.5..1`; either end may be missing. */
  readonly score?: string | undefined
  /** What is left out: IRIs, and an Agent as JSON. */
  readonly notVerb?: string | undefined
  readonly notActivity?: string | undefined
  readonly notAgent?: string | undefined
}

export type FilterName = keyof StatementFilter

/** Of these, one at most stands in a filter: a learner is an agent. */
const person: readonly FilterName[] = ['learner', 'agent']

export const leftOutNames = ['notVerb', 'notActivity', 'notAgent'] as const

export const filterNames = [
  'learner',
  'agent',
  'verb',
  'activity',
  'registration',
  'key',
  'since',
  'until',
  'success',
  'completion',
  'score',
  ...leftOutNames,
] as const satisfies readonly FilterName[]

/** The parameters of the page's address: the filter, the open statement, and whether new ones come in by themselves. */
export const statementSearch = [...filterNames, 'open', 'tail'] as const

/** The filter with one condition more, or changed, or without it. */
export function withCondition(
  filter: StatementFilter,
  name: FilterName,
  value: string | undefined,
): StatementFilter {
  const next: { [Name in FilterName]?: string | undefined } = { ...filter }
  if (person.includes(name)) for (const other of person) delete next[other]
  if (value) next[name] = value
  else delete next[name]
  return next
}

/** Parameters of GET /api/v1/statements. */
export const listQuery = (filter: StatementFilter): Query => ({
  learner: filter.learner,
  agent: filter.agent,
  verb: filter.verb,
  activity: filter.activity,
  registration: filter.registration,
  key: filter.key,
  since: filter.since,
  until: filter.until,
  success: filter.success,
  completion: filter.completion,
  score: filter.score,
  ...leftOutOf(filter),
})

const leftOutOf = ({ notVerb, notActivity, notAgent }: StatementFilter): Query => ({
  notVerb,
  notActivity,
  notAgent,
})

/** The account that is a learner, or a credential, in statements of this installation. */
const accountOf = (name: string): string =>
  JSON.stringify({ account: { homePage: location.origin, name } })

const agentOf = ({ learner, agent }: StatementFilter): string | undefined =>
  learner ? accountOf(learner) : agent

/** The condition that leaves a value out; undefined for what can only be asked for. */
export function leftOut(name: FilterName, value: string): [FilterName, string] | undefined {
  if (name === 'verb') return ['notVerb', value]
  if (name === 'activity') return ['notActivity', value]
  if (name === 'agent') return ['notAgent', value]
  return name === 'learner' ? ['notAgent', accountOf(value)] : undefined
}

/** The learner who is an Agent in JSON, if it is an account of this installation. */
export function learnerOf(agent: string | undefined): string | undefined {
  try {
    const { account } = JSON.parse(agent ?? '{}') as Agent
    return account?.homePage === location.origin ? account.name : undefined
  } catch {
    return undefined
  }
}

/** Parameters of GET /api/v1/exports/statements.* and of the feed, which like xAPI know no key. */
export const exportQuery = (filter: StatementFilter): Query => ({
  ...(agentOf(filter) === undefined ? keyAsAgent(filter) : { agent: agentOf(filter) }),
  verb: filter.verb,
  activity: filter.activity,
  related_activities: filter.activity ? true : undefined,
  registration: filter.registration,
  since: filter.since,
  until: filter.until,
  success: filter.success,
  completion: filter.completion,
  score: filter.score,
  ...leftOutOf(filter),
})

/** @param since ISO 8601: begin with what was stored after it. */
export const feedUrl = (filter: StatementFilter, since: string | undefined): string =>
  apiUrl('/feed', { ...exportQuery(filter), since: since ?? filter.since, until: undefined })

/** A statement's authority is found as an agent that is related. */
const keyAsAgent = ({ key }: StatementFilter): Query =>
  key ? { agent: accountOf(key), related_agents: true } : {}

export interface PlainRequest {
  readonly url: string
  /** Conditions that a GET of xAPI has no parameter for. */
  readonly unsaid: readonly FilterName[]
}

/** The request of xAPI-Communication 2.1.3 that finds the same statements, as far as it has words for the conditions. */
export function plainRequest(filter: StatementFilter): PlainRequest {
  const parameters = new URLSearchParams()
  const set = (name: string, value: string | number | boolean | undefined) => {
    if (value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const agent = agentOf(filter)
  set('agent', agent)
  if (agent === undefined)
    for (const [name, value] of Object.entries(keyAsAgent(filter))) set(name, value)
  set('verb', filter.verb)
  set('activity', filter.activity)
  if (filter.activity) set('related_activities', true)
  set('registration', filter.registration)
  set('since', filter.since)
  set('until', filter.until)
  const unsaid = (['success', 'completion', 'score', 'key', ...leftOutNames] as const).filter(
    (name) => filter[name] && (name !== 'key' || agent !== undefined),
  )
  // xAPI clients read %20 and + differently; only the former is right everywhere.
  const text = parameters.toString().replaceAll('+', '%20')
  return { url: `${location.origin}/xapi/statements${text === '' ? '' : `?${text}`}`, unsaid }
}

/** What a person typed as an identifier, as an Agent in JSON; undefined where it is none. */
export function agentFromText(text: string): string | undefined {
  const wanted = text.trim()
  if (/^(mailto:)?[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(wanted))
    return JSON.stringify({ mbox: `mailto:${wanted.replace(/^mailto:/, '')}` })
  if (/^https?:\/\/\S+$/.test(wanted)) return JSON.stringify({ openid: wanted })
  try {
    const value: unknown = JSON.parse(wanted)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return wanted
  } catch {
    // Not JSON: a name, which is looked for among the learners.
  }
  return undefined
}

interface Agent {
  readonly objectType?: string
  readonly mbox?: string
  readonly mbox_sha1sum?: string
  readonly openid?: string
  readonly account?: { readonly homePage: string; readonly name: string }
}

/** The identifier alone, as JSON: what a filter takes. Undefined for an anonymous group. */
export function identifierOf(agent: unknown): string | undefined {
  const { objectType, mbox, mbox_sha1sum, openid, account } = (agent ?? {}) as Agent
  const identifier = mbox
    ? { mbox }
    : account
      ? { account: { homePage: account.homePage, name: account.name } }
      : openid
        ? { openid }
        : mbox_sha1sum
          ? { mbox_sha1sum }
          : undefined
  if (!identifier) return undefined
  return JSON.stringify(objectType === 'Group' ? { objectType, ...identifier } : identifier)
}

/** An Agent in JSON as few words: `an@example.vn`, an account's name, an OpenID. */
export function agentWords(json: string): string {
  try {
    const { mbox, account, openid, mbox_sha1sum } = JSON.parse(json) as Agent
    return mbox?.replace(/^mailto:/, '') ?? account?.name ?? openid ?? mbox_sha1sum ?? json
  } catch {
    return json
  }
}

/** Both ends of a condition on the scaled score; what is missing or no number is open. */
export function scoreRange(text: string | undefined): {
  readonly from: number | undefined
  readonly to: number | undefined
} {
  const [from, to] = (text ?? '').split('..').map((end) => {
    const value = end === '' ? Number.NaN : Number(end)
    return Number.isFinite(value) ? value : undefined
  })
  return { from, to }
}
