import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad'

const tones: Record<Tone, string> = {
  plain: 'bg-line/60 text-muted',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
}

export interface BadgeProps {
  tone?: Tone
  icon?: ReactNode
  title?: string
  children: ReactNode
}

export function Badge({ tone = 'plain', icon, title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-6 items-center align-middle gap-1.5 rounded-md px-2 text-[0.8rem] font-medium whitespace-nowrap [&_svg]:size-3.5',
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  )
}
