import { useQuery } from '@tanstack/react-query'
import { Eye, MessageSquare, UserCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import type { RegistrationDetail } from '../api/types.ts'
import { formatDuration } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge, type Tone } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { AttestDialog } from './attest-dialog.tsx'

type Report = RegistrationDetail['evidenceReport']
type Level = NonNullable<Report['level']>

const levels: Record<Level, { tone: Tone; icon: typeof Eye }> = {
  reported: { tone: 'plain', icon: MessageSquare },
  corroborated: { tone: 'ok', icon: Eye },
  attested: { tone: 'accent', icon: UserCheck },
}

/** How much stands behind a result, in words with an icon. A low level is a reason to look, and no alarm. */
export function EvidenceBadge({ level }: { level: Level }) {
  const { t } = useTranslation()
  const { tone, icon: Icon } = levels[level]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />} title={t(`evidence.about.${level}`)}>
      {t(`evidence.level.${level}`)}
    </Badge>
  )
}

/** What stands behind the result of the attempt that counts; nothing before there is a result. */
export function EvidenceCard({ registration, report }: { registration: string; report: Report }) {
  const { t } = useTranslation()
  const [isAttesting, setAttesting] = useState(false)
  const mayAttest = useMayAttest()
  const { level, findings, attestations } = report
  if (level === null) return null
  return (
    <Card
      title={t('evidence.title')}
      hint={t('evidence.hint')}
      action={
        mayAttest && (
          <Button icon={<UserCheck aria-hidden />} onClick={() => setAttesting(true)}>
            {t('evidence.attest')}
          </Button>
        )
      }
    >
      <div className="grid gap-3 px-5 py-4">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <EvidenceBadge level={level} />
          <span className="text-muted">{t(`evidence.about.${level}`)}</span>
        </p>
        {attestations.map(({ id, by, at, note }) => (
          <blockquote key={id} className="border-l-2 border-accent pl-3">
            <p className="whitespace-pre-line break-words">{note}</p>
            <footer className="text-[0.867rem] text-faint">
              {by.name} · <Moment at={at} />
            </footer>
          </blockquote>
        ))}
        {findings.length > 0 && (
          <ul className="list-disc pl-5" aria-label={t('evidence.findings')}>
            {findings.map((finding) => (
              <Finding key={finding.code} finding={finding} />
            ))}
          </ul>
        )}
        <Figures figures={report.figures} />
      </div>
      <AttestDialog
        registration={registration}
        attempt={report.attempt}
        isOpen={isAttesting}
        onClose={() => setAttesting(false)}
      />
    </Card>
  )
}

/** The server decides; this only leaves out a button that it would refuse. */
function useMayAttest(): boolean {
  const me = useQuery(meQuery).data
  const held = me ? [...me.scopes, ...me.mayLocally] : []
  return held.some((scope) => scope === 'all' || scope === 'registrations/attest')
}

function Finding({ finding: { code, facts } }: { finding: Report['findings'][number] }) {
  const { t } = useTranslation()
  return <li>{t(`evidence.finding.${code}`, useWords(facts))}</li>
}

function Figures({ figures }: { figures: Report['figures'] }) {
  const { t } = useTranslation()
  return <p className="text-[0.867rem] text-faint">{t('evidence.figures', useWords(figures))}</p>
}

type Words = Record<keyof Report['figures'], string>

/** Figures as words: those that are seconds as a duration. The words of a finding name only figures that it has. */
function useWords(facts: Report['findings'][number]['facts']): Words {
  const language = useLanguage()
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      name.endsWith('Seconds') ? formatDuration(value, language) : String(value),
    ]),
  ) as Words
}
