import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'

export interface RadioChoice {
  readonly value: string
  readonly title: string
  readonly about?: ReactNode
}

interface RadioCardsProps {
  label: string
  value: string
  choices: readonly RadioChoice[]
  onChange: (value: string) => void
}

/** One of a few, each with a line about it. */
export function RadioCards({ label, value, choices, onChange }: RadioCardsProps) {
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={onChange}
      aria-label={label}
      className="grid gap-2 sm:auto-cols-fr sm:grid-flow-col"
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className="flex items-start gap-3 rounded-lg border border-line-strong/80 px-3.5 py-2.5 text-left hover:bg-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/60"
        >
          <span className="mt-1 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <span className="min-w-0">
            <span className="block font-medium">{choice.title}</span>
            {choice.about && (
              <span className="block text-[0.867rem] text-muted">{choice.about}</span>
            )}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
