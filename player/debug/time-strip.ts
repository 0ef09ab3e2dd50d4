import type { LogLine } from '../call-log.ts'
import { formatInstant, formatNumber } from '../format.ts'
import { element, setAttributes } from '../page/element.ts'
import { isError } from './call-lines.ts'
import type { DebugView } from './debug-source.ts'

const columns = 80
const height = 24
const namespace = 'http://www.w3.org/2000/svg'

/** When the calls came: a bar for each part of the time, red where one failed. A press leads to its first call. */
export function timeStrip(
  lines: readonly LogLine[],
  { texts, language }: DebugView,
  onChoose: (line: LogLine) => void,
): HTMLElement | undefined {
  const first = lines[0]
  const last = lines.at(-1)
  if (first === undefined || last === undefined || lines.length < 2) return undefined
  const from = Date.parse(first.at)
  const span = Math.max(1, Date.parse(last.at) - from)
  const columnOf = ({ at }: LogLine) =>
    Math.min(columns - 1, Math.floor(((Date.parse(at) - from) / span) * columns))
  const parts = new Map<number, LogLine[]>()
  for (const line of lines) parts.set(columnOf(line), [...(parts.get(columnOf(line)) ?? []), line])
  const most = Math.max(...[...parts.values()].map(({ length }) => length))
  const failed = lines.filter(isError).length
  const seconds = formatNumber(Math.round(span / 100) / 10, language)
  const svg = document.createElementNS(namespace, 'svg')
  setAttributes(svg, {
    viewBox: `0 0 ${columns} ${height}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': texts.strip(lines.length, seconds, failed),
  })
  for (const [column, inColumn] of parts) {
    // The smallest bar is still seen; the square root keeps a burst from hiding the rest.
    const tall = Math.max(3, Math.sqrt(inColumn.length / most) * height)
    const bar = document.createElementNS(namespace, 'rect')
    setAttributes(bar, {
      x: String(column + 0.1),
      y: String(height - tall),
      width: '0.8',
      height: String(tall),
      class: inColumn.some(isError) ? 'is-error' : undefined,
    })
    bar.addEventListener('click', () => onChoose(inColumn.find(isError) ?? inColumn[0]!))
    svg.append(bar)
  }
  return element(
    'div',
    { class: 'debug-strip' },
    svg,
    element('span', {}, formatInstant(first.at)),
    element('span', {}, formatInstant(last.at)),
  )
}
