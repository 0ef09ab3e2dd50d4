import { useQueryClient } from '@tanstack/react-query'
import { Undo2, UserCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import type { RegistrationDetail } from '../api/types.ts'
import { formatDuration } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { WordsDialog } from '../parts/words-dialog.tsx'
import { useMaySomewhere } from '../shell/may.ts'
import { EvidenceBadge } from './evidence-badge.tsx'

type Report = RegistrationDetail['evidenceReport']
type Attestation = Report['attestations'][number]

/** What stands behind the result of the attempt that counts; nothing before there is a result. */
export function EvidenceCard({ registration, report }: { registration: string; report: Report }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isAttesting, setAttesting] = useState(false)
  const [leaving, setLeaving] = useState<Attestation>()
  const mayAttest = useMaySomewhere()('registrations/attest')
  const { attempt, level, findings, attestations } = report
  if (level === null) return null
  const send = async (path: string, body: object) => {
    await post(`/registrations/${registration}/attestations${path}`, body)
    await queryClient.invalidateQueries({ queryKey: ['registrations'] })
  }
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
        {attestations.map((one) => (
          <AttestationNote
            key={one.id}
            one={one}
            {...(mayAttest && { onWithdraw: () => setLeaving(one) })}
          />
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
      <WordsDialog
        title={t('evidence.attestTitle')}
        about={t('evidence.attestAbout')}
        label={t('evidence.note')}
        verb={t('evidence.attest')}
        isOpen={isAttesting}
        onClose={() => setAttesting(false)}
        send={(note) => send('', { note, attempt })}
      />
      <WordsDialog
        title={t('evidence.withdrawTitle')}
        about={t('evidence.withdrawAbout', { name: leaving?.by.name ?? '' })}
        label={t('evidence.reason')}
        verb={t('evidence.withdraw')}
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        send={(reason) => send(`/${leaving?.id}/withdrawal`, { reason })}
      />
    </Card>
  )
}

/** What somebody vouched for and, where it counts no more, who withdrew it and why. */
function AttestationNote({ one, onWithdraw }: { one: Attestation; onWithdraw?: () => void }) {
  const { t } = useTranslation()
  const { by, at, note, withdrawal } = one
  return (
    <blockquote
      className={`border-l-2 pl-3 ${withdrawal ? 'border-line-strong text-muted' : 'border-accent'}`}
    >
      <p className="whitespace-pre-line break-words">{note}</p>
      <footer className="flex min-h-8 flex-wrap items-center gap-x-2 text-[0.867rem] text-faint">
        <span>
          {by.name} · <Moment at={at} />
        </span>
        {!withdrawal && onWithdraw && (
          <Button look="quiet" size="small" icon={<Undo2 aria-hidden />} onClick={onWithdraw}>
            {t('evidence.withdraw')}
          </Button>
        )}
      </footer>
      {withdrawal && (
        <div className="mt-1">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.867rem] text-faint">
            <Badge icon={<Undo2 aria-hidden />}>{t('evidence.withdrawn')}</Badge>
            <span>
              {withdrawal.by.name} · <Moment at={withdrawal.at} />
            </span>
          </p>
          <p className="mt-1 whitespace-pre-line break-words">{withdrawal.reason}</p>
        </div>
      )}
    </blockquote>
  )
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
