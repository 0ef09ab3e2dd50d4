import {
  CheckCircle2,
  CircleDashed,
  CircleDot,
  CircleSlash,
  TriangleAlert,
  XCircle,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge, type Tone } from '../parts/badge.tsx'
import { ProgressBar } from '../parts/figures.tsx'
import type { StatementImport } from './queries.ts'

type State = StatementImport['state'] | 'partial'

const looks: Record<State, { tone: Tone; icon: typeof XCircle }> = {
  waiting: { tone: 'plain', icon: CircleDashed },
  running: { tone: 'accent', icon: CircleDot },
  done: { tone: 'ok', icon: CheckCircle2 },
  partial: { tone: 'warn', icon: TriangleAlert },
  failed: { tone: 'bad', icon: XCircle },
  cancelled: { tone: 'plain', icon: CircleSlash },
}

/** `partial`: done, but not all of it could be stored. */
const stateOf = ({ state, counts }: StatementImport): State =>
  state === 'done' && counts.rejected > 0 ? 'partial' : state

export function ImportState({ one }: { one: StatementImport }) {
  const { t } = useTranslation()
  const state = stateOf(one)
  const { tone, icon: Icon } = looks[state]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(`transfers.state.${state}`)}
    </Badge>
  )
}

export const sourceName = ({ source }: StatementImport): string =>
  source.kind === 'file' ? source.fileName : source.endpoint

/** How far it is; where the end is not known, how much it has read. */
export function ImportProgress({ one }: { one: StatementImport }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { share, perSecond } = one.progress
  const words = [
    share === null
      ? t('transfers.readSoFar', { number: formatNumber(one.counts.read, language) })
      : formatPercent(share, language),
    perSecond !== null &&
      t('transfers.perSecond', { number: formatNumber(Math.round(perSecond), language) }),
  ].filter(Boolean)
  return (
    <span className="flex min-w-0 items-center gap-3 text-[0.867rem] text-muted tabular-nums">
      {share !== null && (
        <ProgressBar
          ratio={share}
          label={t('transfers.progress', { name: sourceName(one) })}
          className="w-32 shrink-0"
        />
      )}
      <span className="truncate">{words.join(' · ')}</span>
    </span>
  )
}
