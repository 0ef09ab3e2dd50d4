import type { Validator } from '../../base/validator.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import { parameterReaders } from '../parameters.ts'
import type { Actor } from '../statements/statement.ts'
import type { DocumentFilter, DocumentKey, DocumentResource, Updated } from './store.ts'

type ContextParameter = 'activityId' | 'agent' | 'registration'

/** How a resource names its documents. */
export interface ResourceRules {
  readonly resource: DocumentResource
  readonly path: string
  readonly scope: 'state' | 'profile'
  readonly clause: string
  readonly context: readonly ContextParameter[]
  readonly id: 'stateId' | 'profileId'
  /** DELETE without an id deletes all documents of the context. */
  readonly deletesMany: boolean
}

export const documentResources: readonly ResourceRules[] = [
  {
    resource: 'state',
    path: '/activities/state',
    scope: 'state',
    clause: 'xAPI-Communication 2.3',
    context: ['activityId', 'agent', 'registration'],
    id: 'stateId',
    deletesMany: true,
  },
  {
    resource: 'agent-profile',
    path: '/agents/profile',
    scope: 'profile',
    clause: 'xAPI-Communication 2.6',
    context: ['agent'],
    id: 'profileId',
    deletesMany: false,
  },
  {
    resource: 'activity-profile',
    path: '/activities/profile',
    scope: 'profile',
    clause: 'xAPI-Communication 2.7',
    context: ['activityId'],
    id: 'profileId',
    deletesMany: false,
  },
]

/** What a request is about: one document, or those of a context. */
export type Address =
  | { readonly kind: 'one'; readonly key: DocumentKey }
  | { readonly kind: 'many'; readonly filter: DocumentFilter; readonly since?: Updated }

export interface AddressRules {
  readonly version: XapiVersion
  readonly isActor: Validator<Actor>
}

/**
 * Reads a resource's parameters. Names are case-sensitive; only those that mean something to the request are allowed.
 * @throws Problem invalid-query that names the parameter.
 */
export function addressReader(rules: ResourceRules) {
  const read = parameterReaders(rules.clause)
  const known = new Set([...rules.context, rules.id, 'since'])

  const required = (parameters: URLSearchParams, name: string): string => {
    const text = parameters.get(name)
    if (text === null) throw read.refused(name, `The parameter "${name}" is missing.`)
    if (text === '') throw read.refused(name, `The parameter "${name}" is empty.`)
    return text
  }

  const filterOf = (parameters: URLSearchParams, { isActor }: AddressRules): DocumentFilter => {
    const has = (name: ContextParameter) => rules.context.includes(name)
    const activity = has('activityId')
      ? read.iri('activityId', required(parameters, 'activityId'))
      : ''
    const agent = has('agent') ? read.agent('agent', required(parameters, 'agent'), isActor) : ''
    const registration = parameters.get('registration')
    return {
      resource: rules.resource,
      agent,
      activity,
      ...(registration !== null && { registration: read.uuid('registration', registration) }),
    }
  }

  const one = (parameters: URLSearchParams, address: AddressRules): DocumentKey => {
    if (parameters.has('since'))
      throw read.refused('since', `"since" is about several documents; it cannot be given here.`)
    const filter = filterOf(parameters, address)
    return { registration: '', ...filter, id: required(parameters, rules.id) }
  }

  return {
    /** PUT, POST: one document. */
    forWriting(parameters: URLSearchParams, address: AddressRules): DocumentKey {
      read.refuseUnknown(parameters, known)
      return one(parameters, address)
    },

    /** DELETE: one document, or those of a context where the resource allows that. */
    forDeleting(parameters: URLSearchParams, address: AddressRules): Address {
      read.refuseUnknown(parameters, known)
      if (parameters.has(rules.id) || parameters.has('since') || !rules.deletesMany)
        return { kind: 'one', key: one(parameters, address) }
      return { kind: 'many', filter: filterOf(parameters, address) }
    },

    /** GET, HEAD: one document, or the ids of those of a context. */
    forReading(parameters: URLSearchParams, address: AddressRules): Address {
      read.refuseUnknown(parameters, known)
      if (parameters.has(rules.id)) return { kind: 'one', key: one(parameters, address) }
      const filter = filterOf(parameters, address)
      const since = parameters.get('since')
      if (since === null) return { kind: 'many', filter }
      return { kind: 'many', filter, since: read.timestamp('since', since, address.version) }
    },
  }
}
