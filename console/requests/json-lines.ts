/** A line of indented JSON, with the JSON pointer of the value that it belongs to. */
export interface JsonLine {
  readonly text: string
  readonly pointer: string
}

/** Writes a value with an indent of two spaces, as JSON.stringify does. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  const lines: JsonLine[] = []
  const write = (one: unknown, pointer: string, before: string, after: string, indent: string) => {
    const isList = Array.isArray(one)
    const entries = typeof one === 'object' && one !== null ? Object.entries(one) : []
    if (entries.length === 0) {
      lines.push({ text: `${indent}${before}${JSON.stringify(one)}${after}`, pointer })
      return
    }
    lines.push({ text: `${indent}${before}${isList ? '[' : '{'}`, pointer })
    entries.forEach(([name, item], index) => {
      const key = isList ? '' : `${JSON.stringify(name)}: `
      const comma = index < entries.length - 1 ? ',' : ''
      write(item, `${pointer}/${escaped(name)}`, key, comma, `${indent}  `)
    })
    lines.push({ text: `${indent}${isList ? ']' : '}'}${after}`, pointer })
  }
  write(value, '', '', '', '')
  return lines
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** More lines than this say less than the first of them. */
const wrongLinesMax = 12

/** The indexes of the lines that a pointer is about; those of its nearest parent that is there, if it is about what is missing. */
export function wrongLines(lines: readonly JsonLine[], pointer: string): ReadonlySet<number> {
  for (let place = pointer; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    const found = lines.flatMap((line, index) =>
      line.pointer === place || line.pointer.startsWith(`${place}/`) ? [index] : [],
    )
    if (found.length === 0) continue
    const isAll = place === pointer && found.length <= wrongLinesMax
    return new Set(isAll ? found : found.slice(0, 1))
  }
  return new Set()
}
