import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface CardProps {
  title?: ReactNode
  hint?: ReactNode
  action?: ReactNode
  className?: string
  children: ReactNode
}

export function Card({ title, hint, action, className, children }: CardProps) {
  return (
    <section
      className={classNames(
        'min-w-0 overflow-clip rounded-xl border border-line bg-surface',
        className,
      )}
    >
      {title && (
        <header className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-2.5">
          <div className="min-w-0 flex-1 basis-44">
            <h2 className="truncate font-semibold">{title}</h2>
            {hint && <p className="text-[0.867rem] text-faint">{hint}</p>}
          </div>
          {action}
        </header>
      )}
      {children}
    </section>
  )
}

interface PageHeaderProps {
  title: ReactNode
  /** Small line above the title: where this page belongs. */
  above?: ReactNode
  below?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, above, below, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-end gap-x-6 gap-y-4">
      <div className="min-w-0 flex-1 basis-80">
        {above && <div className="mb-1.5 text-[0.867rem] text-faint">{above}</div>}
        <h1 className="text-[1.6rem] leading-tight font-semibold tracking-[-0.015em] break-words">
          {title}
        </h1>
        {below && <div className="mt-2 text-muted">{below}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** A row of figures that are read at a glance. */
export function FigureStrip({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
      {children}
    </dl>
  )
}

interface FigureProps {
  label: string
  note?: ReactNode
  children: ReactNode
}

export function Figure({ label, note, children }: FigureProps) {
  return (
    <div className="flex flex-col gap-1 bg-surface px-5 py-4 [&:last-child:nth-child(odd)]:max-lg:col-span-2">
      <dt className="text-[0.867rem] text-faint">{label}</dt>
      <dd className="text-[1.4rem] leading-tight font-semibold tracking-[-0.01em]">{children}</dd>
      {note && <dd className="text-[0.867rem] text-muted">{note}</dd>}
    </div>
  )
}

export function Avatar({ letter }: { letter: string }) {
  return (
    <span
      aria-hidden
      className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.8rem] font-semibold text-accent"
    >
      {letter}
    </span>
  )
}
