import { Command } from 'cmdk'
import { Loader2, Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../parts/class-names.ts'
import { menuItemClass } from '../parts/menu.tsx'
import { useFirstChosen } from '../parts/use-first-chosen.ts'
import { type PaletteRow, usePaletteGroups } from './palette-groups.tsx'

/** Jump anywhere by typing: pages, packages, learners, an id that was pasted, and the common actions. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-veil backdrop-blur-[2px]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-xl border border-line bg-surface shadow-lift sm:top-[14dvh]"
        >
          <Radix.Title className="sr-only">{t('palette.title')}</Radix.Title>
          {isOpen && <PaletteBody onClose={onClose} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const { groups, isBusy } = usePaletteGroups(useDeferredValue(text.trim()))
  const highlight = useFirstChosen(groups.flatMap((group) => group.rows.map((row) => row.key)))
  return (
    <Command shouldFilter={false} label={t('palette.title')} loop {...highlight}>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search className="size-4.5 shrink-0 text-faint" aria-hidden />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t('palette.hint')}
          className="h-13 w-full bg-transparent text-[1.067rem] outline-none"
        />
        {isBusy && <Loader2 className="size-4 animate-spin text-faint" aria-hidden />}
      </div>
      <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto overscroll-contain p-2">
        {groups.map((group) => (
          <Group key={group.title} title={group.title}>
            {group.rows.map((row) => (
              <Row
                key={row.key}
                row={row}
                onSelect={() => {
                  onClose()
                  row.act()
                }}
              />
            ))}
          </Group>
        ))}
        {!isBusy && (
          <Command.Empty className="px-3 py-8 text-center text-faint">
            {t('state.noMatch')}
          </Command.Empty>
        )}
      </Command.List>
    </Command>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="mb-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[0.8rem] [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  )
}

function Row({ row, onSelect }: { row: PaletteRow; onSelect: () => void }) {
  return (
    <Command.Item
      value={row.key}
      onSelect={onSelect}
      className={classNames(menuItemClass, 'min-h-10 data-[selected=true]:bg-subtle')}
    >
      <span className="grid w-8 shrink-0 place-items-center">{row.icon}</span>
      <span className="min-w-0 flex-1 truncate">{row.name}</span>
      {row.note && <span className="shrink-0 text-[0.867rem] text-faint">{row.note}</span>}
    </Command.Item>
  )
}
