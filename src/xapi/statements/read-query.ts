import type { XapiVersion } from '../negotiate-version.ts'
import { parameterReaders } from '../parameters.ts'
import type { CursorSigner } from './cursor.ts'
import { defined } from './defined.ts'
import type { Seq, StatementFilter } from './store.ts'
import type { XapiValidators } from './validate-statement.ts'

const statementFormats = ['exact', 'ids', 'canonical'] as const

export type StatementFormat = (typeof statementFormats)[number]

/** What a GET of statements asks for. */
export type StatementQuery = OneStatement | StatementList

export interface OneStatement {
  readonly kind: 'one'
  /** Lower-case UUID. */
  readonly id: string
  readonly isVoided: boolean
  readonly format: StatementFormat
  readonly attachments: boolean
}

export interface StatementList {
  readonly kind: 'list'
  readonly filter: StatementFilter
  /** 1 to the server's maximum. */
  readonly limit: number
  readonly format: StatementFormat
  readonly attachments: boolean
  /** Where a page goes on, exclusive. */
  readonly from?: Seq
}

interface QueryRules {
  readonly validators: XapiValidators
  readonly cursors: CursorSigner
  readonly statementsPerPageMax: number
}

const { refused, refuseUnknown, uuid, iri, boolean, timestamp, agent } = parameterReaders(
  'xAPI-Communication 2.1.3',
)

/** Every parameter that the resource knows; names are case-sensitive. */
const known = new Set([
  'statementId',
  'voidedStatementId',
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'format',
  'attachments',
  'ascending',
  'cursor',
])

/**
 * Reads the parameters of GET /xapi/statements, each by the rules for its type.
 * @throws Problem invalid-query for a parameter that is unknown, repeated, malformed or not allowed beside another.
 */
export function readQuery(
  parameters: URLSearchParams,
  version: XapiVersion,
  rules: QueryRules,
): StatementQuery {
  refuseUnknown(parameters, known)
  const cursor = parameters.get('cursor')
  if (cursor !== null) {
    if (parameters.size > 1) throw refused('cursor', 'A cursor already carries the whole query.')
    return rules.cursors.open(cursor) as StatementList
  }
  if (parameters.has('statementId') || parameters.has('voidedStatementId'))
    return readOne(parameters)
  return {
    kind: 'list',
    filter: readFilter(parameters, version, rules),
    limit: readLimit(parameters.get('limit'), rules.statementsPerPageMax),
    ...readAnswerForm(parameters),
  }
}

function readOne(parameters: URLSearchParams): OneStatement {
  const name = parameters.has('statementId') ? 'statementId' : 'voidedStatementId'
  const other = [...parameters.keys()].find((key) => ![name, 'attachments', 'format'].includes(key))
  if (other !== undefined) throw refused(other, `"${other}" cannot stand beside "${name}".`)
  return {
    kind: 'one',
    id: uuid(name, parameters.get(name)!),
    isVoided: name === 'voidedStatementId',
    ...readAnswerForm(parameters),
  }
}

/** The parameters that say which statements are meant; what else is there is left alone. */
export function readFilter(
  parameters: URLSearchParams,
  version: XapiVersion,
  { validators }: { readonly validators: Pick<XapiValidators, 'actor'> },
): StatementFilter {
  const read = <Value>(name: string, reader: (name: string, text: string) => Value) => {
    const text = parameters.get(name)
    return text === null ? undefined : reader(name, text)
  }
  const time = (name: string, text: string) => timestamp(name, text, version)
  return defined({
    agent: read('agent', (name, text) => agentParameter(name, text, validators)),
    verb: read('verb', iri),
    activity: read('activity', iri),
    registration: read('registration', uuid),
    relatedAgents: read('related_agents', boolean),
    relatedActivities: read('related_activities', boolean),
    since: read('since', time),
    until: read('until', time),
    ascending: read('ascending', boolean),
  })
}

function readAnswerForm(parameters: URLSearchParams) {
  const format = parameters.get('format') ?? 'exact'
  const found = statementFormats.find((name) => name === format)
  if (!found) throw refused('format', 'The parameter "format" must be ids, exact or canonical.')
  const attachments = parameters.get('attachments')
  return {
    format: found,
    attachments: attachments === null ? false : boolean('attachments', attachments),
  }
}

function readLimit(text: string | null, most: number): number {
  if (text === null) return most
  if (!/^\d{1,15}$/.test(text))
    throw refused('limit', 'The parameter "limit" must be a whole number, 0 or more.')
  const limit = Number(text)
  return limit === 0 ? most : Math.min(limit, most)
}

/** An Agent or an identified Group, as JSON text, to the text by which statements are found. */
export const agentParameter = (
  name: string,
  text: string,
  validators: Pick<XapiValidators, 'actor'>,
): string => agent(name, text, validators.actor)
