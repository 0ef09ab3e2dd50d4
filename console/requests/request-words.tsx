import { Ban, CircleHelp, KeyRound, ServerCrash, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SourceItem } from '../../src/requests/wire.ts'
import { Badge } from '../parts/badge.tsx'

/** A refusal is the sender's to mend, a failure ours: two colours, two icons, and the number. */
export function StatusBadge({ status }: { status: number }) {
  const isOurs = status >= 500
  return (
    <Badge
      tone={isOurs ? 'bad' : 'warn'}
      icon={isOurs ? <ServerCrash aria-hidden /> : <Ban aria-hidden />}
    >
      <span className="tabular-nums">{status}</span>
    </Badge>
  )
}

/** Name of the key or account; where nobody could prove who it was, the key that was claimed. */
export function useSourceName(): (source: SourceItem) => string {
  const { t } = useTranslation()
  return ({ kind, id, name }) => {
    if (name) return kind === 'unknown' ? t('requests.claimed', { name }) : name
    return id ? `${id.slice(0, 8)}…` : t('requests.nobody')
  }
}

export function SourceName({ source }: { source: SourceItem }) {
  const nameOf = useSourceName()
  const Icon = { account: UserRound, unknown: CircleHelp, credential: KeyRound, token: KeyRound }[
    source.kind
  ]
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 text-muted">
      <Icon className="size-3.5 shrink-0 text-faint" aria-hidden />
      <span className="truncate">{nameOf(source)}</span>
    </span>
  )
}
