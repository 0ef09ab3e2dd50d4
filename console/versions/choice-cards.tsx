import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from '../parts/class-names.ts'

interface ChoiceCardsProps<Value extends string> {
  label: string
  value: Value
  choices: readonly { readonly value: Value; readonly title: string; readonly about: ReactNode }[]
  onChange: (value: Value) => void
  className?: string
}

/** One of several, each with a sentence that says what it means. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { label, value, choices, onChange, className } = props
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      aria-label={label}
      className={classNames('grid gap-2', className)}
    >
      {choices.map((one) => (
        <RadioGroup.Item
          key={one.value}
          value={one.value}
          className="group flex items-start gap-3 rounded-lg border border-line-strong/80 px-3.5 py-3 text-left hover:bg-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/60"
        >
          <span className="mt-1 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <span className="min-w-0">
            <span className="block font-medium">{one.title}</span>
            <span className="block text-[0.867rem] text-pretty text-muted">{one.about}</span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
