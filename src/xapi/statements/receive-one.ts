import { Problem } from '../../base/problem.ts'
import { isUuid } from '../formats.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import type { ReceivedStatement } from './prepare-statement.ts'
import { type ReceivingRules, receiveBatch } from './receive-batch.ts'
import type { ReceivedContent } from './receive-files.ts'

const clause = 'xAPI-Communication 2.1.1'

/**
 * Reads the content of a PUT: one statement, whose id is the parameter `statementId`, and the same in the body if it is there.
 * @throws Problem invalid-query, invalid-statement and what `receiveBatch` throws.
 */
export function receiveOne(
  content: ReceivedContent,
  parameters: URLSearchParams,
  version: XapiVersion,
  rules: ReceivingRules,
): ReceivedStatement {
  const id = statementIdOf(parameters)
  const { statements, isArray } = receiveBatch(content, version, rules)
  const [received] = statements
  if (isArray || !received)
    throw new Problem('invalid-statement', 'PUT takes one statement, not an array.', {
      pointer: '',
      clause,
    })
  if (received.statement.id !== undefined && received.id !== id)
    throw new Problem('invalid-statement', 'The id of the statement is not that of the request.', {
      pointer: '/id',
      clause,
    })
  return { ...received, id }
}

function statementIdOf(parameters: URLSearchParams): string {
  const other = [...parameters.keys()].find((name) => name !== 'statementId')
  if (other !== undefined)
    throw new Problem('invalid-query', `There is no parameter "${other}" here.`, {
      pointer: other,
      clause,
    })
  const ids = parameters.getAll('statementId')
  if (ids.length !== 1 || !isUuid(ids[0]!))
    throw new Problem('invalid-query', 'The parameter "statementId" must be one UUID.', {
      pointer: 'statementId',
      clause,
    })
  return ids[0]!.toLowerCase()
}
