import { BarChart3, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { classNames } from './class-names.ts'

export interface Bar {
  readonly key: string
  readonly label: string
  /** Under the bar, where the whole label has no room. */
  readonly tick?: string
  readonly count: number
}

interface ChartCardProps {
  title: string
  hint?: ReactNode
  bars: readonly Bar[]
  /** Heading of the table's first column. */
  heading: string
  children: ReactNode
}

/** A picture of some counts, and the same counts as a table for whoever reads numbers better. */
export function ChartCard({ title, hint, bars, heading, children }: ChartCardProps) {
  const { t } = useTranslation()
  const [isTable, setTable] = useState(false)
  return (
    <Card
      title={title}
      hint={hint}
      action={
        <Button
          look="quiet"
          size="small"
          aria-pressed={isTable}
          icon={isTable ? <BarChart3 aria-hidden /> : <Table2 aria-hidden />}
          onClick={() => setTable(!isTable)}
        >
          {t(isTable ? 'chart.picture' : 'chart.table')}
        </Button>
      }
    >
      <div className="p-5">
        {isTable ? <CountTable bars={bars} heading={heading} title={title} /> : children}
      </div>
    </Card>
  )
}

function CountTable({
  bars,
  heading,
  title,
}: {
  bars: readonly Bar[]
  heading: string
  title: string
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const total = bars.reduce((sum, bar) => sum + bar.count, 0)
  return (
    <table className="w-full text-[0.933rem]" aria-label={title}>
      <thead>
        <tr className="text-left text-[0.867rem] text-faint">
          <th scope="col" className="pb-1 font-medium">
            {heading}
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            {t('chart.count')}
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            %
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key} className="border-t border-line">
            <th scope="row" className="py-1.5 text-left font-normal">
              {bar.label}
            </th>
            <td className="text-right">{formatNumber(bar.count, language)}</td>
            <td className="text-right text-muted">
              {total > 0 ? formatPercent(bar.count / total, language) : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Counts over equal steps. Every bar says its count on hover and to screen readers. */
export function Histogram({
  bars,
  label,
  isHigh,
}: {
  bars: readonly Bar[]
  label: string
  isHigh?: boolean
}) {
  const language = useLanguage()
  const most = Math.max(1, ...bars.map((bar) => bar.count))
  return (
    <figure aria-label={label} className="m-0">
      <ol className={classNames('flex items-end gap-1 sm:gap-1.5', isHigh ? 'h-44' : 'h-36')}>
        {bars.map((bar) => (
          <li
            key={bar.key}
            title={`${bar.label}: ${formatNumber(bar.count, language)}`}
            className="group flex h-full min-w-0 flex-1 flex-col items-center justify-end"
          >
            <span className="sr-only">{bar.label}: </span>
            <span
              className={classNames(
                'mb-1 text-[0.8rem] tabular-nums',
                bar.count === 0 ? 'text-transparent' : 'text-muted group-hover:text-ink',
              )}
            >
              {formatNumber(bar.count, language)}
            </span>
            <span
              aria-hidden
              className={classNames(
                'w-full max-w-12 rounded-t-[5px] transition-colors',
                bar.count === 0 ? 'bg-line' : 'bg-accent/75 group-hover:bg-accent',
              )}
              style={{
                height: bar.count === 0 ? '2px' : `${Math.max(3, (bar.count / most) * 82)}%`,
              }}
            />
          </li>
        ))}
      </ol>
      <div aria-hidden className="flex gap-1 border-t border-line-strong pt-1.5 sm:gap-1.5">
        {bars.map((bar) => (
          <span
            key={bar.key}
            className="min-w-0 flex-1 text-center text-[0.733rem] text-faint tabular-nums"
          >
            {bar.tick ?? bar.label}
          </span>
        ))}
      </div>
    </figure>
  )
}

export interface Part extends Bar {
  readonly tone: 'ok' | 'accent' | 'plain' | 'bad'
  readonly icon: ReactNode
}

const partTones = {
  ok: 'bg-ok',
  accent: 'bg-accent texture-lines',
  plain: 'bg-line-strong',
  bad: 'bg-bad',
}

/** One bar of a whole; a texture beside the colour tells its parts apart. */
export function StackedBar({
  parts,
  label,
  isThin,
}: {
  parts: readonly Part[]
  label: string
  isThin?: boolean
}) {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const words = parts.map((part) => `${part.label}: ${part.count}`).join(', ')
  return (
    <div
      role="img"
      aria-label={`${label}. ${words}`}
      className={classNames(
        'flex w-full gap-0.5 overflow-hidden rounded-full bg-line',
        isThin ? 'h-2' : 'h-4',
      )}
    >
      {parts.map(
        (part) =>
          part.count > 0 && (
            <span
              key={part.key}
              title={`${part.label}: ${part.count}`}
              className={classNames('h-full', partTones[part.tone])}
              style={{ width: `${(part.count / total) * 100}%` }}
            />
          ),
      )}
    </div>
  )
}
