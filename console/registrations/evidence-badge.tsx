import { Eye, MessageSquare, UserCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RegistrationDetail } from '../api/types.ts'
import { Badge, type Tone } from '../parts/badge.tsx'
import type { Part } from '../parts/charts.tsx'
import { classNames } from '../parts/class-names.ts'

export type EvidenceLevel = NonNullable<RegistrationDetail['evidence']>

/** The most first. */
export const evidenceLevels = ['attested', 'corroborated', 'reported'] as const

const looks: Record<EvidenceLevel, { tone: Tone & Part['tone']; icon: typeof Eye; ink: string }> = {
  reported: { tone: 'plain', icon: MessageSquare, ink: 'text-muted' },
  corroborated: { tone: 'ok', icon: Eye, ink: 'text-ok' },
  attested: { tone: 'accent', icon: UserCheck, ink: 'text-accent' },
}

/** How much stands behind a result, in words with an icon. A low level is a reason to look, and no alarm. */
export function EvidenceBadge({ level }: { level: EvidenceLevel }) {
  const { t } = useTranslation()
  const { tone, icon: Icon } = looks[level]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />} title={t(`evidence.about.${level}`)}>
      {t(`evidence.level.${level}`)}
    </Badge>
  )
}

/** The same where there is no room for words, beside something that has the words: its shape says which. */
export function EvidenceMark({ level }: { level: EvidenceLevel }) {
  const { t } = useTranslation()
  return (
    <span title={t(`evidence.level.${level}`)} className="inline-flex">
      <EvidenceIcon level={level} />
      <span className="sr-only">{t(`evidence.level.${level}`)}</span>
    </span>
  )
}

export function EvidenceIcon({ level }: { level: EvidenceLevel }) {
  const { icon: Icon, ink } = looks[level]
  return <Icon aria-hidden className={classNames('size-4 shrink-0', ink)} />
}

/** Results by level, the most first, as parts of one bar. */
export function useEvidenceParts(
  counts: Readonly<Record<EvidenceLevel, number>>,
): readonly (Part & { readonly key: EvidenceLevel })[] {
  const { t } = useTranslation()
  return evidenceLevels.map((key) => ({
    key,
    label: t(`evidence.level.${key}`),
    count: counts[key],
    tone: looks[key].tone,
    icon: <EvidenceIcon level={key} />,
  }))
}
