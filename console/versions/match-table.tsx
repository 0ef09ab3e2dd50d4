import { ArrowLeftRight, Check, Minus, Plus, Replace } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import type { Match } from './queries.ts'

const looks: Record<Match['change'], { tone: Tone; icon: ReactNode }> = {
  kept: { tone: 'plain', icon: <Check aria-hidden /> },
  moved: { tone: 'accent', icon: <ArrowLeftRight aria-hidden /> },
  replaced: { tone: 'warn', icon: <Replace aria-hidden /> },
  added: { tone: 'ok', icon: <Plus aria-hidden /> },
  removed: { tone: 'bad', icon: <Minus aria-hidden /> },
}

const changes = ['kept', 'moved', 'replaced', 'added', 'removed'] as const

/** The same lesson under another title, which loses nothing. */
const isRenamed = ({ change, titleBefore }: Match): boolean =>
  change === 'kept' && titleBefore !== undefined

/** What became of each lesson, by its identifier. What stayed as it was is folded away where something did not. */
export function MatchTable({ matches }: { matches: readonly Match[] }) {
  const { t } = useTranslation()
  const [isWhole, setWhole] = useState(false)
  const isTold = (one: Match) => one.change !== 'kept' || isRenamed(one)
  const told = isWhole ? matches : matches.filter(isTold)
  const folded = matches.length - told.length
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {changes.map((change) => {
          const count = matches.filter((one) => one.change === change).length
          return (
            count > 0 && (
              <Badge key={change} {...looks[change]}>
                {t(`versions.changeCount.${change}`, { count })}
              </Badge>
            )
          )
        })}
      </div>
      {told.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
          {told.map((one) => (
            <li key={one.activity} className="flex items-start gap-3 px-3.5 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">{one.title}</p>
                {one.titleBefore !== undefined && (
                  <p className="text-[0.867rem] break-words text-muted">
                    {t('versions.titleBefore', { title: one.titleBefore })}
                  </p>
                )}
                <p className="font-mono text-[0.8rem] break-all text-faint">{one.activity}</p>
              </div>
              <Badge {...looks[one.change]}>
                {t(isRenamed(one) ? 'versions.renamed' : `versions.change.${one.change}`)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {folded > 0 && (
        <Button size="small" className="justify-self-start" onClick={() => setWhole(true)}>
          {t('versions.showKept', { count: folded })}
        </Button>
      )}
    </div>
  )
}
