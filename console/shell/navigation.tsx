import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ellipsis, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { classNames } from '../parts/class-names.ts'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { Mark } from './logo.tsx'
import { type Place, placesOf } from './places.ts'

interface NavigationProps {
  isNarrow: boolean
  onToggle: () => void
}

/** The left column; narrow it keeps its icons, and their names as tooltips. */
export function Navigation({ isNarrow, onToggle }: NavigationProps) {
  const { t } = useTranslation()
  const places = placesOf(useQuery(meQuery).data)
  const Toggle = isNarrow ? PanelLeftOpen : PanelLeftClose
  return (
    <aside
      className={classNames(
        'sticky top-0 flex h-dvh shrink-0 flex-col border-r border-line py-4 transition-[width] duration-150 max-md:hidden print:hidden',
        isNarrow ? 'w-17 px-3' : 'w-60 px-3',
      )}
    >
      <Link
        to="/"
        className="mb-5 flex h-9 items-center gap-2.5 rounded-lg px-1.5"
        aria-label={`hocba: ${t('nav.home')}`}
      >
        <Mark className="size-8 shrink-0" />
        {!isNarrow && <span className="text-[1.2rem] font-semibold tracking-[-0.02em]">hocba</span>}
      </Link>
      <nav aria-label={t('nav.main')} className="flex flex-1 flex-col gap-0.5 overflow-y-auto">
        {places.map((place) => (
          <div key={place.key} className={classNames(place.key === 'statements' && 'mt-4')}>
            <PlaceLink place={place} isNarrow={isNarrow} />
          </div>
        ))}
      </nav>
      <button
        type="button"
        onClick={onToggle}
        aria-expanded={!isNarrow}
        aria-label={t(isNarrow ? 'nav.widen' : 'nav.narrow')}
        title={`${t(isNarrow ? 'nav.widen' : 'nav.narrow')}  [`}
        className="flex h-10 items-center gap-3 rounded-lg px-2.75 text-[0.867rem] text-faint hover:bg-subtle hover:text-ink"
      >
        <Toggle className="size-[1.125rem] shrink-0" aria-hidden />
        {!isNarrow && t('nav.narrow')}
      </button>
    </aside>
  )
}

function PlaceLink({ place, isNarrow }: { place: Place; isNarrow: boolean }) {
  const { t } = useTranslation()
  const Icon = place.icon
  const link = (
    <Link
      to={place.to}
      activeOptions={{ exact: place.to === '/', includeSearch: false }}
      className="group flex h-10 items-center gap-3 rounded-lg px-2.75 text-[0.933rem] font-medium text-muted transition-colors hover:bg-subtle hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:text-accent"
    >
      <Icon className="size-[1.125rem] shrink-0" aria-hidden />
      {isNarrow ? <span className="sr-only">{t(`nav.${place.key}`)}</span> : t(`nav.${place.key}`)}
    </Link>
  )
  return isNarrow ? (
    <Tip text={t(`nav.${place.key}`)} keys={`g ${place.letter}`}>
      {link}
    </Tip>
  ) : (
    link
  )
}

function Tip({ text, keys, children }: { text: string; keys: string; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side="right"
          sideOffset={10}
          className="z-50 flex animate-fade items-center gap-2 rounded-md bg-ink px-2.5 py-1.5 text-[0.867rem] text-canvas"
        >
          {text}
          <kbd className="font-sans text-[0.8rem] opacity-60">{keys}</kbd>
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

/** As many as a phone of 360 px has room for; "more" takes the place of one. */
const cellsMax = 5

/** A phone's navigation: the daily places under the thumb, the others one tap further. */
export function BottomBar() {
  const { t } = useTranslation()
  const places = placesOf(useQuery(meQuery).data)
  const daily: readonly Place[] =
    places.length <= cellsMax
      ? places
      : places.filter((place) => place.isDaily).slice(0, cellsMax - 1)
  const others = places.filter((place) => !daily.includes(place))
  const cell =
    'flex h-15 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-[0.733rem] font-medium text-faint data-[status=active]:text-accent'
  return (
    <nav
      aria-label={t('nav.main')}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden print:hidden"
    >
      {daily.map((place) => (
        <Link
          key={place.key}
          to={place.to}
          activeOptions={{ exact: place.to === '/', includeSearch: false }}
          className={cell}
        >
          <place.icon className="size-5" aria-hidden />
          <span className="w-full truncate px-0.5 text-center">{t(`nav.${place.key}`)}</span>
        </Link>
      ))}
      {others.length > 0 && (
        <Menu
          trigger={
            <button type="button" className={cell}>
              <Ellipsis className="size-5" aria-hidden />
              {t('nav.more')}
            </button>
          }
        >
          {others.map((place) => (
            <MenuItem key={place.key} asChild>
              <Link to={place.to}>
                <place.icon aria-hidden />
                {t(`nav.${place.key}`)}
              </Link>
            </MenuItem>
          ))}
        </Menu>
      )}
    </nav>
  )
}
