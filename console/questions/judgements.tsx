import { CircleAlert, CircleCheck, CircleMinus, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { QuestionItem } from '../../src/questions/wire.ts'
import { Badge, type Tone } from '../parts/badge.tsx'

/** From this share of credit on a question is easy, and below the other it is hard. */
export const easyFrom = 0.8
export const hardBelow = 0.4

export type Difficulty = 'easy' | 'medium' | 'hard'
export type Discrimination = 'good' | 'fair' | 'weak' | 'reversed'

/** In words; undefined where nothing was judged, or too few learners answered to say so. */
export function difficultyOf(
  { difficulty, answered }: QuestionItem,
  learnersMin: number,
): Difficulty | undefined {
  if (difficulty === null || answered < learnersMin) return undefined
  return difficulty >= easyFrom ? 'easy' : difficulty < hardBelow ? 'hard' : 'medium'
}

export function discriminationOf({ discrimination }: QuestionItem): Discrimination | undefined {
  if (discrimination === null) return undefined
  if (discrimination < 0) return 'reversed'
  return discrimination >= 0.3 ? 'good' : discrimination >= 0.2 ? 'fair' : 'weak'
}

const looks: Record<Discrimination, { tone: Tone; Icon: typeof CircleCheck }> = {
  good: { tone: 'ok', Icon: CircleCheck },
  fair: { tone: 'plain', Icon: CircleMinus },
  weak: { tone: 'warn', Icon: TriangleAlert },
  reversed: { tone: 'bad', Icon: CircleAlert },
}

interface BadgeProps<Value> {
  value: Value | undefined
  /** Says on a phone, where no heading does, what is judged. */
  isNamed?: boolean
}

export function DifficultyBadge({ value, isNamed }: BadgeProps<Difficulty>) {
  const { t } = useTranslation()
  if (!value) return <TooFew />
  return (
    <Badge title={t(`questions.difficultyAbout.${value}`)}>
      {isNamed && <span className="font-normal sm:hidden">{t('questions.difficultyTitle')}</span>}
      {t(`questions.difficulty.${value}`)}
    </Badge>
  )
}

export function DiscriminationBadge({ value, isNamed }: BadgeProps<Discrimination>) {
  const { t } = useTranslation()
  if (!value) return <TooFew />
  const { tone, Icon } = looks[value]
  return (
    <Badge
      tone={tone}
      icon={<Icon aria-hidden />}
      title={t(`questions.discriminationAbout.${value}`)}
    >
      {isNamed && (
        <span className="font-normal sm:hidden">{t('questions.discriminationTitle')}</span>
      )}
      {t(`questions.discrimination.${value}`)}
    </Badge>
  )
}

function TooFew() {
  const { t } = useTranslation()
  return (
    <span className="text-[0.867rem] text-faint" title={t('questions.tooFewAbout')}>
      <span aria-hidden>–</span>
      <span className="sr-only">{t('questions.tooFewAbout')}</span>
    </span>
  )
}
