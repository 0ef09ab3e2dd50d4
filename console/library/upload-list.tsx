import { Link } from '@tanstack/react-router'
import {
  Ban,
  CheckCircle2,
  CircleAlert,
  FileArchive,
  RotateCw,
  TriangleAlert,
  X,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Finding, Verdict } from '../api/types.ts'
import { formatBytes, formatDuration, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button, buttonClass, IconButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useErrorText } from '../parts/error-words.ts'
import { ProgressBar } from '../parts/figures.tsx'
import { ErrorFacts } from '../parts/states.tsx'
import { FindingsReport } from './findings-report.tsx'
import {
  cancelUpload,
  dismissUpload,
  isActive,
  retryUpload,
  type UploadJob,
} from './upload-queue.ts'

export function UploadList({ jobs }: { jobs: readonly UploadJob[] }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<UploadJob>()
  return (
    <>
      <ul className="divide-y divide-line" aria-label={t('upload.queue')}>
        {jobs.map((job) => (
          <UploadRow key={job.id} job={job} onReport={() => setShown(job)} />
        ))}
      </ul>
      <Dialog
        isOpen={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={t('report.title')}
        about={shown?.file.name}
        isWide
      >
        {shown?.result && (
          <FindingsReport verdict={shown.result.verdict} findings={shown.result.findings} />
        )}
      </Dialog>
    </>
  )
}

const verdictIcons = { ok: CheckCircle2, warnings: TriangleAlert, refused: CircleAlert }
const verdictTones = { ok: 'text-ok', warnings: 'text-warn', refused: 'text-bad' }

function UploadRow({ job, onReport }: { job: UploadJob; onReport: () => void }) {
  const { t } = useTranslation()
  const verdict = job.step === 'done' ? job.result?.verdict : undefined
  return (
    <li className="flex items-start gap-3 px-5 py-3.5">
      <StepIcon job={job} verdict={verdict} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{job.result?.title ?? job.file.name}</p>
        {isActive(job) ? <Sending job={job} /> : <Outcome job={job} verdict={verdict} />}
        {verdict && (
          <div className="mt-2 flex flex-wrap gap-2">
            {job.result?.package && (
              <Link
                to="/library/$package"
                params={{ package: job.result.package }}
                className={buttonClass('secondary', 'small')}
              >
                {t('upload.openPackage')}
              </Link>
            )}
            <Button look="quiet" size="small" onClick={onReport}>
              {t('upload.openReport')}
            </Button>
          </div>
        )}
      </div>
      {(job.step === 'failed' || job.step === 'cancelled') && (
        <IconButton label={t('state.retry')} onClick={() => retryUpload(job.id)}>
          <RotateCw aria-hidden />
        </IconButton>
      )}
      {isActive(job) ? (
        <IconButton label={t('upload.cancel')} onClick={() => cancelUpload(job.id)}>
          <X aria-hidden />
        </IconButton>
      ) : (
        <IconButton label={t('upload.dismiss')} onClick={() => dismissUpload(job.id)}>
          <X aria-hidden />
        </IconButton>
      )}
    </li>
  )
}

function StepIcon({ job, verdict }: { job: UploadJob; verdict: Verdict | undefined }) {
  const shape = 'mt-0.5 size-5 shrink-0'
  if (verdict) {
    const Icon = verdictIcons[verdict]
    return <Icon className={`${shape} ${verdictTones[verdict]}`} aria-hidden />
  }
  if (job.step === 'failed') return <CircleAlert className={`${shape} text-bad`} aria-hidden />
  if (job.step === 'cancelled') return <Ban className={`${shape} text-faint`} aria-hidden />
  return <FileArchive className={`${shape} text-faint`} aria-hidden />
}

/** Bytes, percent, speed and what is left while it is sent; then what the server does with it. */
function Sending({ job }: { job: UploadJob }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const ratio = job.file.size === 0 ? 1 : job.sentBytes / job.file.size
  const left = job.bytesPerSecond ? (job.file.size - job.sentBytes) / job.bytesPerSecond : undefined
  if (job.step === 'checking') {
    return (
      <div className="mt-1.5">
        <div className="h-1.5 overflow-hidden rounded-full bg-line">
          <div className="h-full w-full animate-shimmer rounded-full bg-accent" />
        </div>
        <p className="mt-1.5 text-[0.867rem] text-muted" aria-live="polite">
          {t('upload.checking')}
        </p>
      </div>
    )
  }
  const facts = [
    t('upload.sent', {
      sent: formatBytes(job.sentBytes, language),
      total: formatBytes(job.file.size, language),
    }),
    job.bytesPerSecond ? `${formatBytes(job.bytesPerSecond, language)}/s` : undefined,
    left !== undefined && left > 0.5
      ? t('upload.left', { time: formatDuration(left, language) })
      : undefined,
  ]
  return (
    <div className="mt-1.5">
      <ProgressBar
        ratio={ratio}
        label={t('upload.progress', { name: job.file.name })}
        className="w-full"
      />
      <p className="mt-1.5 flex justify-between gap-4 text-[0.867rem] text-muted tabular-nums">
        <span>
          {job.step === 'waiting' ? t('upload.waiting') : facts.filter(Boolean).join(' · ')}
        </span>
        <span>{formatPercent(ratio, language)}</span>
      </p>
    </div>
  )
}

function Outcome({ job, verdict }: { job: UploadJob; verdict: Verdict | undefined }) {
  const { t } = useTranslation()
  const errorText = useErrorText(job.error)
  if (job.step === 'cancelled')
    return <p className="text-[0.933rem] text-muted">{t('upload.cancelled')}</p>
  if (verdict) {
    const count = countBad(job.result?.findings ?? [])
    return (
      <p className={`text-[0.933rem] ${verdictTones[verdict]}`} aria-live="polite">
        {t(job.mode === 'check' ? `upload.checked.${verdict}` : `upload.imported.${verdict}`)}
        {count > 0 && <span className="text-muted"> · {t('report.toSee', { count })}</span>}
      </p>
    )
  }
  return (
    <div role="alert" className="text-[0.933rem] text-bad">
      {errorText}
      <ErrorFacts error={job.error} />
    </div>
  )
}

const countBad = (findings: readonly Finding[]): number =>
  findings.filter((finding) => finding.severity !== 'info').length
