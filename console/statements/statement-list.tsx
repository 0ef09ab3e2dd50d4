import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StatementRow } from '../api/types.ts'
import { formatDate, formatTime } from '../language/format.ts'
import { classNames } from '../parts/class-names.ts'
import { ResultWords, StatementSentence, VerbIcon } from './statement-line.tsx'
import { RowMenu } from './value-menu.tsx'

type Line = { readonly day: string } | { readonly row: StatementRow; readonly index: number }

interface StatementListProps {
  rows: readonly StatementRow[]
  /** Id of the statement that is open beside the list. */
  open: string | undefined
  /** Index of the row that has the keyboard's focus, moved by j and k; -1 for none. */
  cursor: number
  onOpen: (row: StatementRow) => void
}

/** Rows under their days. Only those near the window are in the page, so that ten thousand scroll like ten. */
export function StatementList({ rows, open, cursor, onOpen }: StatementListProps) {
  const { t } = useTranslation()
  const lines = useMemo(() => underDays(rows), [rows])
  const host = useRef<HTMLOListElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(host.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (n) => ('day' in lines[n]! ? 36 : 53),
    getItemKey: (n) => {
      const line = lines[n]!
      return 'day' in line ? line.day : line.row.id
    },
    overscan: 12,
    scrollMargin: offset,
  })
  const lineOf = lines.findIndex((line) => 'index' in line && line.index === cursor)
  useEffect(() => {
    if (lineOf < 0) return
    virtual.scrollToIndex(lineOf, { align: 'auto' })
    // The row may have come into the page by this very scroll.
    const frame = requestAnimationFrame(() =>
      host.current
        ?.querySelector<HTMLElement>(`[data-row="${lineOf}"]`)
        ?.focus({ preventScroll: true }),
    )
    return () => cancelAnimationFrame(frame)
  }, [lineOf, virtual])
  return (
    <ol
      ref={host}
      aria-label={t('nav.statements')}
      className="relative"
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map((item) => {
        const line = lines[item.index]!
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            {'day' in line ? (
              <h2 className="flex h-9 items-end border-b border-line bg-subtle/50 px-5 pb-1.5 text-[0.867rem] font-medium text-faint tabular-nums">
                {line.day}
              </h2>
            ) : (
              <Row
                row={line.row}
                isOpen={line.row.id === open}
                line={item.index}
                onOpen={() => onOpen(line.row)}
              />
            )}
          </li>
        )
      })}
    </ol>
  )
}

interface RowProps {
  row: StatementRow
  isOpen: boolean
  line: number
  onOpen: () => void
}

function Row({ row, isOpen, line, onOpen }: RowProps) {
  return (
    <div className="group relative">
      <button
        type="button"
        data-row={line}
        aria-current={isOpen || undefined}
        onClick={onOpen}
        className={classNames(
          'flex min-h-13 w-full items-start gap-3 border-b border-line py-3 pr-5 pl-5 text-left transition-colors group-hover:bg-subtle focus-visible:-outline-offset-2 sm:items-center sm:pr-14',
          isOpen && 'bg-accent-soft/70 group-hover:bg-accent-soft/70',
        )}
      >
        <time
          dateTime={row.timestamp}
          className="w-11 shrink-0 text-[0.867rem] leading-6 text-faint tabular-nums"
        >
          {formatTime(row.timestamp)}
        </time>
        <VerbIcon id={row.verb.id} className="max-sm:mt-0.75" />
        <span className="min-w-0 flex-1">
          <StatementSentence row={row} />
          <span className="block sm:hidden">
            <ResultWords row={row} />
          </span>
        </span>
        <span className="shrink-0 max-sm:hidden">
          <ResultWords row={row} />
        </span>
      </button>
      <span className="absolute top-1/2 right-3 -translate-y-1/2 opacity-40 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100">
        <RowMenu row={row} />
      </span>
    </div>
  )
}

function underDays(rows: readonly StatementRow[]): readonly Line[] {
  const lines: Line[] = []
  let last = ''
  rows.forEach((row, index) => {
    const day = formatDate(row.timestamp)
    // A statement that arrived late may stand among those of another day; its day is then named again, keys apart.
    if (day !== last)
      lines.push({ day: lines.some((l) => 'day' in l && l.day === day) ? `${day} ` : day })
    last = day
    lines.push({ row, index })
  })
  return lines
}
