import { Problem } from '../base/problem.ts'
import type { Operation } from '../http/operation.ts'
import {
  accountKey,
  exclusionParameters,
  indexParameters,
  readSieve,
  readStatementFilter,
  resultParameters,
  type StatementSelection,
  type XapiValidators,
} from '../xapi/index.ts'

/** What an export may be narrowed to, as parameters. */
export const filterParameters: NonNullable<Operation['query']> = {
  ...indexParameters,
  learner: {
    description: 'Id of a learner of this installation, instead of `agent`.',
    schema: { type: 'string', format: 'uuid' },
  },
  since: {
    description: 'Stored after this time.',
    schema: { type: 'string', maxLength: 60 },
  },
  until: {
    description: 'Stored at or before this time.',
    schema: { type: 'string', maxLength: 60 },
  },
  ...resultParameters,
  ...exclusionParameters,
  ascending: {
    description:
      'The order in which they were stored; false for the newest first. True unless given.',
    schema: { type: 'boolean' },
  },
  voided: {
    description: 'Also the statements that those found have voided. False unless given.',
    schema: { type: 'boolean' },
  },
}

/** The terms that the record store's own filter knows, as texts. */
export function filterTerms(
  query: Readonly<Record<string, string | number | boolean | undefined>>,
): Record<string, string> {
  const names = Object.keys(filterParameters).filter((name) => name !== 'voided')
  return Object.fromEntries(
    names.flatMap((name) => (query[name] === undefined ? [] : [[name, String(query[name])]])),
  )
}

/** @throws Problem invalid-query that names the parameter. */
export function readExportFilter(
  { learner, ...terms }: Readonly<Record<string, string>>,
  rules: { readonly appUrl: string; readonly validators: Pick<XapiValidators, 'actor'> },
): StatementSelection {
  const filter = readStatementFilter(new URLSearchParams(terms), '1.0.3', rules)
  if (learner !== undefined && filter.agent !== undefined)
    throw new Problem('invalid-query', 'Give "learner" or "agent", not both.', {
      pointer: 'learner',
    })
  const sieve = readSieve(terms, rules.validators)
  return {
    ...filter,
    ...(sieve && { sieve }),
    ...(learner !== undefined && { agent: accountKey(rules.appUrl, learner) }),
    ascending: filter.ascending ?? true,
  }
}
