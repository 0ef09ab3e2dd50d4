import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestGroupItem } from '../../src/requests/wire.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { type RequestFilter, requestGroupsQuery } from './queries.ts'
import { SourceName, StatusBadge } from './request-words.tsx'
import { useCodeWords } from './use-code-words.ts'

const shownAtFirst = 4

interface RequestGroupsProps {
  filter: RequestFilter
  onChoose: (filter: RequestFilter) => void
}

/** What fails alike, the most frequent first; one click narrows the list to it. Hidden where there is one kind only. */
export function RequestGroupsCard({ filter, onChoose }: RequestGroupsProps) {
  const { t } = useTranslation()
  const [isAll, setAll] = useState(false)
  const groups = useQuery(requestGroupsQuery(filter)).data?.items ?? []
  if (groups.length < 2) return null
  const shown = isAll ? groups : groups.slice(0, shownAtFirst)
  return (
    <Card title={t('requests.groups')} className="mb-5">
      <ul className="divide-y divide-line">
        {shown.map((group) => (
          <li key={keyOf(group)}>
            <GroupRow
              group={group}
              onChoose={() =>
                onChoose({
                  ...filter,
                  code: group.code,
                  endpoint: group.endpoint,
                  ...(group.source.id && { key: group.source.id }),
                })
              }
            />
          </li>
        ))}
      </ul>
      {groups.length > shownAtFirst && (
        <div className="border-t border-line p-2 text-center">
          <Button
            look="quiet"
            size="small"
            aria-expanded={isAll}
            icon={isAll ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
            onClick={() => setAll(!isAll)}
          >
            {isAll ? t('requests.fewer') : t('requests.allKinds', { count: groups.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}

const keyOf = ({ code, status, method, endpoint, source }: RequestGroupItem): string =>
  [code, status, method, endpoint, source.kind, source.id].join(' ')

function GroupRow({ group, onChoose }: { group: RequestGroupItem; onChoose: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { title } = useCodeWords()(group.code)
  return (
    <button
      type="button"
      onClick={onChoose}
      className="grid w-full grid-cols-[2.5rem_minmax(0,1fr)] items-start gap-x-4 gap-y-1 px-5 py-3 text-left transition-colors hover:bg-subtle focus-visible:-outline-offset-2 sm:grid-cols-[3.5rem_minmax(0,1fr)_auto] sm:items-center"
    >
      <span className="text-right text-[1.067rem] font-semibold tabular-nums">
        {formatNumber(group.count, language)}
        <span className="sr-only"> {t('requests.times')}</span>
      </span>
      <span className="grid min-w-0 gap-1">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <StatusBadge status={group.status} />
          <span className="font-medium">{title}</span>
          {group.lastPointer && (
            <code className="truncate font-mono text-[0.8rem] text-muted">{group.lastPointer}</code>
          )}
        </span>
        <span className="flex min-w-0 flex-wrap gap-x-3 text-[0.867rem]">
          <code className="truncate font-mono text-[0.8rem] leading-6 text-faint">
            {group.method} {group.endpoint}
          </code>
          <SourceName source={group.source} />
        </span>
      </span>
      <span className="text-[0.867rem] text-faint max-sm:col-start-2">
        <Moment at={group.lastAt} isRelative />
      </span>
    </button>
  )
}
