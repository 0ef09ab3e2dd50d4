import { Problem } from '../base/problem.ts'
import {
  type Actor,
  agentKey,
  authorityKey,
  chooseLanguage,
  isActivity,
  type LanguageMap,
  languageRanges,
  microsecondsOf,
  type Statement,
  type StoredStatement,
  secondsOfDuration,
  storedOf,
} from '../xapi/index.ts'

/** A statement that is exported, parsed once. */
interface ExportedStatement {
  readonly stored: StoredStatement
  readonly statement: Statement
}

export type Cell = string | number | boolean | null

/** A column of a table of statements. */
export interface Column {
  readonly name: string
  /** What its cells are, where they are not null. `time` is a number of microseconds since 1970. */
  readonly type: 'text' | 'number' | 'boolean' | 'time'
  readonly read: (exported: ExportedStatement) => Cell
}

/** The columns that are exported unless others are chosen. @param acceptLanguage for names. */
export function standardColumns(acceptLanguage: string | undefined): readonly Column[] {
  const ranges = languageRanges(acceptLanguage)
  const inWords = (map: LanguageMap | undefined): string | null =>
    (map && chooseLanguage(map, ranges)?.[1]) ?? null
  return [
    text('id', ({ stored }) => stored.id),
    { name: 'stored', type: 'time', read: ({ stored }) => stored.seq },
    { name: 'timestamp', type: 'time', read: timestampOf },
    text('actorName', ({ statement }) => statement.actor.name ?? null),
    text('actor', ({ statement }) => keyOf(statement.actor)),
    text('verb', ({ statement }) => statement.verb.id),
    text('verbName', ({ statement }) => inWords(statement.verb.display)),
    text('objectType', ({ statement: { object } }) => object.objectType ?? 'Activity'),
    text('object', objectId),
    text('objectName', ({ statement: { object } }) =>
      isActivity(object) ? inWords(object.definition?.name) : null,
    ),
    number('scoreScaled', ({ statement }) => statement.result?.score?.scaled),
    number('scoreRaw', ({ statement }) => statement.result?.score?.raw),
    number('scoreMin', ({ statement }) => statement.result?.score?.min),
    number('scoreMax', ({ statement }) => statement.result?.score?.max),
    { name: 'success', type: 'boolean', read: (one) => one.statement.result?.success ?? null },
    {
      name: 'completion',
      type: 'boolean',
      read: (one) => one.statement.result?.completion ?? null,
    },
    number('durationSeconds', ({ statement: { result } }) =>
      result?.duration === undefined ? undefined : secondsOfDuration(result.duration),
    ),
    text('response', ({ statement }) => statement.result?.response ?? null),
    text('registration', ({ statement }) => statement.context?.registration ?? null),
    text('authority', ({ statement }) =>
      statement.authority === undefined ? null : authorityKey(statement.authority),
    ),
  ]
}

const text = (name: string, read: Column['read']): Column => ({ name, type: 'text', read })

const number = (
  name: string,
  read: (exported: ExportedStatement) => number | undefined,
): Column => ({ name, type: 'number', read: (one) => read(one) ?? null })

const timestampOf = ({ statement, stored }: ExportedStatement): number =>
  (statement.timestamp === undefined ? undefined : microsecondsOf(statement.timestamp)) ??
  stored.seq

/** An anonymous group has no key, and is named by its members. */
const keyOf = (actor: Actor): string | null => agentKey(actor) ?? authorityKey(actor)

function objectId({ statement: { object } }: ExportedStatement): Cell {
  if (isActivity(object) || object.objectType === 'StatementRef') return object.id
  return object.objectType === 'SubStatement' ? null : keyOf(object)
}

const pathsMax = 100

/**
 * The columns that a list of paths asks for, divided by commas: names of standard columns, JSON pointers
 * (`/result/score/raw`) or properties divided by dots (`result.score.raw`).
 * @throws Problem invalid-request.
 */
export function readColumns(paths: string, standard: readonly Column[]): readonly Column[] {
  const names = paths.split(',').map((path) => path.trim())
  if (names.includes('') || names.length > pathsMax)
    throw new Problem('invalid-request', `Name 1 to ${pathsMax} paths, divided by commas.`, {
      pointer: 'paths',
    })
  return names.map((name) => standard.find((column) => column.name === name) ?? pathColumn(name))
}

function pathColumn(name: string): Column {
  const keys = name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    : name.split('.')
  return text(name, ({ statement }) => cellOf(valueAt(statement, keys)))
}

function valueAt(root: unknown, keys: readonly string[]): unknown {
  let value = root
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

const cellOf = (value: unknown): Cell => {
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell)
}

/** A time as text: ISO 8601, UTC. */
export const timeText = storedOf
