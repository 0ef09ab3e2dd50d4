import { newUuid } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import { countProperties, findRepeatedName } from './find-repeated-name.ts'
import type { ReceivedStatement } from './prepare-statement.ts'
import {
  attachmentsOf,
  filesOf,
  type ReceivedContent,
  type ReceivedFiles,
  refuseSpareFiles,
} from './receive-files.ts'
import { elements, shapeOf, skipSpace } from './scan-json.ts'
import type { AttachmentFile } from './store.ts'
import type { XapiValidators } from './validate-statement.ts'
import { checkSignature, signatureUsage } from './verify-signature.ts'

export interface ReceivingRules {
  readonly validators: XapiValidators
  readonly statementsPerRequestMax: number
}

/** How statements are read that come one by one, from a file or another record store. */
interface TransferRules {
  readonly validators: XapiValidators
  /** Of a statement that does not say its version itself. */
  readonly version: XapiVersion
}

/** What a request brought: the statements, and whether they came as an array. */
export interface Batch {
  readonly statements: readonly ReceivedStatement[]
  readonly isArray: boolean
}

/**
 * Reads the content of a POST or PUT of statements: parsed once, each statement checked against the schema of `version` and
 * given an id if it has none, its text kept as it was written, its files found, its signature checked.
 * @throws Problem invalid-request (not UTF-8, not JSON), invalid-statement, duplicate-statement-id, too-many-statements;
 *   pointers are from the body's root.
 */
export function receiveBatch(
  { json, files }: ReceivedContent,
  version: XapiVersion,
  rules: ReceivingRules,
): Batch {
  const text = textOf(json)
  const value = parse(text)
  refuseShape(text, value)
  const start = skipSpace(text, 0)
  if (!Array.isArray(value)) {
    const item = { value, text: text.slice(start), version, pointer: '', files }
    const received = receive(item, rules)
    refuseSpareFiles(files, [received.files])
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
    receive({ value: item, text: texts[index]!, version, pointer: `/${index}`, files }, rules),
  )
  refuseRepeatedIds(statements)
  refuseSpareFiles(
    files,
    statements.map((one) => one.files),
  )
  return { statements, isArray: true }
}

/**
 * Reads one statement of a transfer by the rules of a POST, in the version that it names itself. Attachments may lack their
 * files, which a transfer cannot always bring: what is said of them is kept, and a signature whose file is missing is not
 * checked.
 * @param files what came beside it; not all need be its own.
 * @throws Problem invalid-request, invalid-statement; pointers are from the statement's root.
 */
export function receiveTransferred(
  json: Buffer,
  files: ReceivedFiles,
  { validators, version }: TransferRules,
): ReceivedStatement {
  const text = textOf(json)
  const value = parse(text)
  refuseShape(text, value)
  const named = (value as { version?: unknown } | null)?.version
  const item = {
    value,
    text: text.slice(skipSpace(text, 0)),
    version: typeof named !== 'string' ? version : named.startsWith('2.') ? '2.0.0' : '1.0.3',
    pointer: '',
    files,
    mayLackFiles: true,
  } as const
  return receive(item, { validators })
}

interface Item {
  readonly mayLackFiles?: true
  readonly value: unknown
  readonly text: string
  readonly version: XapiVersion
  readonly pointer: string
  readonly files: ReceivedFiles
}

function receive(
  { value, text, version, pointer, files, mayLackFiles }: Item,
  { validators }: Pick<ReceivingRules, 'validators'>,
): ReceivedStatement {
  const statement = validators.statement(value, version, pointer)
  const attachments = attachmentsOf(statement, pointer)
  const own = attachments.length === 0 ? noFiles : filesOf(attachments, files, mayLackFiles)
  for (const placed of attachments) {
    const [{ usageType, sha2 }] = placed
    // Only the statement itself is signed; a SubStatement is a part of one.
    if (usageType !== signatureUsage || !statement.attachments?.includes(placed[0])) continue
    const file = own.find((one) => one.sha2 === sha2)
    if (!file && mayLackFiles) continue
    checkSignature(statement, placed, file, { validators, version })
  }
  const id = statement.id?.toLowerCase() ?? newUuid()
  return { statement, text, version, pointer, id, files: own }
}

const noFiles: readonly AttachmentFile[] = []

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

/** A thousand large statements have fewer; many more of them in one object would stop the server for seconds. */
const propertiesMax = 250_000

/** Neither too deep nor too wide, nor with a property twice, of which readers would see different values. */
function refuseShape(text: string, value: unknown): void {
  const { depth, properties } = shapeOf(text)
  if (depth > depthMax)
    throw new Problem('invalid-statement', `The body nests deeper than ${depthMax} levels.`, {
      limit: depthMax,
      clause: 'xAPI-Data 4.1',
    })
  if (properties > propertiesMax)
    throw new Problem('invalid-statement', `The body has more than ${propertiesMax} properties.`, {
      limit: propertiesMax,
    })
  const pointer = properties === countProperties(value) ? undefined : findRepeatedName(text)
  if (pointer === undefined) return
  throw new Problem('invalid-statement', `${pointer} is given more than once.`, {
    pointer,
    clause: 'xAPI-Data 2.4',
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
