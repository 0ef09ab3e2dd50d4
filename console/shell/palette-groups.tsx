import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { BookOpenText, Languages, ListChecks, SunMoon, Upload, UserPlus } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { initialOf } from '../language/format.ts'
import { switchLanguage, useLanguage } from '../language/language.ts'
import { Avatar } from '../parts/card.tsx'
import { learnerChoices, packageChoices } from '../parts/choice-sources.ts'
import type { ChoiceSource } from '../parts/picker.tsx'
import { useMay } from './may.ts'
import { placesOf } from './places.ts'
import { switchTheme } from './theme.ts'

export interface PaletteRow {
  readonly key: string
  readonly name: string
  readonly note?: string | undefined
  readonly icon: ReactNode
  readonly act: () => unknown
}

interface PaletteGroup {
  readonly title: string
  readonly rows: readonly PaletteRow[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const pauseMilliseconds = 140

/** Accents and đ left out, as the server does for names. */
const fold = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

/** What the palette offers for a text: what the server finds first, then the places and actions whose names hold it. */
export function usePaletteGroups(typed: string): {
  readonly groups: readonly PaletteGroup[]
  readonly isBusy: boolean
} {
  const { t } = useTranslation()
  const wanted = usePaused(typed)
  const packages = useFound(packageChoices, wanted)
  const learners = useFound(learnerChoices, wanted)
  const navigate = useNavigate()
  const fits = ({ name }: PaletteRow) => fold(name).includes(fold(typed))
  const found: readonly PaletteGroup[] = [
    { title: t('palette.byId'), rows: useIdRows(typed) },
    {
      title: t('nav.library'),
      rows: packages.rows.map((one) => ({
        ...one,
        key: `package-${one.id}`,
        icon: <BookOpenText aria-hidden />,
        act: () => navigate({ to: '/library/$package', params: { package: one.id } }),
      })),
    },
    {
      title: t('nav.learners'),
      rows: learners.rows.map((one) => ({
        ...one,
        key: `learner-${one.id}`,
        icon: <Avatar letter={initialOf(one.name)} />,
        act: () => navigate({ to: '/learners/$learner', params: { learner: one.id } }),
      })),
    },
    { title: t('help.goTo'), rows: usePlaceRows().filter(fits) },
    { title: t('palette.actions'), rows: useActionRows().filter(fits) },
  ]
  return {
    groups: found.filter((group) => group.rows.length > 0),
    isBusy: packages.isBusy || learners.isBusy,
  }
}

/** The text as it was when typing last paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

function useFound(source: ChoiceSource, text: string) {
  const isWanted = text !== '' && !uuid.test(text)
  const found = useQuery({
    queryKey: ['choices', source.key, text],
    queryFn: ({ signal }) => source.find(text, signal),
    enabled: isWanted,
    placeholderData: (previous) => previous,
  })
  return { rows: isWanted ? (found.data ?? []).slice(0, 6) : [], isBusy: found.isFetching }
}

function useIdRows(typed: string): readonly PaletteRow[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const id = typed.toLowerCase()
  if (!uuid.test(id)) return []
  return [
    {
      key: 'id-registration',
      name: t('palette.registration'),
      icon: <ListChecks aria-hidden />,
      act: () => navigate({ to: '/registrations/$registration', params: { registration: id } }),
    },
    {
      key: 'id-package',
      name: t('palette.package'),
      icon: <BookOpenText aria-hidden />,
      act: () => navigate({ to: '/library/$package', params: { package: id } }),
    },
  ]
}

function usePlaceRows(): readonly PaletteRow[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  return placesOf(me).map((place) => ({
    key: `place-${place.key}`,
    name: t(`nav.${place.key}`),
    note: `g ${place.letter}`,
    icon: <place.icon aria-hidden />,
    act: () => navigate({ to: place.to }),
  }))
}

function useActionRows(): readonly PaletteRow[] {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const may = useMay()
  const rows: readonly (PaletteRow & { isFor?: boolean })[] = [
    {
      key: 'upload',
      isFor: may('packages/write'),
      name: t('palette.upload'),
      icon: <Upload aria-hidden />,
      act: () => navigate({ to: '/library' }),
    },
    {
      key: 'add-learner',
      isFor: may('learners/write'),
      name: t('learners.add'),
      icon: <UserPlus aria-hidden />,
      act: () => navigate({ to: '/learners', search: { add: '1' } }),
    },
    {
      key: 'theme',
      name: t('palette.theme'),
      icon: <SunMoon aria-hidden />,
      act: () => switchTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
    },
    {
      key: 'language',
      name: language === 'vi' ? 'Switch to English' : 'Chuyển sang tiếng Việt',
      icon: <Languages aria-hidden />,
      act: () => switchLanguage(language === 'vi' ? 'en' : 'vi'),
    },
  ]
  return rows.filter(({ isFor }) => isFor !== false)
}
