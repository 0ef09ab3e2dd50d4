import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionItem } from '../../src/questions/wire.ts'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { easyFrom, hardBelow } from './judgements.tsx'

interface QuestionScatterProps {
  items: readonly QuestionItem[]
  /** A link around a point. */
  link: (item: QuestionItem, label: string, point: ReactNode) => ReactNode
}

/** Where a value stands from bottom to top: -0.4 and below at the bottom, 1 at the top. */
const lowest = -0.4
const height = (discrimination: number): number =>
  ((Math.max(lowest, Math.min(1, discrimination)) - lowest) / (1 - lowest)) * 100

/** Each question as a point: from hard to easy, and from tells nothing to tells who knows. Good ones are in the upper middle. */
export function QuestionScatter({ items, link }: QuestionScatterProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const points = items.flatMap((item) =>
    item.difficulty === null || item.discrimination === null
      ? []
      : [{ item, x: item.difficulty * 100, y: item.discrimination }],
  )
  return (
    <figure className="m-0" aria-label={t('questions.scatter')}>
      <div className="flex gap-2">
        <div
          aria-hidden
          className="flex w-4 items-center justify-center text-[0.8rem] whitespace-nowrap text-faint"
        >
          <span className="-rotate-90">{t('questions.discriminationTitle')}</span>
        </div>
        <div className="relative h-60 min-w-0 flex-1 rounded-md border border-line bg-canvas">
          <Zone from={0} to={hardBelow} word={t('questions.difficulty.hard')} />
          <Zone from={hardBelow} to={easyFrom} word={t('questions.difficulty.medium')} />
          <Zone from={easyFrom} to={1} word={t('questions.difficulty.easy')} />
          {[0, 0.2].map((level) => (
            <span
              key={level}
              aria-hidden
              className="absolute inset-x-0 border-t border-dashed border-line-strong"
              style={{ bottom: `${height(level)}%` }}
            >
              <span className="absolute right-1.5 bottom-0.5 text-[0.733rem] text-faint tabular-nums">
                {formatNumber(level, language, 1)}
              </span>
            </span>
          ))}
          <ul>
            {points.map(({ item, x, y }) => (
              <li
                key={item.id}
                className="absolute -translate-x-1/2 translate-y-1/2"
                style={{ left: `${4 + x * 0.92}%`, bottom: `${height(y)}%` }}
              >
                {link(
                  item,
                  `${item.title}: ${t('questions.correct')} ${formatPercent(x / 100, language)}, ${t('questions.discriminationTitle')} ${formatNumber(y, language, 2)}`,
                  <Point isWeak={y < 0.2} isReversed={y < 0} />,
                )}
              </li>
            ))}
          </ul>
        </div>
      </div>
      <figcaption className="mt-2 text-[0.867rem] text-pretty text-muted">
        {t('questions.scatterAbout')}
      </figcaption>
    </figure>
  )
}

function Zone({ from, to, word }: { from: number; to: number; word: string }) {
  const left = from === 0 ? 0 : 4 + from * 92
  const right = to === 1 ? 100 : 4 + to * 92
  return (
    <span
      aria-hidden
      className="absolute inset-y-0 border-r border-line pb-1.5 text-center last:border-0"
      style={{ left: `${left}%`, width: `${right - left}%` }}
    >
      <span className="absolute inset-x-0 bottom-1 text-[0.8rem] text-faint">{word}</span>
    </span>
  )
}

/** Shape beside colour: a dot, a ring where it tells little, a square where it tells the wrong way. */
function Point({ isWeak, isReversed }: { isWeak: boolean; isReversed: boolean }) {
  const look = isReversed
    ? 'rounded-[3px] bg-bad'
    : isWeak
      ? 'rounded-full border-[3px] border-warn bg-surface'
      : 'rounded-full bg-accent'
  return <span className={`block size-3.5 ring-2 ring-surface ${look}`} />
}
