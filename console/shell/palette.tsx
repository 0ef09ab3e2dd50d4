import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import {
  BookOpenText,
  Languages,
  ListChecks,
  Loader2,
  Search,
  SunMoon,
  Upload,
  UserPlus,
} from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { initialOf } from '../language/format.ts'
import { switchLanguage, useLanguage } from '../language/language.ts'
import { Avatar } from '../parts/card.tsx'
import { learnerChoices, packageChoices } from '../parts/choice-sources.ts'
import { classNames } from '../parts/class-names.ts'
import { menuItemClass } from '../parts/menu.tsx'
import type { ChoiceSource } from '../parts/picker.tsx'
import { places } from './places.ts'
import { switchTheme } from './theme.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Accents and đ left out, as the server does for names. */
const fold = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

function useFound(source: ChoiceSource, text: string) {
  return useQuery({
    queryKey: ['choices', source.key, text],
    queryFn: ({ signal }) => source.find(text, signal),
    enabled: text.length > 0 && !uuid.test(text),
    placeholderData: (previous) => previous,
  })
}

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
  const language = useLanguage()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [wanted, setWanted] = useState('')
  const typed = useDeferredValue(text.trim())
  useEffect(() => {
    const timer = setTimeout(() => setWanted(typed), 140)
    return () => clearTimeout(timer)
  }, [typed])
  const packages = useFound(packageChoices, wanted)
  const learners = useFound(learnerChoices, wanted)
  const go = (act: () => unknown) => () => {
    onClose()
    act()
  }
  const matches = (words: string) => fold(words).includes(fold(typed))
  const actions = [
    {
      title: t('palette.upload'),
      icon: <Upload aria-hidden />,
      act: () => navigate({ to: '/library' }),
    },
    {
      title: t('learners.add'),
      icon: <UserPlus aria-hidden />,
      act: () => navigate({ to: '/learners', search: { add: '1' } }),
    },
    {
      title: t('palette.theme'),
      icon: <SunMoon aria-hidden />,
      act: () => switchTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
    },
    {
      title: language === 'vi' ? 'Switch to English' : 'Chuyển sang tiếng Việt',
      icon: <Languages aria-hidden />,
      act: () => switchLanguage(language === 'vi' ? 'en' : 'vi'),
    },
  ].filter((action) => matches(action.title))
  const shownPlaces = places.filter((place) => matches(t(`nav.${place.key}`)))
  const isBusy = packages.isFetching || learners.isFetching
  return (
    <Command shouldFilter={false} label={t('palette.title')} loop>
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
        {uuid.test(typed) && (
          <Group title={t('palette.byId')}>
            <Row
              value="id-registration"
              icon={<ListChecks aria-hidden />}
              onSelect={go(() =>
                navigate({
                  to: '/registrations/$registration',
                  params: { registration: typed.toLowerCase() },
                }),
              )}
            >
              {t('palette.registration')}
            </Row>
            <Row
              value="id-package"
              icon={<BookOpenText aria-hidden />}
              onSelect={go(() =>
                navigate({ to: '/library/$package', params: { package: typed.toLowerCase() } }),
              )}
            >
              {t('palette.package')}
            </Row>
          </Group>
        )}
        {wanted !== '' && (packages.data?.length ?? 0) > 0 && (
          <Group title={t('nav.library')}>
            {packages.data?.slice(0, 5).map((one) => (
              <Row
                key={one.id}
                value={`package-${one.id}`}
                icon={<BookOpenText aria-hidden />}
                note={one.note}
                onSelect={go(() =>
                  navigate({ to: '/library/$package', params: { package: one.id } }),
                )}
              >
                {one.name}
              </Row>
            ))}
          </Group>
        )}
        {wanted !== '' && (learners.data?.length ?? 0) > 0 && (
          <Group title={t('nav.learners')}>
            {learners.data?.slice(0, 6).map((one) => (
              <Row
                key={one.id}
                value={`learner-${one.id}`}
                icon={<Avatar letter={initialOf(one.name)} />}
                note={one.note}
                onSelect={go(() =>
                  navigate({ to: '/learners/$learner', params: { learner: one.id } }),
                )}
              >
                {one.name}
              </Row>
            ))}
          </Group>
        )}
        {shownPlaces.length > 0 && (
          <Group title={t('help.goTo')}>
            {shownPlaces.map((place) => (
              <Row
                key={place.key}
                value={`place-${place.key}`}
                icon={<place.icon aria-hidden />}
                note={`g ${place.letter}`}
                onSelect={go(() => navigate({ to: place.to }))}
              >
                {t(`nav.${place.key}`)}
              </Row>
            ))}
          </Group>
        )}
        {actions.length > 0 && (
          <Group title={t('palette.actions')}>
            {actions.map((action) => (
              <Row
                key={action.title}
                value={`action-${action.title}`}
                icon={action.icon}
                onSelect={go(action.act)}
              >
                {action.title}
              </Row>
            ))}
          </Group>
        )}
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

interface RowProps {
  value: string
  icon: ReactNode
  note?: string | undefined
  onSelect: () => void
  children: ReactNode
}

function Row({ value, icon, note, onSelect, children }: RowProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className={classNames(menuItemClass, 'min-h-10 data-[selected=true]:bg-subtle')}
    >
      <span className="grid w-8 shrink-0 place-items-center">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note && <span className="shrink-0 text-[0.867rem] text-faint">{note}</span>}
    </Command.Item>
  )
}
