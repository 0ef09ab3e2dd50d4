import { Loader2 } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

type Look = 'primary' | 'secondary' | 'quiet' | 'danger'

const looks: Record<Look, string> = {
  primary:
    'bg-accent text-accent-ink hover:bg-accent-strong shadow-[inset_0_1px_0_rgb(255_255_255/0.14)]',
  secondary:
    'bg-surface text-ink border border-line-strong/80 hover:bg-subtle hover:border-line-strong',
  quiet: 'text-muted hover:text-ink hover:bg-subtle',
  danger: 'bg-bad text-white dark:text-bad-soft hover:brightness-110',
}

const shape =
  'inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap select-none transition-[background-color,border-color,color,filter] duration-100 disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

const sizes = {
  small: 'h-8 px-2.5 text-[0.867rem] pointer-coarse:h-11 pointer-coarse:px-3.5',
  medium: 'h-9.5 px-3.5 text-[0.933rem] pointer-coarse:h-11',
}

export function buttonClass(look: Look = 'secondary', size: keyof typeof sizes = 'medium'): string {
  return classNames(shape, sizes[size], looks[look])
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: Look | undefined
  size?: keyof typeof sizes | undefined
  /** Shows that the click is being acted on, and takes no second one. */
  isBusy?: boolean | undefined
  icon?: ReactNode
}

export function Button({ look, size, isBusy, icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(buttonClass(look, size), className)}
      disabled={rest.disabled || isBusy}
      aria-busy={isBusy || undefined}
    >
      {isBusy ? <Loader2 className="animate-spin" aria-hidden /> : icon}
      {children}
    </button>
  )
}

export interface IconButtonProps extends ComponentProps<'button'> {
  label: string
}

/** A square button that shows an icon only; its label is its name and its tooltip. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={classNames(
        'inline-grid size-9 shrink-0 place-items-center rounded-lg text-muted transition-colors hover:bg-subtle hover:text-ink pointer-coarse:size-11 [&_svg]:size-[1.125rem]',
        className,
      )}
    >
      {children}
    </button>
  )
}
