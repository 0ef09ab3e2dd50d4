import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestItem } from '../../src/requests/wire.ts'
import { formatDate, formatTime } from '../language/format.ts'
import { classNames } from '../parts/class-names.ts'
import { SourceName, StatusBadge } from './request-words.tsx'
import { useCodeWords } from './use-code-words.ts'

interface RequestListProps {
  rows: readonly RequestItem[]
  /** Id of the request that is open beside the list. */
  open: string | undefined
  /** Index of the row that has the keyboard's focus, moved by j and k; -1 for none. */
  cursor: number
  onOpen: (row: RequestItem) => void
}

/** Refused requests, the last first, under their days. */
export function RequestList({ rows, open, cursor, onOpen }: RequestListProps) {
  const { t } = useTranslation()
  const host = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (cursor >= 0) host.current?.querySelector<HTMLElement>(`[data-row="${cursor}"]`)?.focus()
  }, [cursor])
  return (
    <ol ref={host} aria-label={t('nav.requests')}>
      {rows.map((row, index) => {
        const day = formatDate(row.at)
        const isNewDay = index === 0 || formatDate(rows[index - 1]!.at) !== day
        return (
          <li
            key={row.id}
            className="border-b border-line last:border-0 [content-visibility:auto] [contain-intrinsic-size:auto_4.25rem]"
          >
            {isNewDay && (
              <h2 className="flex h-9 items-end border-b border-line bg-subtle/50 px-5 pb-1.5 text-[0.867rem] font-medium text-faint tabular-nums">
                {day}
              </h2>
            )}
            <Row row={row} index={index} isOpen={row.id === open} onOpen={() => onOpen(row)} />
          </li>
        )
      })}
    </ol>
  )
}

interface RowProps {
  row: RequestItem
  index: number
  isOpen: boolean
  onOpen: () => void
}

function Row({ row, index, isOpen, onOpen }: RowProps) {
  const { title } = useCodeWords()(row.code)
  return (
    <button
      type="button"
      data-row={index}
      aria-current={isOpen || undefined}
      onClick={onOpen}
      className={classNames(
        'grid w-full grid-cols-[2.75rem_minmax(0,1fr)] items-start gap-x-4 gap-y-1.5 px-5 py-3 text-left transition-colors hover:bg-subtle focus-visible:-outline-offset-2 sm:grid-cols-[2.75rem_4.5rem_minmax(0,1fr)_minmax(0,13rem)]',
        isOpen && 'bg-accent-soft/70 hover:bg-accent-soft/70',
      )}
    >
      <time dateTime={row.at} className="text-[0.867rem] leading-6 text-faint tabular-nums">
        {formatTime(row.at)}
      </time>
      <span>
        <StatusBadge status={row.status} />
      </span>
      <span className="grid min-w-0 gap-0.5 max-sm:col-span-2">
        <span className="flex min-w-0 flex-wrap gap-x-2.5">
          <span className="font-medium">{title}</span>
          {row.pointer && (
            <code className="min-w-0 truncate font-mono text-[0.8rem] leading-6 text-muted">
              {row.pointer}
            </code>
          )}
        </span>
        <code className="truncate font-mono text-[0.8rem] text-faint">
          {row.method} {row.path}
        </code>
      </span>
      <span className="min-w-0 text-[0.867rem] leading-6 max-sm:col-span-2">
        <SourceName source={row.source} />
      </span>
    </button>
  )
}
