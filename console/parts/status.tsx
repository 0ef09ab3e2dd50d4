import {
  AlertTriangle,
  CheckCircle2,
  Circle,
  CircleDashed,
  CircleDot,
  Trophy,
  XCircle,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Completion, Success, Verdict } from '../api/types.ts'
import { Badge, type Tone } from './badge.tsx'

const completions: Record<Completion, { tone: Tone; icon: typeof Circle }> = {
  'not-attempted': { tone: 'plain', icon: CircleDashed },
  incomplete: { tone: 'accent', icon: CircleDot },
  completed: { tone: 'ok', icon: CheckCircle2 },
}

const successes: Record<Success, { tone: Tone; icon: typeof Circle }> = {
  unknown: { tone: 'plain', icon: Circle },
  passed: { tone: 'ok', icon: Trophy },
  failed: { tone: 'bad', icon: XCircle },
}

const verdicts: Record<Verdict, { tone: Tone; icon: typeof Circle }> = {
  ok: { tone: 'ok', icon: CheckCircle2 },
  warnings: { tone: 'warn', icon: AlertTriangle },
  refused: { tone: 'bad', icon: XCircle },
}

/** Completion in words with an icon: colour is never the only sign. */
export function CompletionBadge({ value }: { value: Completion }) {
  const { t } = useTranslation()
  const { tone, icon: Icon } = completions[value]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(`completion.${value}`)}
    </Badge>
  )
}

/** Passed or failed; nothing for `unknown`, which most of a list would otherwise repeat. */
export function SuccessBadge({ value }: { value: Success }) {
  const { t } = useTranslation()
  if (value === 'unknown') return <span className="text-faint">–</span>
  const { tone, icon: Icon } = successes[value]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(`success.${value}`)}
    </Badge>
  )
}

export function VerdictBadge({ value, warnings }: { value: Verdict; warnings?: number }) {
  const { t } = useTranslation()
  const { tone, icon: Icon } = verdicts[value]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />} title={t(`verdict.${value}`)}>
      {value === 'warnings' && warnings
        ? t('verdict.count', { count: warnings })
        : t(`verdictShort.${value}`)}
    </Badge>
  )
}

const standardNames: Record<string, string> = {
  scorm12: 'SCORM',
  'scorm-1.2': 'SCORM',
  scorm2004: 'SCORM 2004',
  cmi5: 'cmi5',
  xapi: 'xAPI',
  tincan: 'xAPI',
}

/** `SCORM 1.2`, `SCORM 2004 4th Edition`, `cmi5`: standard and edition as producers say them. */
export function standardLabel(standard: string, edition: string): string {
  const name = standardNames[standard.toLowerCase()] ?? standard
  return edition === '' || name.endsWith(edition) || edition === name ? name : `${name} ${edition}`
}

export function StandardBadge({ standard, edition }: { standard: string; edition: string }) {
  return <Badge>{standardLabel(standard, edition)}</Badge>
}
