import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Check, ChevronsUpDown, Loader2, Search } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { inputClass } from './field.tsx'
import { menuItemClass, surfaceClass } from './menu.tsx'
import { useFirstChosen } from './use-first-chosen.ts'

export interface Choice {
  readonly id: string
  readonly name: string
  readonly note?: string | undefined
}

export interface ChoiceSource {
  /** Names the source in the cache. */
  readonly key: string
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>
}

interface ChoiceListProps {
  source: ChoiceSource
  label: string
  chosen?: string | undefined
  onChoose: (choice: Choice) => void
  /** An entry after those found, e.g. "add as new", given what was typed. */
  extra?: ((text: string) => ReactNode) | undefined
}

/** Type to find, arrows and Enter to choose. The server does the finding: it knows how to ignore accents. */
export function ChoiceList({ source, label, chosen, onChoose, extra }: ChoiceListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const found = useQuery({
    queryKey: ['choices', source.key, wanted],
    queryFn: ({ signal }) => source.find(wanted, signal),
    placeholderData: (previous) => previous,
  })
  const highlight = useFirstChosen(found.data?.map((one) => one.id) ?? [])
  const isStale = found.isPlaceholderData || wanted !== text.trim()
  return (
    <Command
      shouldFilter={false}
      label={label}
      loop
      {...highlight}
      onKeyDown={(event) => {
        // Whoever types and presses Enter at once does not mean what an earlier text had found.
        if (event.key === 'Enter' && isStale) event.preventDefault()
      }}
    >
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search className="size-4 shrink-0 text-faint" aria-hidden />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={label}
          className="h-10 w-full bg-transparent text-[0.933rem] outline-none"
        />
        {found.isFetching && <Loader2 className="size-4 animate-spin text-faint" aria-hidden />}
      </div>
      <Command.List className="max-h-64 overflow-y-auto overscroll-contain p-1">
        {found.isLoadingError && (
          <div className="px-2.5 py-3 text-bad">{t('state.searchFailed')}</div>
        )}
        {found.data?.length === 0 && (
          <div className="px-2.5 py-3 text-faint">{t('state.noMatch')}</div>
        )}
        {found.data?.map((choice) => (
          <Command.Item
            key={choice.id}
            value={choice.id}
            onSelect={() => onChoose(choice)}
            className={classNames(menuItemClass, 'data-[selected=true]:bg-subtle')}
          >
            <span className="min-w-0 flex-1 truncate">{choice.name}</span>
            {choice.note && (
              <span className="shrink-0 text-[0.867rem] text-faint">{choice.note}</span>
            )}
            {choice.id === chosen && <Check className="text-accent!" aria-hidden />}
          </Command.Item>
        ))}
        {extra?.(text.trim())}
      </Command.List>
    </Command>
  )
}

interface PickerProps extends Omit<ChoiceListProps, 'chosen' | 'extra' | 'onChoose'> {
  value: Choice | undefined
  onChange: (choice: Choice) => void
  placeholder: string
  fieldLabel: string
  extra?: ((text: string, close: () => void) => ReactNode) | undefined
}

/** A field whose value is found by typing: a learner, a package. */
export function Picker({ value, onChange, placeholder, fieldLabel, extra, ...list }: PickerProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="grid gap-1.5">
      <span className="text-[0.867rem] font-medium">{fieldLabel}</span>
      <Popover.Root open={isOpen} onOpenChange={setOpen} modal>
        <Popover.Trigger
          className={classNames(inputClass, 'flex items-center gap-2 text-left')}
          aria-label={`${fieldLabel}: ${value?.name ?? placeholder}`}
        >
          <span className={classNames('min-w-0 flex-1 truncate', !value && 'text-faint')}>
            {value?.name ?? placeholder}
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="start"
            sideOffset={6}
            collisionPadding={12}
            className={classNames(
              surfaceClass,
              'w-(--radix-popover-trigger-width) overflow-hidden p-0',
            )}
          >
            <ChoiceList
              {...list}
              chosen={value?.id}
              onChoose={(choice) => {
                onChange(choice)
                setOpen(false)
              }}
              extra={extra ? (text) => extra(text, () => setOpen(false)) : undefined}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}
