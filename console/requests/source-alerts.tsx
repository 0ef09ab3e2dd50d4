import { useQuery } from '@tanstack/react-query'
import { BellOff, TrendingUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SourceReport } from '../../src/requests/wire.ts'
import { formatDateTime, formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { sourcesQuery } from './queries.ts'
import { useSourceName } from './request-words.tsx'

/** Sources that fell silent or fail more than they used to, and what could not be kept. Nothing while all is well. */
export function SourceAlerts({ onShow }: { onShow: (key: string) => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data, isError } = useQuery(sourcesQuery)
  const alarming = data?.items.filter(({ alert }) => alert) ?? []
  if (isError && !data) {
    return <p className="mb-4 text-[0.867rem] text-bad">{t('requests.alertsFailed')}</p>
  }
  if (!data || (alarming.length === 0 && data.dropped === 0)) return null
  return (
    <section aria-label={t('requests.alerts')} className="mb-5 grid gap-2">
      {alarming.map((report) => (
        <AlertLine
          key={`${report.source.kind} ${report.source.id}`}
          report={report}
          onShow={onShow}
        />
      ))}
      {data.dropped > 0 && (
        <p className="text-[0.867rem] text-muted">
          {t('requests.dropped', {
            count: data.dropped,
            number: formatNumber(data.dropped, language),
          })}
        </p>
      )}
    </section>
  )
}

interface AlertLineProps {
  report: SourceReport
  onShow: (key: string) => void
}

function AlertLine({ report: { source, alert }, onShow }: AlertLineProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useSourceName()(source)
  if (!alert) return null
  const isSilent = alert.kind === 'silent'
  const Icon = isSilent ? BellOff : TrendingUp
  return (
    <div
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border px-4 py-3',
        isSilent ? 'border-warn/30 bg-warn-soft' : 'border-bad/30 bg-bad-soft',
      )}
    >
      <Icon
        className={classNames('size-5 shrink-0', isSilent ? 'text-warn' : 'text-bad')}
        aria-hidden
      />
      <p className="min-w-0 flex-1 basis-64 break-words">
        <strong className="font-semibold">{name}</strong>{' '}
        {isSilent
          ? t('requests.silent', {
              time: formatDateTime(alert.since),
              perDay: formatNumber(alert.usualPerDay, language),
            })
          : t('requests.failing', {
              rejected: formatNumber(alert.rejected, language),
              requests: formatNumber(alert.requests, language),
              share: formatPercent(alert.usualShare, language),
            })}
      </p>
      {!isSilent && source.id && (
        <Button size="small" onClick={() => onShow(source.id!)}>
          {t('requests.showThem')}
        </Button>
      )}
    </div>
  )
}
