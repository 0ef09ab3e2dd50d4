import type { Statement, StoredStatement } from '../xapi/index.ts'
import { type Cell, type Column, timeText } from './export-columns.ts'

export interface CsvForm {
  readonly columns: readonly Column[]
  readonly separator: ',' | ';'
}

const byteOrderMark = '\ufeff'

/**
 * Statements as a table [RFC 4180], in UTF-8 with the mark by which spreadsheets know it. What a spreadsheet would take for a
 * formula, whichever separator it goes by, has an apostrophe before it, since records come from strangers.
 */
export async function* writeCsv(
  pages: AsyncIterable<readonly StoredStatement[]>,
  { columns, separator }: CsvForm,
): AsyncGenerator<Buffer> {
  const line = (cells: readonly string[]) => `${cells.join(separator)}\r\n`
  yield Buffer.from(byteOrderMark + line(columns.map(({ name }) => textCell(name, separator))))
  for await (const page of pages) {
    const lines = page.map((stored) => {
      const statement = JSON.parse(stored.json.toString('utf8')) as Statement
      const one = { stored, statement }
      return line(columns.map((column) => cellText(column, column.read(one), separator)))
    })
    if (lines.length > 0) yield Buffer.from(lines.join(''))
  }
}

/**
 * A small table in the same form: texts as they are, numbers as JSON writes them.
 * @param rows the headings first
 */
export const csvText = (
  rows: readonly (readonly (string | number)[])[],
  separator: CsvForm['separator'],
): string => byteOrderMark + csvLines(rows, separator)

/** Further rows of such a table. */
export const csvLines = (
  rows: readonly (readonly (string | number)[])[],
  separator: CsvForm['separator'],
): string => {
  const cell = (value: string | number) =>
    typeof value === 'number' ? String(value) : textCell(value, separator)
  return rows.map((row) => `${row.map(cell).join(separator)}\r\n`).join('')
}

function cellText({ type }: Column, cell: Cell, separator: CsvForm['separator']): string {
  if (cell === null) return ''
  if (type === 'time') return timeText(cell as number)
  // A number is written by us, so a leading minus is no formula.
  return typeof cell === 'string' ? textCell(cell, separator) : String(cell)
}

/**
 * Where a cell would begin for a spreadsheet that takes the other separator for the file's, as in a country with another decimal
 * sign, and stands before what it would take for a formula. A number with its sign is none.
 */
const formulasBehind = {
  ',': /([;\t\r\n]"*)(?=[=@]|[+-](?!\d+([.,]\d+)?([\s,;\]}]|$)))/g,
  ';': /([,\t\r\n]"*)(?=[=@]|[+-](?!\d+([.,]\d+)?([\s,;\]}]|$)))/g,
}

function textCell(text: string, separator: CsvForm['separator']): string {
  const begun = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  const safe = begun.replace(formulasBehind[separator], "$1'")
  const needsQuotes = safe.includes(separator) || /["\r\n]/.test(safe)
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe
}
