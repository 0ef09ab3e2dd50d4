import { ArrowUp, Radio } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import type { LiveTail, TailState } from './live-tail.ts'

interface TailButtonProps {
  state: TailState
  isOn: boolean
  /** A span that has ended gets nothing new. */
  isPossible: boolean
  onToggle: () => void
}

const dots: Record<TailState, string> = {
  off: 'bg-line-strong',
  connecting: 'bg-warn animate-shimmer',
  reconnecting: 'bg-warn animate-shimmer',
  live: 'bg-ok',
  failed: 'bg-bad',
}

/** Turns the live tail on and off, and says how it does. */
export function TailButton({ state, isOn, isPossible, onToggle }: TailButtonProps) {
  const { t } = useTranslation()
  return (
    <Button
      aria-pressed={isOn}
      disabled={!isPossible}
      title={isPossible ? `${t('statements.tail')} (t)` : t('statements.tailEnded')}
      icon={<Radio aria-hidden />}
      onClick={onToggle}
      className={classNames(isOn && 'border-accent/50! bg-accent-soft! text-accent!')}
    >
      {t('statements.tail')}
      <span aria-hidden className={classNames('size-2 rounded-full', dots[state])} />
      <span className="sr-only" aria-live="polite">
        {t(`statements.tailState.${state}`)}
      </span>
    </Button>
  )
}

interface TailNoteProps {
  tail: LiveTail
  onJump: () => void
}

/** Above the list: how many new ones wait above, or that the feed is lost. */
export function TailNote({ tail, onJump }: TailNoteProps) {
  const { t } = useTranslation()
  if (tail.state === 'failed')
    return (
      <Strip tone="bg-bad-soft text-bad">
        {t('statements.tailState.failed')}
        <Button size="small" onClick={tail.retry}>
          {t('state.retry')}
        </Button>
      </Strip>
    )
  if (tail.state === 'reconnecting')
    return <Strip tone="bg-warn-soft text-warn">{t('statements.tailState.reconnecting')}</Strip>
  if (tail.waiting === 0) return null
  return (
    <div className="pointer-events-none sticky top-18 z-10 -mb-9 flex h-9 justify-center">
      <button
        type="button"
        onClick={onJump}
        className="pointer-events-auto mt-1 flex h-8 animate-rise items-center gap-2 rounded-full bg-accent px-3.5 text-[0.867rem] font-medium text-accent-ink shadow-lift pointer-coarse:h-11"
      >
        <ArrowUp className="size-4" aria-hidden />
        {t('statements.newOnes', { count: tail.waiting })}
      </button>
    </div>
  )
}

function Strip({ tone, children }: { tone: string; children: React.ReactNode }) {
  return (
    <div
      role="status"
      className={classNames(
        'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-5 py-2 text-[0.933rem]',
        tone,
      )}
    >
      {children}
    </div>
  )
}
