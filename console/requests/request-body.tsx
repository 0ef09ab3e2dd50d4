import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestDetail } from '../../src/requests/wire.ts'
import { classNames } from '../parts/class-names.ts'
import { jsonLines, wrongLines } from './json-lines.ts'

/** The body of a request, indented where it is JSON, with the place that is wrong marked and in view. */
export function RequestBody({ request }: { request: RequestDetail }) {
  const { t } = useTranslation()
  const { body, pointer } = request
  const { lines, wrong } = useMemo(() => layOut(body, pointer), [body, pointer])
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>('mark')
    if (box.current && first) box.current.scrollTop = first.offsetTop - 80
  })
  if (!body) return null
  return (
    <>
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={t('requests.body')}
        className="relative max-h-96 overflow-auto rounded-lg border border-line bg-subtle"
      >
        <pre className="py-3 font-mono text-[0.8rem] leading-relaxed">
          {lines.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their number.
            <Line key={index} isWrong={wrong.has(index)} isFirst={!wrong.has(index - 1)}>
              {text}
            </Line>
          ))}
        </pre>
      </section>
      {!body.isWhole && <p className="mt-1.5 text-[0.867rem] text-faint">{t('requests.cut')}</p>}
    </>
  )
}

interface LineProps {
  isWrong: boolean
  isFirst: boolean
  children: string
}

function Line({ isWrong, isFirst, children }: LineProps) {
  const { t } = useTranslation()
  if (!isWrong) return <div className="px-4 whitespace-pre">{paint(children)}</div>
  return (
    <mark className="block min-w-max border-l-4 border-bad bg-bad-soft pr-4 pl-3 whitespace-pre text-ink">
      {isFirst && <span className="sr-only">{t('requests.wrongHere')} </span>}
      {paint(children)}
    </mark>
  )
}

function layOut(body: RequestDetail['body'], pointer: string | undefined) {
  const value = parse(body?.text ?? '')
  if (value !== undefined) {
    const lines = jsonLines(value)
    return { lines: lines.map(({ text }) => text), wrong: wrongLines(lines, pointer ?? '') }
  }
  const lines = (body?.text ?? '').split(/\r?\n/)
  return { lines, wrong: new Set(body?.place ? [body.place.line - 1] : []) }
}

/** Undefined for what is not JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g

/** Names, texts, numbers and words told apart; a line that is no JSON stays as it is. */
function paint(line: string): ReactNode {
  if (line.length > 5_000) return line
  const parts: ReactNode[] = []
  let end = 0
  for (const match of line.matchAll(token)) {
    const [whole, text, colon, number] = match
    const tone = classNames(
      text !== undefined && !colon && 'text-accent',
      number !== undefined && 'text-warn',
    )
    parts.push(line.slice(end, match.index))
    parts.push(
      <span key={match.index} className={tone}>
        {text ?? whole}
      </span>,
      colon,
    )
    end = match.index + whole.length
  }
  parts.push(line.slice(end))
  return parts
}
