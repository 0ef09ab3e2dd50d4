import { CloudOff, RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'
import { useErrorText } from './error-words.ts'

interface EmptyStateProps {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  /** It stands in the place of a page, whose heading it has. */
  isPage?: boolean
}

/** What this place is for, and the one thing to do next. */
export function EmptyState({ icon, title, children, action, isPage }: EmptyStateProps) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <div className="mb-4 grid size-12 place-items-center rounded-xl bg-accent-soft text-accent [&_svg]:size-6">
        {icon}
      </div>
      <Heading className="text-[1.067rem] font-semibold">{title}</Heading>
      {children && <div className="mt-1.5 max-w-md text-pretty text-muted">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

interface ErrorStateProps {
  error: unknown
  /** What could not be done, in words: `Không tải được danh sách gói`. */
  what: string
  retry?: (() => void) | undefined
  isCompact?: boolean
  /** It stands in the place of a page, whose heading it has. */
  isPage?: boolean
}

/** What failed, its code and its request id for support, and a way to try again. */
export function ErrorState({ error, what, retry, isCompact, isPage }: ErrorStateProps) {
  const { t } = useTranslation()
  const Heading = isPage ? 'h1' : 'h2'
  const isOffline = error instanceof ApiError && error.status === 0
  const Icon = isOffline ? CloudOff : TriangleAlert
  return (
    <div
      role="alert"
      className={classNames(
        'flex flex-col items-center px-6 text-center',
        isCompact ? 'py-8' : 'py-14',
      )}
    >
      <div className="mb-4 grid size-12 place-items-center rounded-xl bg-bad-soft text-bad">
        <Icon className="size-6" aria-hidden />
      </div>
      <Heading className="text-[1.067rem] font-semibold">{what}</Heading>
      <p className="mt-1.5 max-w-md text-pretty text-muted">{useErrorText(error)}</p>
      <ErrorFacts error={error} />
      {retry && (
        <Button className="mt-5" icon={<RotateCw aria-hidden />} onClick={retry}>
          {t('state.retry')}
        </Button>
      )}
    </div>
  )
}

/** Code and request id, small, with a copy button: what support asks for. */
export function ErrorFacts({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!(error instanceof ApiError)) return null
  const facts = [error.code, error.requestId].filter(Boolean).join(' · ')
  return (
    <div className="mt-3 flex max-w-full items-center gap-1 rounded-md bg-subtle py-0.5 pr-0.5 pl-2.5 font-mono text-[0.8rem] text-muted">
      <span className="truncate">{facts}</span>
      <CopyButton text={facts} label={t('state.copyRequest')} />
    </div>
  )
}

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('block animate-shimmer rounded-md bg-line/80', className)}
    />
  )
}

const skeletonWidths = ['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4', 'w-3/8', 'w-1/5', 'w-3/5', 'w-2/7']

export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <div className="divide-y divide-line" aria-busy>
      <span className="sr-only">{t('state.loading')}</span>
      {skeletonWidths.slice(0, rows).map((width) => (
        <div key={width} className="flex h-14 items-center gap-6 px-5">
          <Skeleton className={classNames('h-3.5', width)} />
          <Skeleton className="ml-auto h-3.5 w-16" />
          <Skeleton className="h-3.5 w-24 max-sm:hidden" />
        </div>
      ))}
    </div>
  )
}
