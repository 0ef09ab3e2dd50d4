import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export const inputClass =
  'h-10 w-full rounded-lg border border-line-strong/80 bg-surface px-3 text-[0.933rem] transition-colors hover:border-line-strong focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/25 aria-invalid:border-bad pointer-coarse:h-11'

export interface FieldProps extends ComponentProps<'input'> {
  label: string
  hint?: ReactNode
  error?: string | undefined
  isOptional?: string | undefined
}

/** A labelled input with its hint or what is wrong with it, tied together for screen readers. */
export function Field({ label, hint, error, isOptional, className, ...rest }: FieldProps) {
  const id = useId()
  const about = error || hint ? `${id}-about` : undefined
  return (
    <div className={classNames('grid gap-1.5', className)}>
      <label
        htmlFor={id}
        className="flex items-baseline justify-between text-[0.867rem] font-medium"
      >
        {label}
        {isOptional && <span className="font-normal text-faint">{isOptional}</span>}
      </label>
      <input
        id={id}
        {...rest}
        className={inputClass}
        aria-invalid={error ? true : undefined}
        aria-describedby={about}
      />
      {about && (
        <div
          id={about}
          className={classNames('text-[0.867rem]', error ? 'text-bad' : 'text-faint')}
        >
          {error ?? hint}
        </div>
      )}
    </div>
  )
}
