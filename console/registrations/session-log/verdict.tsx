import { Circle, CircleAlert, CircleCheck } from 'lucide-react'
import { sessionWords } from '../../../words/index.ts'
import { useLanguage } from '../../language/language.ts'
import { classNames } from '../../parts/class-names.ts'
import type { SessionItem } from './queries.ts'

type Point = NonNullable<SessionItem['verdict']>[number]

const looks = {
  good: { Icon: CircleCheck, className: 'text-ok' },
  bad: { Icon: CircleAlert, className: 'text-bad' },
  neutral: { Icon: Circle, className: 'text-faint' },
}

/** What a session came to, point by point: the words carry the meaning, the signs and colours only help. */
export function Verdict({ points }: { points: readonly Point[] }) {
  const words = sessionWords[useLanguage()]
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {points.map(({ point, tone, facts }) => {
        const { Icon, className } = looks[tone]
        return (
          <li key={point} className="flex items-start gap-1.5">
            <Icon className={classNames('mt-1 size-3.5 shrink-0', className)} aria-hidden />
            <span className={classNames(tone === 'bad' && 'font-medium text-bad')}>
              {words.verdict[point](facts)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
