import { csvText } from '../../transfer/index.ts'
import type { NumberedLine } from './bound-log.ts'
import type { SessionLog } from './wire.ts'

/** A session's log as a table for spreadsheets, one line a row; the columns are named as in JSON. */
export function logTable({ log, titles, errors }: SessionLog, separator: ',' | ';'): string {
  const columns: readonly (readonly [string, (line: NumberedLine) => string | number])[] = [
    ['n', ({ n }) => n],
    ['at', ({ at }) => at],
    ['by', ({ by }) => by],
    ['what', ({ what }) => what],
    ['activity', ({ activity = '' }) => activity],
    ['title', ({ activity = '' }) => titles[activity] ?? ''],
    ['element', ({ element = '' }) => element],
    ['value', ({ value = '' }) => value],
    ['length', ({ length }) => length ?? ''],
    ['request', ({ request, target }) => [request, target].filter(Boolean).join(' ')],
    ['refusal', ({ refusal = '' }) => refusal],
    ['process', ({ process = '' }) => process],
    ['decision', ({ decision = '' }) => decision],
    ['facts', ({ facts }) => (facts ? JSON.stringify(facts) : '')],
    ['function', (line) => line.function ?? ''],
    ['error', ({ error = '' }) => error],
    ['errorName', ({ error = '' }) => errors[error] ?? ''],
    ['diagnostic', ({ diagnostic = '' }) => diagnostic],
    ['path', ({ path = '' }) => path],
  ]
  const rows = log.map((line) => columns.map(([, read]) => read(line)))
  return csvText([columns.map(([name]) => name), ...rows], separator)
}
