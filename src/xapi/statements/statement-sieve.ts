import { Problem } from '../../base/problem.ts'
import type { Operation } from '../../http/operation.ts'
import { parameterReaders } from '../parameters.ts'
import { defined } from './defined.ts'
import { indexKeys } from './index-keys.ts'
import { agentParameter } from './read-query.ts'
import type { Actor, Statement } from './statement.ts'
import type { StatementFilter, StoredStatement } from './store.ts'
import type { XapiValidators } from './validate-statement.ts'

/** What no list of the store knows: statements are looked at one by one. All that is given must hold. */
export interface StatementSieve {
  readonly success?: boolean
  readonly completion?: boolean
  /** Of `score.scaled`; both ends count. */
  readonly score?: { readonly from: number; readonly to: number }
  /** IRI of a verb that it must not have. */
  readonly notVerb?: string
  /** IRI of an activity that must neither be its object nor in its context. */
  readonly notActivity?: string
  /** Key of an agent that must neither be its actor nor its object. */
  readonly notAgent?: string
}

/** Statements as the store finds them, and of these what the sieve lets through. */
export interface StatementSelection extends StatementFilter {
  readonly sieve?: StatementSieve
}

/** What statements are in an index by, as parameters of lists, feeds and exports. */
export const indexParameters = {
  agent: {
    description: 'An xAPI Agent or identified Group as JSON: actor or object.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  verb: { description: 'IRI of a verb.', schema: { type: 'string', maxLength: 2_000 } },
  activity: {
    description: 'IRI of an activity: the object.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  registration: {
    description: 'Id of a registration.',
    schema: { type: 'string', format: 'uuid' },
  },
  related_agents: {
    description: 'True: the agent may also stand in the context, the authority or a SubStatement.',
    schema: { type: 'boolean' },
  },
  related_activities: {
    description: 'True: the activity may also stand in the context or a SubStatement.',
    schema: { type: 'boolean' },
  },
} as const satisfies Operation['query']

/** What of the result they are sifted by. */
export const resultParameters = {
  success: {
    description:
      'Of the result. Results are in no index: a page may have fewer than `limit`, or none, and still a place to go on from.',
    schema: { type: 'boolean' },
  },
  completion: { description: 'Of the result; see `success`.', schema: { type: 'boolean' } },
  score: {
    description: 'Range of the scaled score, both ends included: `0.5..1`, `..0.4`; see `success`.',
    schema: { type: 'string', maxLength: 40 },
  },
} as const satisfies Operation['query']

/** What is left out. */
export const exclusionParameters = {
  notVerb: {
    description: 'IRI of a verb: statements that do not have it themselves; see `success`.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  notActivity: {
    description: 'IRI of an activity that is neither the object nor in the context.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  notAgent: {
    description: 'An xAPI Agent or identified Group as JSON that is neither actor nor object.',
    schema: { type: 'string', maxLength: 2_000 },
  },
} as const satisfies Operation['query']

const { iri: readIri } = parameterReaders('xAPI-Communication 2.1.3')

/**
 * Reads the conditions of a sieve, each as a parameter has it.
 * @returns undefined if there are none.
 * @throws Problem invalid-query that names the parameter.
 */
export function readSieve(
  terms: Readonly<Record<string, unknown>>,
  validators: Pick<XapiValidators, 'actor'>,
): StatementSieve | undefined {
  const read = <Value>(name: string, reader: (text: string, name: string) => Value) =>
    terms[name] === undefined ? undefined : reader(String(terms[name]), name)
  const sieve = defined({
    success: read('success', readTruth),
    completion: read('completion', readTruth),
    score: read('score', readScoreRange),
    notVerb: read('notVerb', (text, name) => readIri(name, text)),
    notActivity: read('notActivity', (text, name) => readIri(name, text)),
    notAgent: read('notAgent', (text, name) => agentParameter(name, text, validators)),
  })
  return Object.keys(sieve).length > 0 ? sieve : undefined
}

function readTruth(text: string, name: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Problem('invalid-query', `The parameter "${name}" must be true or false.`, {
    pointer: name,
  })
}

/** Whether a sieve lets a statement through. Another that it refers to counts for nothing. */
export function passes({ json }: StoredStatement, sieve: StatementSieve): boolean {
  const statement = JSON.parse(json.toString('utf8')) as Statement & { authority: Actor }
  const { result } = statement
  const scaled = result?.score?.scaled
  const { success, completion, score } = sieve
  return (
    (success === undefined || result?.success === success) &&
    (completion === undefined || result?.completion === completion) &&
    (!score || (scaled !== undefined && scaled >= score.from && scaled <= score.to)) &&
    hasNoneOf(statement, sieve)
  )
}

function hasNoneOf(
  statement: Statement & { authority: Actor },
  { notVerb, notActivity, notAgent }: StatementSieve,
): boolean {
  if (statement.verb.id === notVerb) return false
  if (notActivity === undefined && notAgent === undefined) return true
  const { agents, activities, relatedActivities } = indexKeys(statement)
  const isIn = (keys: readonly string[], key: string | undefined) =>
    key !== undefined && keys.includes(key)
  return !isIn(agents, notAgent) && !isIn([...activities, ...relatedActivities], notActivity)
}

/** Reads a range of scaled scores: `0.5..1`, `0.5..`, `..0.5`. */
function readScoreRange(text: string): NonNullable<StatementSieve['score']> {
  const [, low, high] = /^(-?[\d.]*)\.\.(-?[\d.]*)$/.exec(text) ?? []
  const from = low === '' ? -1 : Number(low)
  const to = high === '' ? 1 : Number(high)
  if (from >= -1 && to <= 1 && from <= to) return { from, to }
  throw new Problem('invalid-query', 'The parameter "score" is a range of scaled scores: 0.5..1.', {
    pointer: 'score',
  })
}
