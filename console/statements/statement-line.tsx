import { useTranslation } from 'react-i18next'
import type { StatementRow } from '../api/types.ts'
import { formatDuration, formatScore, secondsOfDuration } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { classNames } from '../parts/class-names.ts'
import { knownVerbs, useVerbWords, verbLook } from './verbs.ts'

/** A statement as a sentence: who · did · what. */
export function StatementSentence({ row }: { row: StatementRow }) {
  const verbWords = useVerbWords()
  return (
    <span className="break-words">
      <span className="font-medium" title={row.actor.name}>
        {shortName(row.actor.name)}
      </span>
      <Between />
      <span className={verbLook(row.verb.id).tone}>{verbWords(row.verb.id, row.verb.display)}</span>
      <Between />
      {shortName(row.object.name)}
    </span>
  )
}

/** An account that nobody here has a name for, or a statement: the start of its id says as much as all of it. */
const shortName = (name: string): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name) ? `${name.slice(0, 8)}…` : name

const Between = () => <span className="text-faint"> · </span>

export function VerbIcon({ id, className }: { id: string; className?: string }) {
  const { icon: Icon, tone } = verbLook(id)
  return <Icon className={classNames('size-4.5 shrink-0', tone, className)} aria-hidden />
}

/** What came of it, in few words: score, passed or failed, time. */
export function ResultWords({ row: { result, verb } }: { row: StatementRow }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (!result) return null
  const score = formatScore(result.score, language)
  const seconds = result.duration ? secondsOfDuration(result.duration) : undefined
  const words = [
    score && t('statements.points', { score }),
    result.success === undefined
      ? undefined
      : t(`statements.${judgement(verb.id, result.success)}`),
    seconds ? formatDuration(seconds, language) : undefined,
  ].filter(Boolean)
  return words.length === 0 ? null : (
    <span className="text-[0.867rem] text-muted tabular-nums">{words.join(' · ')}</span>
  )
}

/** An answer is right or wrong, an activity is passed or failed. */
function judgement(verb: string, success: boolean): 'right' | 'wrong' | 'passed' | 'notPassed' {
  const isAnswer = verb === knownVerbs.answered.id || verb === knownVerbs.responded.id
  if (isAnswer) return success ? 'right' : 'wrong'
  return success ? 'passed' : 'notPassed'
}
