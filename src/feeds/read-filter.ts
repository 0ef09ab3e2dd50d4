import { Problem } from '../base/problem.ts'
import {
  readSieve,
  readStatementFilter,
  type StatementSelection,
  type XapiValidators,
} from '../xapi/index.ts'
import type { FeedFilter } from './wire.ts'

/**
 * What a filter as it is written means to the store. The words are those of GET /xapi/statements, by its rules for each type,
 * those of the result, and those of what is left out.
 * @throws Problem invalid-query that names the parameter.
 */
export function readFeedFilter(
  { agent, notAgent, ...rest }: FeedFilter & { readonly since?: string },
  validators: Pick<XapiValidators, 'actor'>,
): StatementSelection {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) parameters.set(name, String(value))
  }
  if (agent !== undefined) parameters.set('agent', JSON.stringify(agent))
  const left = notAgent === undefined ? rest : { ...rest, notAgent: JSON.stringify(notAgent) }
  const sieve = readSieve(left, validators)
  return {
    ...readStatementFilter(parameters, '1.0.3', { validators }),
    ...(sieve && { sieve }),
  }
}

/** The same for a filter in a body. @throws Problem invalid-request with the pointer to the property. */
export function requireFeedFilter(
  filter: FeedFilter,
  validators: Pick<XapiValidators, 'actor'>,
): void {
  try {
    readFeedFilter(filter, validators)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem('invalid-request', error.message, {
      pointer: `/filter/${error.detail.pointer ?? ''}`,
    })
  }
}
