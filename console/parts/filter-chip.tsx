import { ChevronDown, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { menuItemClass, surfaceClass } from './menu.tsx'

interface FilterChipProps {
  name: string
  /** The chosen value in words; undefined while the filter is off. */
  value: string | undefined
  onClear: () => void
  children: (close: () => void) => ReactNode
}

/** One condition of a list: closed it reads `Verb: completed ×`, open it lets one choose. */
export function FilterChip({ name, value, onClear, children }: FilterChipProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <span
        className={classNames(
          'inline-flex h-9 max-w-full items-center rounded-full border text-[0.867rem] transition-colors pointer-coarse:h-11',
          value
            ? 'border-accent/40 bg-accent-soft text-accent'
            : 'border-line-strong/80 bg-surface text-muted hover:border-line-strong hover:text-ink',
        )}
      >
        <Popover.Trigger
          className={classNames(
            'flex h-full min-w-0 items-center gap-1.5 rounded-full pl-3.5',
            value ? 'pr-1' : 'pr-3',
          )}
        >
          <span className="shrink-0">{value ? `${name}:` : name}</span>
          {value && <span className="max-w-48 truncate font-medium">{value}</span>}
          {!value && <ChevronDown className="size-3.5 opacity-70" aria-hidden />}
        </Popover.Trigger>
        {value && (
          <button
            type="button"
            aria-label={t('filter.remove', { name })}
            className="mr-1 grid size-6.5 place-items-center rounded-full hover:bg-accent/15 pointer-coarse:size-9"
            onClick={onClear}
          >
            <X className="size-3.5" aria-hidden />
          </button>
        )}
      </span>
      <Popover.Portal>
        <Popover.Content
          aria-label={name}
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className={classNames(
            surfaceClass,
            'w-72 max-w-[calc(100vw-1.5rem)] overflow-hidden p-0',
          )}
        >
          {children(() => setOpen(false))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface ChipOptionsProps {
  options: readonly {
    readonly value: string
    readonly title: string
    /** What it means, where the title does not say all. */
    readonly about?: string
    readonly icon?: ReactNode
  }[]
  chosen: string | undefined
  onChoose: (value: string) => void
}

export function ChipOptions({ options, chosen, onChoose }: ChipOptionsProps) {
  return (
    <ul className="max-h-80 overflow-y-auto p-1">
      {options.map((option) => (
        <li key={option.value}>
          <button
            type="button"
            aria-pressed={option.value === chosen}
            onClick={() => onChoose(option.value)}
            className={classNames(
              menuItemClass,
              'hover:bg-subtle aria-pressed:font-medium aria-pressed:text-accent',
            )}
          >
            {option.icon}
            {option.about ? (
              <span className="grid min-w-0">
                {option.title}
                <span className="text-[0.867rem] font-normal text-faint">{option.about}</span>
              </span>
            ) : (
              option.title
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}

interface ChipTextProps {
  label: string
  placeholder: string
  value: string
  onDone: (value: string) => void
}

export function ChipText({ label, placeholder, value, onDone }: ChipTextProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  return (
    <form
      className="grid gap-2 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onDone(text.trim())
      }}
    >
      <input
        aria-label={label}
        className="h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 font-mono text-[0.8rem]"
        placeholder={placeholder}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button
        type="submit"
        className="h-9 rounded-md bg-accent text-[0.867rem] font-medium text-accent-ink"
      >
        {t('filter.apply')}
      </button>
    </form>
  )
}
