import { Problem } from '../base/problem.ts'
import { elements, type FileLimits, members, receiveContent, voidedVerb } from '../xapi/index.ts'
import type { Answer } from './fetch-answer.ts'
import { SourceError, type SourceStatement } from './source.ts'

/** What a page of another record store holds. */
interface RemotePage {
  /** JSON texts. */
  readonly statements: readonly string[]
  /** Link to the next page; empty on the last. */
  readonly more: string
  readonly files: SourceStatement['files']
}

/**
 * Reads a StatementResult, JSON or multipart [xAPI-Data 2.5]. Each statement's text is left as it came.
 * @throws SourceError if it is none.
 */
export function readPage(answer: Answer, limits: FileLimits): RemotePage {
  const { text, files } = contentOf(answer, limits)
  const result = parse(text) as { statements?: unknown; more?: unknown } | null
  if (!Array.isArray(result?.statements))
    throw new SourceError('The other record store answered with something that is no list.')
  const found = members(text, text.indexOf('{')).findLast(({ name }) => name === 'statements')!
  const more = typeof result.more === 'string' ? result.more : ''
  return { statements: elements(text, found.valueStart), more, files }
}

/** Reads an answer that is one statement. */
export function readSingle(answer: Answer, limits: FileLimits): Omit<RemotePage, 'more'> {
  const { text, files } = contentOf(answer, limits)
  return { statements: [text], files }
}

function contentOf({ body, headers }: Answer, limits: FileLimits) {
  try {
    const { json, files } = receiveContent(body, headers['content-type'] ?? '', limits)
    return { text: json.toString('utf8'), files }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new SourceError(`The answer of the other record store is damaged: ${error.message}`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SourceError('The other record store answered with something that is no JSON.')
  }
}

/** Ids of the statements that these void: no list shows those, and they must be asked for one by one. */
export const voidedBy = (statements: readonly string[]): string[] =>
  statements
    .filter((text) => text.includes(voidedVerb))
    .flatMap((text) => {
      const { verb, object } = JSON.parse(text) as Json
      return verb?.id === voidedVerb && object?.objectType === 'StatementRef' ? [object.id!] : []
    })

/** `stored` of the last one, where it says so. */
export const lastStored = (statements: readonly string[]): string | undefined =>
  statements.length === 0 ? undefined : (JSON.parse(statements.at(-1)!) as Json).stored

export const idOf = (statement: string): string => (JSON.parse(statement) as Json).id ?? ''

interface Json {
  readonly id?: string
  readonly stored?: string
  readonly verb?: { readonly id?: string }
  readonly object?: { readonly objectType?: string; readonly id?: string }
}
