import { newUuid } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import type { ReceivedStatement } from './prepare-statement.ts'
import { elements, nestsDeeperThan, skipSpace } from './scan-json.ts'
import type { Statement } from './statement.ts'
import type { XapiValidators } from './validate-statement.ts'

export interface ReceivingRules {
  readonly validators: XapiValidators
  readonly statementsPerRequestMax: number
}

/** What a request brought: the statements, and whether they came as an array. */
export interface Batch {
  readonly statements: readonly ReceivedStatement[]
  readonly isArray: boolean
}

/**
 * Reads the body of a POST or PUT of statements: parsed once, each statement checked against the schema of `version` and
 * given an id if it has none, its text kept as it was written.
 * @throws Problem invalid-request (not UTF-8, not JSON), invalid-statement, duplicate-statement-id, too-many-statements;
 *   pointers are from the body's root.
 */
export function receiveBatch(body: Buffer, version: XapiVersion, rules: ReceivingRules): Batch {
  const text = textOf(body)
  const value = parse(text)
  refuseDepth(text)
  const start = skipSpace(text, 0)
  if (!Array.isArray(value)) {
    const received = receive({ value, text: text.slice(start), version, pointer: '' }, rules)
    return { statements: [received], isArray: false }
  }
  if (value.length > rules.statementsPerRequestMax)
    throw new Problem(
      'too-many-statements',
      `A request may carry ${rules.statementsPerRequestMax} statements; this one carries ${value.length}.`,
      { limit: rules.statementsPerRequestMax },
    )
  const texts = elements(text, start)
  const statements = value.map((item, index) =>
    receive({ value: item, text: texts[index]!, version, pointer: `/${index}` }, rules),
  )
  refuseRepeatedIds(statements)
  return { statements, isArray: true }
}

interface Item {
  readonly value: unknown
  readonly text: string
  readonly version: XapiVersion
  readonly pointer: string
}

function receive(
  { value, text, version, pointer }: Item,
  rules: ReceivingRules,
): ReceivedStatement {
  const statement = rules.validators.statement(value, version, pointer)
  refuseMissingFiles(statement, pointer)
  return { statement, text, version, id: statement.id?.toLowerCase() ?? newUuid() }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function textOf(body: Buffer): string {
  try {
    return utf8.decode(body)
  } catch {
    throw new Problem('invalid-request', 'The body is not UTF-8.', {
      clause: 'xAPI-Communication 1.4',
    })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read'
    throw new Problem('invalid-request', `The body is not JSON: ${reason}.`, {
      clause: 'xAPI-Communication 1.5.1',
    })
  }
}

/** Extensions may nest; this deep is far beyond use, and far from where the stack of whoever reads them ends. */
const depthMax = 200

function refuseDepth(text: string): void {
  if (!nestsDeeperThan(text, depthMax)) return
  throw new Problem('invalid-statement', `The body nests deeper than ${depthMax} levels.`, {
    limit: depthMax,
    clause: 'xAPI-Data 4.1',
  })
}

/** One id twice in a request is refused, whether or not the two are the same [Communication 2.1.2]. */
function refuseRepeatedIds(statements: readonly ReceivedStatement[]): void {
  const seen = new Set<string>()
  for (const [index, { id }] of statements.entries()) {
    if (seen.has(id))
      throw new Problem('duplicate-statement-id', `The id ${id} occurs twice in the request.`, {
        pointer: `/${index}/id`,
        clause: 'xAPI-Communication 2.1.2',
      })
    seen.add(id)
  }
}

/** An attachment whose file does not travel with the statement says where it is [Communication 1.5.2]. */
function refuseMissingFiles(statement: Statement, pointer: string): void {
  const { object } = statement
  const places: [Statement['attachments'], string][] = [[statement.attachments, pointer]]
  if (object.objectType === 'SubStatement') places.push([object.attachments, `${pointer}/object`])
  for (const [attachments, at] of places) {
    const index = (attachments ?? []).findIndex(({ fileUrl }) => fileUrl === undefined)
    if (index >= 0)
      throw new Problem(
        'invalid-statement',
        `${at}/attachments/${index} has no fileUrl, and its file is not in the request.`,
        { pointer: `${at}/attachments/${index}`, clause: 'xAPI-Communication 1.5.1' },
      )
  }
}
